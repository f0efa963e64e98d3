/**
 * Trainings on screen, as they stand in an account in which several ran: the list, the page of one, its log and charts,
 * what one cost and left, two side by side, and a receipt that is completed when the training is over.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Receipt } from '../../preload/contract/plan.ts';
import { findingsInBoth } from './support/axe.ts';
import { englishLeft } from './support/english-left.ts';
import { startProgram } from './support/program.ts';
import { expect, test as story } from './support/story.ts';

const minutes = 60_000;

interface Seeded {
  training: string;
  broke: string;
  /** Of the plan `planId`. */
  done: string;
  planId: string;
  accountId: string;
}

function writeDocument(stateDir: string, folder: string, name: string, format: string, value: unknown): void {
  mkdirSync(join(stateDir, folder), { recursive: true });
  const text = JSON.stringify({ format: `millwright-${format}`, version: 1, value });
  writeFileSync(join(stateDir, folder, `${name}.json`), `${text}\n`);
}

/** The receipt of a plan as it is when the job is in the queue, and nobody knows yet what it will cost. */
function writeReceipt(stateDir: string, { planId, accountId }: Seeded): void {
  const none = { usd: 0, unknown: [] };
  const at = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const value: Receipt = {
    id: 'training-receipt',
    planId,
    digest: '0'.repeat(64),
    title: { key: 'plan.training.title', params: { name: 'plate-defects' } },
    outcome: 'done',
    startedAt: at,
    endedAt: at,
    by: 'operator',
    target: { accountId, region: 'us-east-1', partition: 'aws' },
    planned: {
      lines: [
        {
          says: { key: 'plan.training.cost.spot' },
          priceKey: 'ec2:spot:g4dn.xlarge',
          unit: 'hour',
          quantity: 1,
          unitPrice: 0.2,
          alsoStopped: false,
        },
      ],
      perHour: { usd: 0.2, unknown: [] },
      today: { usd: 0.8, unknown: [] },
      perDay: none,
      monthIfForgotten: { usd: 0.8, unknown: [] },
      worstMonth: { usd: 12.6, unknown: [] },
      assumptions: [],
      pricesAsOf: null,
    },
    measured: none,
    made: [],
    removed: [],
    stays: [],
    undo: [],
  };
  writeDocument(stateDir, 'receipts', 'training-receipt', 'receipt', value);
}

const test = story.extend<{ jobs: Seeded }>({
  jobs: async ({ stateDir }, use) => {
    const script = join(import.meta.dirname, 'support', 'seed-trainings.ts');
    const made = spawnSync(process.execPath, [script, join(stateDir, 'sandbox')], { timeout: 2 * minutes });
    if (made.status !== 0) throw new Error(`No trainings were made: ${made.stderr.toString()}`);
    const seeded = JSON.parse(made.stdout.toString()) as Seeded;
    writeReceipt(stateDir, seeded);
    const answers = { name: 'prices', code: 's3://lab-of-trainings/code/', size: 'small' };
    writeDocument(stateDir, 'drafts', 'gpu-training', 'draft', { answers, station: 'money' });
    await use(seeded);
  },
  // The account is one process's at a time: the program begins when the trainings are there.
  program: async ({ jobs: _jobs, stateDir }, use) => {
    const program = await startProgram({ stateDir });
    await use(program);
    await program.stop();
  },
});

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('trainings are listed, explained, followed and drawn, for everybody', async ({
  jobs,
  window,
  program,
}) => {
  test.setTimeout(4 * minutes);
  const wrong: string[] = [];
  const look = async (name: string) => {
    wrong.push(...(await findingsInBoth(window, name)));
  };
  const visit = (route: string) => window.goto(`${program.origin}/#/${route}`);
  const page = `training/${jobs.training}`;

  await window.setViewportSize({ width: 1280, height: 800 });
  await visit('training');
  await expect(window.getByRole('heading', { level: 1, name: /103 trainings, one runs/ })).toBeVisible({
    timeout: minutes,
  });
  await expect(window.getByRole('row', { name: /plate-defects.*Running/ })).toBeVisible();
  await look('list');

  await visit(page);
  await expect(window.getByRole('heading', { level: 1, name: 'plate-defects' })).toBeVisible();
  await expect(window.getByText('AWS took the machine back', { exact: false }).first()).toBeAttached();
  await expect(window.getByText(/^Last, at epoch \d+: loss /)).toBeVisible({ timeout: minutes / 2 });
  await expect(window.getByRole('region', { name: 'Last lines of the log' })).toContainText(
    /epoch=\d+ of=400/,
  );
  await look('overview');
  await window.setViewportSize({ width: 1024, height: 700 });
  expect(await sideways(window)).toBe(0);
  await look('overview narrow');

  await visit(`${page}?tab=log`);
  await window.getByRole('searchbox', { name: 'Find in the log' }).fill('going on from checkpoint');
  await expect(window.getByRole('region', { name: /^Lines with/ })).toContainText('Going on from checkpoint');
  await look('log search');
  await window.getByRole('button', { name: /Going on from checkpoint/ }).click();
  await expect(window.getByRole('region', { name: 'Log' })).toContainText('in place of');
  await look('log');

  for (const tab of ['charts', 'results', 'cost', 'configuration', 'history']) {
    await visit(`${page}?tab=${tab}`);
    await window.waitForLoadState('networkidle');
    await look(tab);
    expect(await sideways(window)).toBe(0);
  }

  await visit(`training/${jobs.broke}`);
  await expect(window.getByRole('region', { name: 'Why' })).toContainText('The script ended');
  await look('failed');
  expect(wrong, wrong.join('\n')).toEqual([]);
});

