import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInventoryCache } from '../../../main/inventory/cache.ts';
import type { Browser } from '@playwright/test';
import { newPage, openBrowser } from '../support/browser.ts';
import { openAccount, type Account } from '../support/accounts.ts';
import { writeLook } from '../support/cached-look.ts';
import { median, NotHere, type Bench } from '../support/reading.ts';
import { startBuilt } from '../support/started.ts';

const things = 20_000;

/** Opens the window of a program that was just started: Home, then the list, each as a window that opens there. */
async function visit(browser: Browser, stateDir: string, account: Account) {
  const program = await startBuilt(stateDir, { env: account.env });
  const page = await newPage(browser);
  try {
    await page.addInitScript(() => {
      const drawn = '.mw-home, [role=row][data-index="0"]';
      const look = () => {
        if (document.querySelector(drawn) === null) requestAnimationFrame(look);
        // The next frame shows it.
        else requestAnimationFrame(() => Object.assign(window, { drawnAt: performance.now() }));
      };
      requestAnimationFrame(look);
    });
    const drawn = async () => {
      await page.waitForFunction(() => 'drawnAt' in window);
      return page.evaluate(() => (window as unknown as { drawnAt: number }).drawnAt);
    };
    await account.counts();
    await page.goto(program.link);
    const home = await drawn();
    const counts = await account.counts();
    const asked = Object.values(counts).reduce((sum, n) => sum + n, 0);
    await page.evaluate(() => void (location.hash = '#/notebooks'));
    await page.reload();
    return { home, list: await drawn(), asked };
  } finally {
    await page.context().close();
    await program.stop();
  }
}

/** A start with everything known from the last time: when the first rows are drawn, and what AWS was asked before. */
export const screen: Bench = {
  name: 'screen',
  title: `First screen from the cache, ${things.toLocaleString('en')} things known`,
  async run({ quick }) {
    const browser = await openBrowser();
    if (browser === null) throw new NotHere('no browser was found');
    // One thing exists: what is drawn at first can only come from the cache.
    const account = await openAccount({ notebooks: 1 });
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-screen-'));
    try {
      // Once through the program itself, which learns which account the connection leads to.
      await visit(browser, stateDir, account);
      const [home, list, asked]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < (quick ? 2 : 7); round += 1) {
        const cache = openInventoryCache(stateDir);
        await writeLook(cache, account.accountId, things);
        cache.close();
        const seen = await visit(browser, stateDir, account);
        home.push(seen.home);
        list.push(seen.list);
        asked.push(seen.asked);
      }
      return [
        {
          what: 'from the opening of the window to Home with its figures',
          value: median(home),
          unit: 'ms',
          goal: 300,
        },
        { what: 'a window that opens on the list, to its rows', value: median(list), unit: 'ms', goal: 300 },
        {
          what: 'requests that AWS had answered until Home was drawn',
          value: median(asked),
          unit: '',
          goal: 0,
        },
      ];
    } finally {
      await browser.close();
      await account.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};
