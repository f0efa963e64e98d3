/** Entry of the desktop program. Options: --state DIR, --sandbox-speed X, --sandbox-pace X. */
import { app, dialog, powerMonitor } from 'electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { say } from '../words/index.ts';
import { createApp } from './app.ts';
import { AppFailure, failure } from './failure.ts';
import { reportFault } from './fault-report.ts';
import { computersTimeZone } from './hosts/app-handlers.ts';
import type { Voice } from './hosts/confirm-page.ts';
import { openElectronHost } from './hosts/electron/index.ts';
import { prepareElectron } from './hosts/electron/prepare.ts';
import { preloadFile, windowDir } from './program.ts';
import { diskFailure } from './storage/disk.ts';
import { stateDirOf } from './storage/state-dir.ts';

let voice: Voice = {
  language: 'en',
  // Asked for when something is said: the first answer takes as long as a tenth of a start.
  get timeZone() {
    return computersTimeZone();
  },
};

/** Chromium's own switches and addresses of links may stand among the arguments; they mean nothing here. */
function wishes() {
  const { values } = parseArgs({
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    strict: false,
    options: {
      state: { type: 'string' },
      'sandbox-speed': { type: 'string' },
      'sandbox-pace': { type: 'string' },
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = Number(text(name));
    return value >= 0 ? value : undefined;
  };
  const [speed, pace] = [number('sandbox-speed'), number('sandbox-pace')];
  return {
    stateDir: stateDirOf(text('state')),
    sandbox: { ...(speed !== undefined && { speed }), ...(pace !== undefined && { pace }) },
  };
}

function sayFailure(error: unknown): void {
  if (!(error instanceof AppFailure)) reportFault('the start', error);
  const { says, mend } = (error instanceof AppFailure ? error : failure('internal')).error;
  const options = { timeZone: voice.timeZone, now: Date.now() };
  dialog.showErrorBox(say(voice.language, says, options), say(voice.language, mend, options));
}

async function main(): Promise<void> {
  const { stateDir, sandbox } = wishes();
  await app.whenReady();
  const host = await openElectronHost({
    windowDir,
    preloads: { window: preloadFile('electron'), confirm: preloadFile('confirm') },
    voice: () => voice,
    onFault: (error) => reportFault('the host', error),
  });
  const program = await createApp({
    stateDir,
    env: process.env,
    host,
    sandbox,
    onVoice(next) {
      voice = next;
      host.speak();
    },
    onAppearance: (appearance) => host.setAppearance(appearance),
    onFault: reportFault,
  });
  host.serve(program);

  let state: 'running' | 'asking' | 'ending' = 'running';
  const end = async (): Promise<void> => {
    state = 'ending';
    host.close();
    await program.close();
    app.exit(0);
  };
  const quit = async (ask: boolean): Promise<void> => {
    if (state !== 'running') return;
    state = 'asking';
    if (!ask || (await host.mayQuit(await program.running()))) await end();
    else state = 'running';
  };
  const begin = (ask: boolean): void =>
    void quit(ask).catch((error: unknown) => {
      reportFault('the end', error);
      app.exit(1);
    });
  app.on('before-quit', (event) => {
    event.preventDefault();
    begin(true);
  });
  // The system goes down or a terminal asks: there is nobody to answer a question.
  powerMonitor.on('shutdown', () => begin(false));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => begin(false));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => void host.open());
  // A second start is this one, whatever its arguments say.
  app.on('second-instance', () => void host.open());

  const opening = host.open();
  program.remember();
  await opening;
  await program.recover().catch((error: unknown) => reportFault('recovery', error));
}

/** Of a start that is the only one for its state folder. */
function start(): void {
  const { stateDir } = wishes();
  // The lock of single instances lies here, so that another state folder is another program.
  const own = join(stateDir, 'electron');
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw diskFailure(error, stateDir);
  }
  app.setPath('userData', own);
  if (app.requestSingleInstanceLock()) main().catch(fail);
  else app.quit();
}

function fail(error: unknown): void {
  sayFailure(error);
  app.exit(1);
}

prepareElectron();
try {
  start();
} catch (error) {
  fail(error);
}
