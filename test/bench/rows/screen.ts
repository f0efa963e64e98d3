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
}

/** Starts the program and the browser anew and opens the window: Home, then the list, each as a window that opens there. */
async function visit({ stateDir, profile, port, account }: Start) {
  const program = await startBuilt(stateDir, { env: account.env, args: ['--port', String(port)] });
  const browser = await openProfile(profile);
  if (browser === null) throw new NotHere('no browser was found');
  try {
    const page = await browser.newPage();
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
    const start = async (profile: string) => {
      const cache = openInventoryCache(stateDir);
      await writeLook(cache, account.accountId, things);
      cache.close();
      return visit({ stateDir, profile: join(dir, profile), port, account });
    };
    try {
      // Once through the program itself, which learns which account the connection leads to.
      await visit({ stateDir, profile: join(dir, 'kept'), port, account });
      // A browser keeps compiled code after it has met it twice.
      for (let before = 0; before < 2; before += 1) await start('kept');
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
          what: 'a window that opens on the list, to its rows',
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
