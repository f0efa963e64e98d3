import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInventoryCache } from '../../../main/inventory/cache.ts';
import { freePort } from '../../support/free-port.ts';
import { openAccount, type Account } from '../support/accounts.ts';
import { openProfile } from '../support/browser.ts';
import { writeLook } from '../support/cached-look.ts';
import { median, NotHere, type Bench } from '../support/reading.ts';
import { startBuilt } from '../support/started.ts';

const things = 20_000;

interface Start {
  stateDir: string;
  /** What the browser kept of earlier starts; an empty folder: it never opened the program. */
  profile: string;
  /** The same at each start, as the window's address in Electron is: what a browser keeps, it keeps by address. */
  port: number;
  account: Account;
  /** How long the window stays open. */
  stayMs: number;
}

/** Starts the program and the browser anew and opens the window on Home; then loads it again on the list. */
async function visit({ stateDir, profile, port, account, stayMs }: Start) {
  const program = await startBuilt(stateDir, { env: account.env, args: ['--port', String(port)] });
  const browser = await openProfile(profile);
  if (browser === null) throw new NotHere('no browser was found');
  try {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      const drawn = '.mw-home, [role=row][data-index="0"]';
      const look = () => {
        if (document.querySelector(drawn) === null) {
          requestAnimationFrame(look);
          return;
        }
        // The browser draws this frame right after these callbacks; what was posted comes after that.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => console.debug('drawn', performance.now());
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    });
    // Told by the page: whoever asks it puts a script of his own into it, and the page waits while that is compiled.
    const drawn = async (opened: () => Promise<unknown>) => {
      const told = page.waitForEvent('console', (message) => message.text().startsWith('drawn '));
      await opened();
      return Number((await told).text().split(' ')[1]);
    };
    // A browser that has just started is busy with itself.
    await page.waitForTimeout(1_000);
    await account.counts();
    const home = await drawn(() => page.goto(program.link, { waitUntil: 'commit' }));
    const counts = await account.counts();
    const asked = Object.values(counts).reduce((sum, n) => sum + n, 0);
    await page.evaluate(() => void (location.hash = '#/notebooks'));
    // With all its rows; then nothing of it is left to be done.
    await page.locator('[role=row][data-index="0"]').waitFor();
    await page.waitForTimeout(1_000);
    const list = await drawn(() => page.reload({ waitUntil: 'commit' }));
    await page.waitForTimeout(stayMs);
    return { home, list, asked };
  } finally {
    await browser.close();
    await program.stop();
  }
}

/** A start with everything known from the last time: when the first rows are drawn, and what AWS was asked before. */
export const screen: Bench = {
  name: 'screen',
  title: `First screen from the cache, ${things.toLocaleString('en')} things known`,
  async run({ quick }) {
    // One thing exists: what is drawn at first can only come from the cache.
    const account = await openAccount({ notebooks: 1 });
    const dir = await mkdtemp(join(tmpdir(), 'millwright-screen-'));
    const stateDir = join(dir, 'state');
    const port = await freePort();
    const start = async (profile: string, stayMs = 0) => {
      const cache = openInventoryCache(stateDir);
      await writeLook(cache, account.accountId, things);
      cache.close();
      return visit({ stateDir, profile: join(dir, profile), port, account, stayMs });
    };
    try {
      // Once through the program itself, which learns which account the connection leads to.
      await visit({ stateDir, profile: join(dir, 'kept'), port, account, stayMs: 0 });
      // A browser keeps compiled code of what it met a second time, some seconds later.
      for (let before = 0; before < 2; before += 1) await start('kept', 5_000);
      const seen: Awaited<ReturnType<typeof visit>>[] = [];
      const fresh: number[] = [];
      for (let round = 0; round < (quick ? 2 : 7); round += 1) {
        seen.push(await start('kept'));
        fresh.push((await start(`new-${round}`)).home);
      }
      return [
        {
          what: 'from the opening of the window to Home with its figures',
          value: median(seen.map(({ home }) => home)),
          unit: 'ms',
          goal: 300,
          note: 'where the program was opened before',
        },
        {
          what: 'a window that is loaded again on the list, to its rows',
          value: median(seen.map(({ list }) => list)),
          unit: 'ms',
          goal: 300,
        },
        {
          what: 'requests that AWS had answered until Home was drawn',
          value: Math.max(...seen.map(({ asked }) => asked)),
          unit: '',
          goal: 0,
        },
        {
          what: 'Home in a browser that never opened the program, which reads and compiles all of it',
          value: median(fresh),
          unit: 'ms',
        },
      ];
    } finally {
      await account.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
};
