import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openAccount } from '../support/accounts.ts';
import { answered, type Act } from '../support/answered.ts';
import { newPage, openBrowser } from '../support/browser.ts';
import { manyJobs } from '../support/many-jobs.ts';
import { median, NotHere, type Bench, type Reading } from '../support/reading.ts';
import { scrollReadings } from '../support/scrolled.ts';
import { startBuilt } from '../support/started.ts';

const count = 10_000;
const logLines = 100_000;

const acts: Record<string, Act> = {
  filter: { act: 'filter', text: 'training-4242' },
  'filter taken away': { act: 'filter', text: '' },
  'sort by name': { act: 'sort', column: 'Name' },
  'sort by state': { act: 'sort', column: 'State' },
};

/** From the moment that `begin` changes the page until something that `is` names stands in it, ms. */
function untilDrawn(
  page: Page,
  begin: { hash: string } | { find: string },
  is: string,
  text = '',
): Promise<number> {
  return page.evaluate(
    ([how, selector, wanted]) =>
      new Promise<number>((resolve) => {
        const at = performance.now();
        if ('hash' in how) location.hash = how.hash;
        else {
          const input = document.querySelector<HTMLInputElement>('.mw-log-tools input');
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, how.find);
          input?.dispatchEvent(new Event('input', { bubbles: true }));
        }
        const look = () => {
          const found = [...document.querySelectorAll(selector)].some((one) =>
            one.textContent.includes(wanted),
          );
          if (found) resolve(performance.now() - at);
          else requestAnimationFrame(look);
        };
        look();
      }),
    [begin, is, text] as const,
  );
}

async function list(page: Page, rounds: number): Promise<Reading[]> {
  const times = new Map<string, number[]>();
  const opened: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.evaluate(() => void (location.hash = '#/activity'));
    await page.waitForTimeout(500);
    opened.push(await untilDrawn(page, { hash: '#/training' }, '[role=row][data-index="0"]', 'training-'));
    // The index is fed in the background; what follows is asked of one that is ready.
    await page.waitForTimeout(3_000);
    for (const [name, act] of Object.entries(acts)) {
      times.set(name, [...(times.get(name) ?? []), await answered(page, act)]);
      await page.waitForTimeout(300);
    }
    await page.reload();
    await page.locator('[role=row][data-index="0"]').waitFor({ timeout: 30_000 });
  }
  await page.waitForTimeout(3_000);
  const scrolled = await scrollReadings(page, rounds);
  return [
    {
      what: 'list: from the click to its first rows, known from before',
      value: median(opened),
      unit: 'ms',
      goal: 300,
    },
    ...[...times].map(([what, all]) => ({
      what: `list: ${what}`,
      value: median(all),
      unit: 'ms' as const,
      goal: 100,
    })),
    ...scrolled.map((one) => ({ ...one, what: `list: ${one.what}` })),
  ];
}

async function log(page: Page, job: string, rounds: number): Promise<Reading[]> {
  const first: number[] = [];
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    first.push(
      await untilDrawn(
        page,
        { hash: `#/training/${job}?tab=log` },
        '.mw-log-line',
        `step ${String(logLines - 1)} `,
      ),
    );
    const rest = page.getByRole('button', { name: 'Ask AWS for the rest' });
    if (round === 0) {
      await rest.click();
      await rest.waitFor({ state: 'detached', timeout: 60_000 });
      await page
        .getByText(`${logLines.toLocaleString('en')} lines`)
        .first()
        .waitFor({ timeout: 60_000 });
    }
    // Nobody searched for it before: each time another one.
    const text = `plate-${String(701 + round)}`;
    found.push(await untilDrawn(page, { find: text }, '.mw-line-button', text));
    await page.waitForTimeout(300);
    await page.evaluate(() => void (location.hash = '#/training'));
    await page.waitForTimeout(500);
  }
  return [
    {
      what: 'log: from the click in the list to its last lines, the first time',
      value: first[0] ?? NaN,
      unit: 'ms',
      goal: 300,
    },
    {
      what: 'log: the same once all its lines are here',
      value: median(first.slice(1)),
      unit: 'ms',
      goal: 300,
    },
    {
      what: 'log: a search in all lines, from the last key to the lines found',
      value: median(found),
      unit: 'ms',
      goal: 150,
    },
  ];
}

/** The page of trainings as a person sees it, in the built program and a browser. */
export const training: Bench = {
  name: 'training',
  title: `List of ${count.toLocaleString('en')} jobs, and a log of ${logLines.toLocaleString('en')} lines`,
  async run({ quick }) {
    const browser = await openBrowser();
    if (browser === null) throw new NotHere('no browser was found');
    const account = await openAccount({ jobs: manyJobs(count), logLines });
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-training-'));
    const program = await startBuilt(stateDir, { env: account.env });
    try {
      const page = await newPage(browser);
      await page.goto(program.link);
      await page.evaluate(() => void (location.hash = '#/training'));
      await page.locator('[role=row][data-index="0"]').waitFor({ timeout: 30_000 });
      await page.waitForTimeout(3_000);
      const rounds = quick ? 2 : 5;
      return [...(await list(page, rounds)), ...(await log(page, account.job ?? '', rounds))];
    } finally {
      await browser.close();
      await program.stop();
      await account.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};
