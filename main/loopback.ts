/** Entry of the program in an installed browser. `npm start` runs it; options: --port N, --state DIR, --browser FILE. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { say } from '../words/index.ts';
import { createApp } from './app.ts';
import { AppFailure } from './failure.ts';
import { reportFault } from './fault-report.ts';
import { computersTimeZone } from './hosts/app-handlers.ts';
import type { Voice } from './hosts/confirm-page.ts';
import { openLoopbackHost } from './hosts/loopback/index.ts';
import { openBrowser } from './hosts/loopback/open-browser.ts';
import { announce, linkOfRunning, withdraw } from './hosts/loopback/running.ts';
import { windowDir } from './program.ts';
import { makeFolder } from './storage/disk.ts';
import { stateDirOf } from './storage/state-dir.ts';

class WrongOption extends Error {}

let voice: Voice = {
  language: 'en',
  get timeZone() {
    return computersTimeZone();
  },
};

function given() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        state: { type: 'string' },
        browser: { type: 'string' },
        'sandbox-speed': { type: 'string' },
        'sandbox-pace': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new WrongOption((error as Error).message);
  }
}

function wishes() {
  const values = given();
  const number = (name: 'port' | 'sandbox-speed' | 'sandbox-pace'): number | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (value.trim() === '' || !(Number(value) >= 0))
      throw new WrongOption(`--${name} takes a number, not "${value}".`);
    return Number(value);
  };
  if (values.state === '') throw new WrongOption('--state takes a folder.');
  const [speed, pace] = [number('sandbox-speed'), number('sandbox-pace')];
  return {
    port: number('port') ?? 0,
    stateDir: stateDirOf(values.state),
    browser: values.browser,
    sandbox: { ...(speed !== undefined && { speed }), ...(pace !== undefined && { pace }) },
  };
}

async function show(link: string, browser: string | undefined): Promise<void> {
  console.log(`Millwright is ready: ${link}`);
  if (browser !== undefined && !(await openBrowser(browser, link)))
    console.log('The browser could not be started: open the address above in a browser of your own.');
}

async function main(): Promise<void> {
  const { port, stateDir, browser, sandbox } = wishes();
  await makeFolder(stateDir);
  const running = await linkOfRunning(stateDir);
  if (running !== undefined) {
    await show(running, browser);
    return;
  }
  const host = await openLoopbackHost({
    windowDir,
    port,
    voice: () => voice,
    onFault: (error) => reportFault('the host', error),
  });
  const app = await createApp({
    stateDir,
    env: process.env,
    host,
    sandbox,
    onVoice: (next) => (voice = next),
    onFault: reportFault,
  });
  host.serve(app);

  // Enter asks for a fresh link; the program does not end with its terminal's input.
  const lines = createInterface({ input: process.stdin }).on(
    'line',
    () => void show(host.newLink(), undefined),
  );
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    lines.close();
    await withdraw(stateDir);
    await host.close();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      ending ??= end().catch((error: unknown) => {
        reportFault('the end', error);
        process.exit(1);
      });
    });
  await announce(stateDir, host.port, host.ownerSecret);
  await show(host.newLink(), browser);
  app.remember();
  await app.recover().catch((error: unknown) => reportFault('recovery', error));
}

main().catch((error: unknown) => {
  if (error instanceof AppFailure) {
    const options = { timeZone: voice.timeZone, now: Date.now() };
    const { says, mend } = error.error;
    console.error(`${say(voice.language, says, options)} ${say(voice.language, mend, options)}`);
    process.exit(1);
  }
  if (error instanceof WrongOption) console.error(error.message);
  else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    console.error('That port is taken by another program: choose another with --port, or leave it out.');
  else reportFault('the start', error);
  process.exit(error instanceof WrongOption ? 2 : 1);
});
