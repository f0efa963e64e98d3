/**
 * A reviewer and an operator with no network and no account: an old Batch configuration is opened, its plan is rejected,
 * mended and approved.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { findingsInBoth } from './support/axe.ts';
import { englishLeft } from './support/english-left.ts';
import { startProgram } from './support/program.ts';
import { expect, test as story } from './support/story.ts';
import { button } from './support/walk.ts';

const minutes = 60_000;
const old = join(import.meta.dirname, 'support', 'old-batch.json');

/** Names of the file, and what AWS and units are called in every language. */
const named = [
  /\bcensus-income\b/g,
  /\b(?:Batch|Spot|YAML|BEST_FIT|MiB|Linux)\b/g,
  /\b(?:vcpus|memory|resourceRequirements|privileged)\b/g,
  /\bp2\.xlarge\b|\bteam\b|\/scratch\b/g,
];

/** An account whose address nobody answers. */
const nowhere = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
  AWS_SECRET_ACCESS_KEY: 'not-a-key',
};

const test = story.extend({
  program: async ({ stateDir }, use) => {
    const program = await startProgram({ stateDir, env: nowhere });
    await use(program);
    await program.stop();
  },
});

const open = (window: Page, label: string, file: string) =>
  window.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(file);

/** Presses Next until the plan can be saved. */
async function toPlan(window: Page): Promise<void> {
  const save = button(window, 'Save for review');
  for (let station = 0; station < 6; station += 1) {
    await expect(save.or(button(window, /^(?:Next|Make the plan)/)).first()).toBeVisible({
      timeout: minutes,
    });
    if (await save.isVisible()) return;
    await button(window, /^(?:Next|Make the plan)/).click();
    await window.waitForTimeout(500);
  }
  throw new Error('The plan never came.');
}

async function saved(window: Page, to: string): Promise<string> {
  const [download] = await Promise.all([
    window.waitForEvent('download'),
    button(window, 'Save for review').click(),
  ]);
  await download.saveAs(to);
  return to;
}

async function judge(window: Page, file: string, verdict: RegExp, comment: string): Promise<void> {
  await open(window, 'Open a plan file', file);
  await window.getByLabel('Your name').fill('Ada');
  await window.getByLabel('Comment').fill(comment);
  await button(window, verdict).click();
}

test(
  'an old configuration is refused with its reasons, mended beside it, rejected, mended and approved' +
    shows('done-when:4.2/screen'),
  async ({ window, program, stateDir }) => {
    test.setTimeout(4 * minutes);
    const wrong: string[] = [];
    const look = async (name: string) => {
      wrong.push(...(await findingsInBoth(window, name)));
    };
    const visit = (route: string) => window.goto(`${program.origin}/#/${route}`);
    const sideways = () =>
      window.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

    await window.setViewportSize({ width: 1440, height: 900 });
    await visit('start');
    await expect(window.getByText('Open an old Batch configuration')).toBeVisible({ timeout: minutes });
    await look('start');

    await test.step('what AWS refuses, and what takes its place', async () => {
      await open(window, 'Open an old Batch configuration', old);
      await expect(window.getByText('AWS refuses one line of this configuration today')).toBeVisible({
        timeout: minutes,
      });
      const row = (name: RegExp) => window.getByRole('row', { name });
      await expect(row(/^Types of machine/)).toContainText('p2.xlarge');
      await expect(row(/^Types of machine/)).toContainText('g4dn.4xlarge, g5.4xlarge, g6.4xlarge');
      await expect(row(/^Types of machine/)).toContainText('API_Ec2Configuration.html');
      for (const name of [/^Highest Spot price/, /^Processors wanted now/, /^Role for buying/])
        await expect(row(name)).toContainText('left out');
      await expect(row(/^May do everything/)).toContainText('Dangerous, kept');
      await expect(window.getByText(/^Prices as of 20 Jul/)).toBeVisible();
      await expect(row(/^p2\.xlarge/)).toContainText('$0.90');
      await expect(window.getByRole('button', { name: /^Start/ })).toHaveCount(0);
      await look('old');
      await window.setViewportSize({ width: 1024, height: 700 });
      expect(await sideways()).toBe(0);
      await look('old narrow');
      const language = window.getByLabel('Language');
      await language.selectOption('zh-CN');
      await expect(window.getByText(/^这份配置有 1 行/)).toBeVisible();
      await look('old Chinese');
      expect(await englishLeft(window, named)).toEqual([]);
      await window.getByLabel('语言').selectOption('en');
      await window.setViewportSize({ width: 1280, height: 800 });
    });

    const first = await test.step('its plan is made with its answers, and saved', async () => {
      await button(window, 'Make a plan of it').click();
      await expect(window.getByLabel(/What shall it be called/)).toHaveValue('census-income', {
        timeout: minutes,
      });
      await window.getByText('Safe defaults').click();
      await expect(
        window.getByText(/The program may do everything on its machine \(privileged\)/),
      ).toBeVisible();
      await expect(window.getByLabel('Folder of the machine that the program sees')).toHaveValue('/scratch');
      await look('wizard');
      await toPlan(window);
      await expect(window.getByText(/Who holds the key pair team/)).toBeVisible();
      await look('plan');
      return saved(window, join(stateDir, 'first.json'));
    });

    await test.step('the reviewer rejects it', async () => {
      await visit('plans');
      await judge(window, first, /^Reject plan/, 'No privileged mode, no key pair.');
      await expect(window.getByText(/^Ada rejected this plan/)).toBeVisible();
    });

    const second = await test.step('the operator takes the dangers out', async () => {
      await visit('start/gpu-training');
      while (!(await window.getByLabel(/What shall it be called/).isVisible()))
        await button(window, 'Back').click();
      await window.getByText('Safe defaults').click();
      await window.locator('[data-path="imported.privileged"]').getByText('on', { exact: true }).click();
      await window.getByLabel('Folder of the machine that the program sees').fill('');
      await window.getByLabel('Key pair for signing in to the machines').fill('');
      await toPlan(window);
      await expect(window.getByText(/privileged|key pair team/)).toHaveCount(0);
      return saved(window, join(stateDir, 'second.json'));
    });

    await test.step('the reviewer approves exactly this one', async () => {
      await visit('plans');
      await judge(window, second, /^Approve plan/, 'Fine.');
      await expect(window.getByText(/^Ada approved this plan/)).toBeVisible();
      await visit('plans');
      await expect(window.getByText('rejected by Ada')).toHaveCount(1);
      await expect(window.getByText('approved by Ada')).toHaveCount(1);
    });
    expect(wrong, wrong.join('\n')).toEqual([]);
  },
);
