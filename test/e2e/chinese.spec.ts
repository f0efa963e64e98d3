/** Every page in Chinese: no sentence is left in English, nothing is cut or pushed off a narrow window. */
import type { Page } from '@playwright/test';
import { words, type WordKey } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { englishLeft } from './support/english-left.ts';
import { personAt } from './support/person.ts';
import { confirmAfter, expect, test } from './support/story.ts';
import { button, prepareAccount } from './support/walk.ts';

const minutes = 60_000;
const zh = (key: WordKey): string => words['zh-CN'][key] ?? '';
/** Names that the story and AWS give; AWS has its limits in English only. */
const own = [
  /\bmillwright-[\w-]+/g,
  /\bml-files-\w+/g,
  /\bsales\b/g,
  /\badministrator\b/g,
  /“ml\.t3\.medium for notebook instance usage”/g,
];

const choose = async (window: Page, field: string, value: string): Promise<void> => {
  await window.getByLabel(field, { exact: true }).click();
  await window.getByRole('option', { name: value, exact: true }).click();
};

test(
  'every page is Chinese throughout, and fits a window of 1024 px' + shows('done-when:3.1/words'),
  async ({ window, program }) => {
    test.setTimeout(3 * minutes);
    const left: string[] = [];
    const seen: string[] = [];
    const look = async (name: string, page = window): Promise<void> => {
      left.push(...(await englishLeft(page, own)).map((text) => `${name}: ${text}`));
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
      if (wider > 0) left.push(`${name}: ${wider} px wider than the window`);
      seen.push(name);
    };
    const visit = async (route: string): Promise<void> => {
      await window.goto(`${program.origin}/#/${route}`);
      await expect(window.locator('main h1').first()).toBeVisible({ timeout: minutes / 2 });
      await window.waitForTimeout(250);
      await look(route === '' ? 'home' : route);
    };
    const links = (address: string): Promise<string[]> =>
      window
        .locator(`main a[href^="#/${address}/"]`)
        .evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')?.slice(2) ?? ''))]);

    await prepareAccount(window, personAt(window));
    await window.goto(`${program.origin}/#/faults`);
    await window.getByRole('radio', { name: /^F23 / }).check();
    await choose(window, 'In which service', 'SageMaker notebook instances');
    await choose(window, 'At which call', 'CreateNotebookInstance');
    await button(window, 'until switched off').click();
    await button(window, 'those of CloudFormation and timed stops').click();
    await button(window, 'Switch F23 on').click();
    await expect(button(window, 'Switch F23 off')).toBeVisible();

    await window.setViewportSize({ width: 1024, height: 700 });
    await window.getByLabel('Language').selectOption('zh-CN');
    await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN');

    await test.step('control: English on a page is found', async () => {
      await window.evaluate(() => {
        const stray = document.createElement('p');
        stray.textContent = 'It is 准备 but not all of it';
        document.querySelector('main')?.append(stray);
      });
      await look('control');
      expect(left.splice(0)).toEqual(['control: It is 准备 but not all of it']);
      await window.reload();
    });

    await test.step('a wizard to its failure, station by station', async () => {
      await window.goto(`${program.origin}/#/start/notebook`);
      await window.getByRole('textbox').first().fill('sales');
      const start = button(window, zh('window.start'));
      const next = window.getByRole('button', {
        name: new RegExp(`^(${zh('window.wizard.nextPlain')}|${zh('window.plan.make')})`),
      });
      for (let station = 0; station < 8; station += 1) {
        await expect(start.or(next).first()).toBeVisible({ timeout: minutes / 2 });
        await look(`notebook, station ${station}`);
        if (await start.isVisible()) break;
        await next.click({ timeout: 3_000 }).catch(() => undefined);
        await window.waitForTimeout(400);
      }
      await confirmAfter(
        window,
        () => start.click(),
        (popup) => look('confirmation', popup),
      );
      await expect(window.getByRole('heading', { name: zh('window.task.leftOver') })).toBeVisible({
        timeout: minutes,
      });
      await look('notebook, failed');
    });

    await test.step('every page', async () => {
      for (const route of [
        '',
        'start',
        'start/storage',
        'start/foundation',
        'notebooks',
        'settings',
        'faults',
        'nowhere',
      ])
        await visit(route);
      for (const room of ['data', 'plans', 'tasks', 'activity']) {
        await visit(room);
        for (const route of (await links(room)).slice(0, 2)) await visit(route);
      }
    });

    expect(left, left.join('\n')).toEqual([]);
    expect(seen.length).toBeGreaterThan(20);
  },
);
