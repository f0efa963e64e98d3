/** What every story starts from: the program, a browser window in it, and the account inside. */
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerEntry } from '../../../main/sandbox/engine/types.ts';
import { startProgram, type Program } from './program.ts';

interface Story {
  stateDir: string;
  program: Program;
  /** The window, signed in. Everything that it complains about fails the test. */
  window: Page;
  /** Everything that main ever said to the window. */
  heard: string[];
}

const pictures = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures');

export const test = base.extend<Story>({
  stateDir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-story-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
  program: async ({ stateDir }, use) => {
    const program = await startProgram({ stateDir });
    await use(program);
    await program.stop();
  },
  heard: async ({}, use) => {
    await use([]);
  },
  window: async ({ page, program, heard }, use) => {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
    });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(program.link);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** What the sandbox account of a stopped program ever made and billed. */
export function ledgerOf(stateDir: string): LedgerEntry[] {
  const script = join(import.meta.dirname, 'ledger.ts');
  const { stdout, status, stderr, error } = spawnSync(process.execPath, [script, join(stateDir, 'sandbox')], {
    timeout: 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(`The ledger cannot be read: ${error?.message ?? stderr.toString()}`);
  return JSON.parse(stdout.toString()) as LedgerEntry[];
}

/**
 * Presses the button that asks for consent, and then Confirm on the page that opens, as a person would; `at` sees the page
 * before, and `confirm` says how Confirm is pressed.
 */
export async function confirmAfter(
  window: Page,
  press: () => Promise<void>,
  at: (popup: Page) => Promise<void> = () => Promise.resolve(),
  confirm: (popup: Page, button: Locator) => Promise<void> = (_popup, button) => button.click(),
): Promise<void> {
  const [popup] = await Promise.all([window.context().waitForEvent('page'), press()]);
  const button = popup.locator('button[value="confirm"]');
  await expect(button).toBeVisible();
  await at(popup);
  // The page does not count a press in its first 700 ms.
  await popup.waitForTimeout(800);
  await popup.bringToFront();
  await popup.waitForTimeout(800);
  await confirm(popup, button);
  await popup.waitForEvent('close', { timeout: 10_000 }).catch(() => popup.close());
}

/**
 * A picture for the documents. Dates and numbers differ from run to run, so that one which is there is only replaced when
 * `MILLWRIGHT_PICTURES` asks for it; the others stay among the test results.
 */
export async function picture(window: Page, name: string): Promise<void> {
  const kept = join(pictures, `${name}.png`);
  const wanted = process.env['MILLWRIGHT_PICTURES'] !== undefined || !existsSync(kept);
  const path = wanted ? kept : test.info().outputPath(`${name}.png`);
  if (wanted) await window.evaluate(hideTemporaryFolder);
  await window.screenshot({ path, animations: 'disabled' });
}

/** A picture of the docs shows the folder that a person has, not that of a test. */
function hideTemporaryFolder(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
    text.nodeValue = (text.nodeValue ?? '').replaceAll(
      /[\w:\\/.-]*millwright-story-\w+/g,
      '~/.config/Millwright',
    );
}
