/** What only the real Electron can show: its sandbox, its protocol, its walls. Run by `npm run check:electron`. */
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { button, toReview } from '../e2e/support/walk.ts';
import type { Person } from '../e2e/support/person.ts';

const root = join(import.meta.dirname, '..', '..');

const test = base.extend<{ app: ElectronApplication; window: Page }>({
  app: async ({}, use) => {
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-electron-'));
    const executablePath = process.env['MILLWRIGHT_ELECTRON'];
    const app = await _electron.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: [join(root, 'out', 'main', 'electron.js'), '--state', stateDir, '--sandbox-pace', '60'],
    });
    await use(app);
    await app.evaluate(({ app: real }) => real.exit(0)).catch(() => undefined);
    await rm(stateDir, { recursive: true, force: true });
  },
  window: async ({ app }, use) => {
    await use(await app.firstWindow());
  },
});

test('the version that was asked for runs, sandboxed', async ({ app, window }) => {
  const asked = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: { electron: string };
  };
  expect(await app.evaluate(() => process.versions.electron)).toBe(asked.devDependencies.electron);
  expect(window.url()).toMatch(/^millwright:\/\/app\//);
  const metrics = await app.evaluate(({ app: real }) => real.getAppMetrics());
  const pages = metrics.filter(({ type }) => type === 'Tab');
  expect(pages.length).toBeGreaterThan(0);
  // Electron knows this on Windows and macOS only.
  for (const { sandboxed } of pages) if (sandboxed !== undefined) expect(sandboxed).toBe(true);
});

test('the page has the contract and nothing of Node or Electron', async ({ window }) => {
  const found = await window.evaluate(() => ({
    names: Object.keys((globalThis as unknown as { millwright: object }).millwright).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
  }));
  expect(found).toEqual({ names: ['calls', 'cancel', 'onEvent', 'stage'], node: [] });
});

test('the page can run no text, reach no network, leave no address and open no window', async ({
  app,
  window,
}) => {
  const tried = await window.evaluate(async () => {
    const outcome = async (work: () => unknown): Promise<string> => {
      try {
        await work();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    return [
      await outcome(() => (0, eval)('1')),
      await outcome(() => fetch('https://example.com/')),
      await outcome(() => fetch('file:///etc/passwd')),
      await outcome(() => fetch('millwright://confirm/confirm.css')),
      await outcome(() => (document.body.innerHTML = '<img>')),
      globalThis.open('https://example.com/') === null ? 'refused' : 'done',
      await outcome(() => navigator.mediaDevices.getUserMedia({ audio: true })),
    ];
  });
  expect(tried).toEqual(Array.from({ length: 7 }, () => 'refused'));
  await window.evaluate(() => void (location.href = 'https://example.com/'));
  await window.waitForTimeout(500);
  expect(window.url()).toMatch(/^millwright:\/\/app\//);
  expect(app.windows()).toHaveLength(1);
});

test('a person prepares the account, and confirms in a window of its own', async ({ app, window }) => {
  const click: Person['click'] = (what) => what.click();
  const person = { click, clickIfThere: click } as Person;
  await window.getByText('Prepare this account').click();
  await toReview(window, person);
  const [asking] = await Promise.all([app.waitForEvent('window'), button(window, 'Start').click()]);
  expect(asking.url()).toMatch(/^millwright:\/\/confirm\//);
  await asking.waitForTimeout(800);
  await asking.locator('button[value="confirm"]').click();
  await expect(window.getByText('It is made. This is how it stands now.')).toBeVisible({ timeout: 30_000 });
});
