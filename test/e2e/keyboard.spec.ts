/** The notebook story in Chinese, in dark, by the keys alone: from the goal to the notebook's page. */
import type { Locator, Page } from '@playwright/test';
import { words, type WordKey } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { findings } from './support/axe.ts';
import { englishLeft } from './support/english-left.ts';
import { keysOf } from './support/keys.ts';
import { confirmAfter, expect, test } from './support/story.ts';
import { button } from './support/walk.ts';

const minutes = 60_000;
const link = (window: Page, key: WordKey): Locator =>
  window.getByRole('link', { name: zh(key), exact: true });
const zh = (key: WordKey): string => words['zh-CN'][key] ?? '';
/** Names that the story gives. */
const own = [/\bmillwright-[\w…-]+/g, /\bml-files-\w+/g, /\bsales-forecast\b/g, /\badministrator\b/g];

test(
  'in Chinese, in dark, by the keys alone, a person gets a notebook' + shows('done-when:3.1/story'),
  async ({ window, program }) => {
    test.setTimeout(4 * minutes);
    const wrong: string[] = [];
    const seen: string[] = [];
    const look = async (name: string, page: Page = window): Promise<void> => {
      wrong.push(...(await findings(page, name)));
      wrong.push(...(await englishLeft(page, own)).map((text) => `${name}: English left: ${text}`));
      const dark = await page.evaluate(() => {
        const [red = 255, green = 255, blue = 255] =
          getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
        return Math.max(red, green, blue) < 64;
      });
      if (!dark) wrong.push(`${name}: not dark`);
      await page.screenshot({ path: test.info().outputPath(`${String(seen.length)}.png`) });
      seen.push(name);
    };
    const keys = keysOf(window);
    const clicks = await countClicks(window);

    await keys.reach(window.getByLabel('Look', { exact: true }));
    await keys.press('ArrowDown');
    await keys.press('ArrowDown');
    await keys.reach(window.getByLabel('Language', { exact: true }));
    await keys.press('ArrowDown');
    await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await look('home');

    await keys.enter(window.getByRole('link', { name: zh('wizard.notebook.goal') }));
    const next = window.getByRole('button', { name: new RegExp(`^${zh('window.wizard.nextPlain')}`) });
    const start = button(window, zh('window.start'));
    const name = window.getByRole('textbox').first();
    await expect(next).toBeVisible({ timeout: minutes / 2 });
    await look('goal');
    await keys.enter(next);
    await keys.reach(name);
    await keys.type('sales-forecast');
    for (let station = 1; station < 6; station += 1) {
      await expect(next.or(start)).toBeVisible({ timeout: minutes / 2 });
      await look(`station ${String(station)}`);
      if (await start.isVisible()) break;
      await keys.enter(next);
      await window.waitForTimeout(500);
    }
    await confirmAfter(
      window,
      () => keys.enter(start),
      (popup) => look('consent', popup),
      async (popup, confirm) => keysOf(popup).enter(confirm),
    );
    await expect(window.getByText(zh('window.task.cancel'))).toBeVisible({ timeout: minutes / 2 });
    await look('task');
    const receipt = link(window, 'window.wizard.toReceipt');
    await expect(receipt.first()).toBeVisible({ timeout: 2 * minutes });
    await look('task, done');
    await keys.enter(receipt);
    await expect(window.getByText(zh('window.receipt.money'))).toBeVisible();
    await look('receipt');
    await keys.enter(link(window, 'window.task.leave'));
    await keys.enter(window.getByRole('link', { name: zh('window.nav.notebooks') }));
    await keys.enter(window.getByRole('main').getByRole('link', { name: 'sales-forecast' }));
    await expect(button(window, zh('window.notebook.open.lab'))).toBeVisible({ timeout: minutes / 2 });
    await look('notebook');
    expect(await clicks()).toBe(0);
    for (const tab of ['log', 'cost', 'configuration', 'history']) {
      await window.goto(`${program.origin}/#/notebooks/sales-forecast?tab=${tab}`);
      await expect(window.getByRole('tab', { selected: true })).toBeVisible();
      await look(`notebook, ${tab}`);
    }
    expect(wrong, wrong.join('\n')).toEqual([]);
  },
);

/** Presses of a mouse that the page heard: those that keys make have no place on the screen. */
async function countClicks(window: Page): Promise<() => Promise<number>> {
  await window.evaluate(() => {
    const counted = { presses: 0 };
    Object.assign(globalThis, { counted });
    addEventListener('pointerdown', () => (counted.presses += 1), true);
  });
  return () =>
    window.evaluate(() => (globalThis as unknown as { counted: { presses: number } }).counted.presses);
}
