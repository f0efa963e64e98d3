import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPage, openBrowser, threadTime } from '../support/browser.ts';
import { openAccount } from '../support/accounts.ts';
import { NotHere, type Bench } from '../support/reading.ts';
import { startBuilt } from '../support/started.ts';

/** ns that all threads of a process were on a processor (https://docs.kernel.org/scheduler/sched-stats.html). */
async function worked(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map(async (id) =>
      Number((await readFile(`/proc/${pid}/task/${id}/schedstat`, 'utf8')).split(' ')[0]),
    ),
  );
  return times.reduce((sum, ns) => sum + ns, 0);
}

/** Nobody does anything; the account is a process of its own and is not counted. */
export const idle: Bench = {
  name: 'idle',
  title: 'Idle',
  async run({ quick }) {
    if (!existsSync('/proc/self/schedstat'))
      throw new NotHere('the time of a process is read from Linux’s /proc');
    const browser = await openBrowser();
    if (browser === null) throw new NotHere('no browser was found');
    const account = await openAccount({ notebooks: 20 });
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-idle-'));
    const program = await startBuilt(stateDir, { env: account.env });
    try {
      const page = await newPage(browser);
      await page.addInitScript(() => {
        let hidden = false;
        Object.defineProperty(document, 'hidden', { get: () => hidden });
        Object.assign(window, {
          hide() {
            hidden = true;
            document.dispatchEvent(new Event('visibilitychange'));
          },
        });
      });
      await page.goto(program.link);
      await page.evaluate(() => void (location.hash = '#/notebooks'));
      await page.locator('[role=row][data-index="0"]').waitFor({ timeout: 30_000 });
      await page.waitForTimeout(10_000);
      const seconds = quick ? 15 : 60;
      const { worked: inPage } = await threadTime(page);
      const share = async () => {
        const [main, window, from] = [await worked(program.pid), await inPage(), performance.now()];
        await account.counts();
        await page.waitForTimeout(seconds * 1000);
        const ms = performance.now() - from;
        return {
          main: ((await worked(program.pid)) - main) / 1e6 / ms,
          window: ((await inPage()) - window) / ms,
          requests: Object.values(await account.counts()).reduce((sum, n) => sum + n, 0) / (ms / 60_000),
        };
      };
      const seen = await share();
      await page.evaluate(() => (window as unknown as { hide: () => void }).hide());
      await page.waitForTimeout(1_000);
      const hidden = await share();
      return [
        { what: 'processor for the program, hidden', value: hidden.main * 100, unit: '%', goal: 0.5 },
        { what: 'processor for the window, hidden', value: hidden.window * 100, unit: '%', goal: 0.5 },
        { what: 'requests a minute, hidden', value: hidden.requests, unit: '', goal: 1 },
        { what: 'processor for the program, list on screen', value: seen.main * 100, unit: '%', goal: 0.5 },
        { what: 'processor for the window, list on screen', value: seen.window * 100, unit: '%' },
        { what: 'requests a second, list on screen', value: seen.requests / 60, unit: '', goal: 0.5 },
      ];
    } finally {
      await browser.close();
      await program.stop();
      await account.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};
