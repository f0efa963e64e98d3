/** Pictures of the user guide, in both languages; made anew when `MILLWRIGHT_PICTURES` asks for them. */
import type { Locator, Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { languages, words, type WordKey } from '../../words/index.ts';
import { confirmAfter, expect, picture, test } from './support/story.ts';
import { button } from './support/walk.ts';

const minutes = 60_000;
const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures', 'guide');

test.skip(process.env['MILLWRIGHT_PICTURES'] === undefined, 'pictures of the guide: nobody asked for them');
test.use({ viewport: { width: 1120, height: 720 } });

for (const language of languages)
  test(`the pictures of the guide, ${language}`, async ({ window, program }) => {
    test.setTimeout(5 * minutes);
    await mkdir(join(folder, language), { recursive: true });
    const t = (key: WordKey): string => words[language][key] ?? '';
    const keep = async (name: string, page: Page = window): Promise<void> => {
      await page.waitForTimeout(400);
      await picture(page, `guide/${language}/${name}`);
    };
    const visit = async (route: string): Promise<void> => {
      await window.goto(`${program.origin}/#/${route}`);
      await expect(window.locator('main h1').first()).toBeVisible({ timeout: minutes / 2 });
    };
    const next = window.getByRole('button', { name: new RegExp(`^${t('window.wizard.nextPlain')}`) });
    const start = button(window, t('window.start'));
    const toReview = async (
      at: (station: number) => Promise<void> = () => Promise.resolve(),
    ): Promise<void> => {
      for (let station = 0; station < 8; station += 1) {
        await expect(start.or(next).first()).toBeVisible({ timeout: minutes / 2 });
        await at(station);
        if (await start.isVisible()) return;
        await next.click({ timeout: 3_000 }).catch(() => undefined);
        await window.waitForTimeout(500);
      }
    };
    const press = (what: Locator, at?: (popup: Page) => Promise<void>): Promise<void> =>
      confirmAfter(window, () => what.click(), at);

    await window.locator('.mw-top select').last().selectOption(language);
    await visit('?tour=1');
    await expect(window.locator('.mw-tour-ring')).toBeVisible();
    await keep('tour');
    await visit('start/foundation');
    await toReview();
    await press(start);
    await expect(window.getByRole('link', { name: t('window.wizard.toReceipt') })).toBeVisible({
      timeout: minutes,
    });

    await visit('start/notebook');
    await window.getByRole('textbox').first().fill('sales-forecast');
    await toReview(async (station) => {
      if (station === 0) await keep('questions');
    });
    await keep('review');
    await press(start, (popup) => keep('consent', popup));
    await expect(window.getByText(t('window.task.cancel'))).toBeVisible({ timeout: minutes });
    await keep('working');
    await expect(window.getByRole('link', { name: t('window.wizard.toReceipt') })).toBeVisible({
      timeout: 2 * minutes,
    });
    await visit('notebooks/sales-forecast');
    await expect(button(window, t('window.notebook.open.lab'))).toBeVisible({ timeout: minutes });
    await keep('notebook');
    for (const route of ['', 'data', 'activity', 'settings', 'faults']) {
      await visit(route);
      await window.waitForTimeout(1_000);
      await keep(route === '' ? 'home' : route);
    }
  });