test('what a training cost and left, two side by side, its receipt, and the prices before', async ({
  jobs,
  window,
  program,
}) => {
  test.setTimeout(4 * minutes);
  const wrong: string[] = [];
  const visit = (route: string) => window.goto(`${program.origin}/#/${route}`);
  const look = async (name: string) => {
    wrong.push(...(await findingsInBoth(window, name)));
    expect(await sideways(window), name).toBe(0);
  };
  const money = (label: string) => window.locator('.mw-leader', { hasText: label }).locator('dd').first();
  const page = `training/${jobs.done}`;

  await window.setViewportSize({ width: 1024, height: 700 });
  // The receipt is completed by a look at the list, and says so without being asked again.
  await visit('activity/training-receipt');
  await expect(money('Saved by Spot')).toHaveText(/^\$0\.\d\d$/, { timeout: minutes });
  await expect(window.getByText(/2 tries, interrupted once/)).toBeVisible();
  await look('receipt');

  await visit(`${page}?tab=cost`);
  await expect(money('Actual, measured')).toHaveText(/^\$0\.\d\d$/, { timeout: minutes });
  await expect(window.getByRole('region', { name: 'Tries' })).toContainText(/us-east-1[abc]/);
  const again = window.getByRole('region', { name: 'Run it again' });
  await expect(again).toContainText('another computer');
  await expect(again.getByRole('link', { name: 'Run it again' })).toHaveAttribute('href', /job-again/);
  await look('cost of one that is over');

  await visit(`${page}?tab=results`);
  await expect(window.getByText('accuracy', { exact: true })).toBeVisible();
  await window.getByRole('button', { name: /model\.json/ }).click();
  await expect(window.getByRole('region', { name: 'Preview' })).toContainText('logistic regression');
  await look('results');

  await visit('training');
  await window.getByRole('searchbox').fill('plate-defects');
  for (const box of await window.getByRole('checkbox', { name: /plate-defects/ }).all()) await box.check();
  await window.getByRole('link', { name: 'Compare' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Two trainings side by side' })).toBeVisible();
  await expect(window.getByRole('row', { name: /RUN_SCRIPT/ })).toContainText('--epochs 12');
  await expect(window.getByText(/: loss 0\.\d+.*: loss 0\.\d+/)).toBeVisible({ timeout: minutes });
  await look('side by side');

  // Answers that were begun are gone on with where they were left: at the money.
  await visit('start/gpu-training');
  await expect(window.getByText('Spot prices in the last 90 days').first()).toBeVisible({ timeout: minutes });
  await expect(window.getByText(/usual price/).first()).toBeVisible({ timeout: minutes });
  await look('prices');
  await window.getByRole('button', { name: 'Table' }).click();
  await expect(window.getByRole('row', { name: /g4dn\.xlarge/ })).toContainText(/0\.\d{3}/);
  await look('prices as a table');

  await window.getByLabel('Language').selectOption('zh-CN');
  await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN');
  // Names that the story, its scripts and AWS give.
  const own = [
    /plate-defects[\w-]*/g,
    /[\w.-]*lab-of-trainings\S*/g,
    /tensorflow\S*/g,
    /\b(?:attempt|epochs?|loss|accuracy|files|operator|Spot)\b/g,
    /\brows[.\w]*/g,
    /\b[\w-]+\.(?:json|checkpoint)\b/g,
    /\b(?:g4dn|g5|g6)\.\w+/g,
    /\bus-east-1[abc]\b/g,
  ];
  const left: string[] = [];
  for (const route of [
    `${page}?tab=cost`,
    `${page}?tab=results`,
    `training/compare?a=${jobs.training}&b=${jobs.done}`,
    'activity/training-receipt',
    'start/gpu-training',
  ]) {
    await visit(route);
    await expect(window.locator('main h1').first()).toBeVisible({ timeout: minutes });
    await window.waitForLoadState('networkidle');
    await window.waitForTimeout(500);
    left.push(...(await englishLeft(window, own)).map((text) => `${route}: ${text}`));
  }
  expect(left, left.join('\n')).toEqual([]);
  expect(wrong, wrong.join('\n')).toEqual([]);
});
