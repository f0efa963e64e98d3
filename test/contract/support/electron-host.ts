/** The real Electron host over the stand-in, with handlers that only note that they ran, or with the whole program. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createApp, type App } from '../../../main/app.ts';
import { systemClock } from '../../../main/clock.ts';
import { openStaging } from '../../../main/data/staging.ts';
import { openElectronHost, type ElectronHost } from '../../../main/hosts/electron/index.ts';
import { prepareElectron } from '../../../main/hosts/electron/prepare.ts';
import type { Program, TicketOffice } from '../../../main/hosts/ports.ts';
import { register } from '../../../main/ipc/dispatcher.ts';
import { preloadFile } from '../../../main/program.ts';
import { contract, type Millwright } from '../../../preload/contract/index.ts';
import type { MillwrightEvent } from '../../../preload/contract/events.ts';
import { apiOver } from '../../../preload/api.ts';
import { electronBridge, openElectronLine } from '../../../preload/electron-window.ts';
import type { WindowHost } from '../../../preload/contract/host.ts';
import { resetElectron, standIn } from '../../support/electron-stand-in.ts';
import type { Mutant } from '../../support/electron/state.ts';
import type { StandInWindow } from '../../support/electron/window.ts';
import type { Spine } from '../../support/spine.ts';
import { fakeHandlers, type Ran } from './fake-handlers.ts';

/** What a page in the window has. */
export interface ElectronPage extends WindowHost {
  window: StandInWindow;
  millwright: Millwright;
  events: MillwrightEvent[];
}

/** Connects as renderer/main.ts does. */
export function pageOf(window: StandInWindow | undefined): ElectronPage {
  const bridge = window && electronBridge(window.contents.world);
  if (!bridge) throw new Error('the page has no window.millwright');
  const line = openElectronLine(bridge);
  const millwright = apiOver(line);
  const events: MillwrightEvent[] = [];
  millwright.onEvent((event) => events.push(event));
  const { onConnection, uploadStaged } = line;
  return { window, events, millwright, onConnection, uploadStaged };
}

const voice = () => ({ language: 'en' as const, timeZone: 'UTC' });

async function builtWindow(dir: string): Promise<string> {
  const windowDir = join(dir, 'window');
  await mkdir(join(windowDir, 'assets'), { recursive: true });
  await writeFile(join(windowDir, 'index.html'), '<!doctype html><title>Millwright</title>');
  await writeFile(join(windowDir, 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(dir, 'settings.json'), 'a secret of the state folder');
  return windowDir;
}

async function open(dir: string, now: () => number, faults: unknown[]): Promise<ElectronHost> {
  prepareElectron();
  return openElectronHost({
    windowDir: await builtWindow(dir),
    preloads: { window: preloadFile('electron'), confirm: preloadFile('confirm') },
    now,
    voice,
    onFault: (error) => faults.push(error),
  });
}

export interface ElectronTest {
  host: ElectronHost;
  dir: string;
  clock: { now: number };
  ran: Ran[];
  issued: Parameters<TicketOffice['issue']>[0][];
  faults: unknown[];
  program: Program;
  window: StandInWindow;
  page: ElectronPage;
  close(): Promise<void>;
}

/** The host as it is, or as the mutant would have it. */
export async function openElectron(
  answers: Parameters<typeof fakeHandlers>[0] = {},
  mutant: Mutant = {},
): Promise<ElectronTest> {
  resetElectron(mutant);
  const dir = await mkdtemp(join(tmpdir(), 'millwright-electron-'));
  const clock = { now: Date.parse('2026-11-20T14:02:00Z') };
  const faults: unknown[] = [];
  const host = await open(dir, () => clock.now, faults);
  const issued: ElectronTest['issued'] = [];
  const tickets: TicketOffice = { issue: (bound) => `ticket-${issued.push(bound)}` };
  const { handlers, ran } = fakeHandlers(answers);
  const program = {
    dispatcher: register(contract, handlers),
    staging: openStaging(dir),
    tickets,
  };
  host.serve(program);
  await host.open();
  const window = standIn.windows()[0] as StandInWindow;
  return {
    host,
    dir,
    clock,
    ran,
    issued,
    faults,
    program,
    window,
    // A mutant may have taken the page's bridge away.
    get page() {
      return pageOf(window);
    },
    async close() {
      host.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface WholeElectron {
  app: App;
  host: ElectronHost;
  page: ElectronPage;
  faults: unknown[];
  close(): Promise<void>;
}

/** The whole program over the host, on the spine's account. */
export async function openWholeElectron(spine: Spine): Promise<WholeElectron> {
  resetElectron();
  const faults: unknown[] = [];
  const dir = await mkdtemp(join(tmpdir(), 'millwright-electron-'));
  const host = await open(dir, () => spine.clock.now(), faults);
  const app = await createApp({
    stateDir: spine.stateDir,
    env: spine.env,
    host,
    clock: spine.clock,
    // A page that looks on would make hours pass in the account.
    watchClock: systemClock,
    onVoice: () => undefined,
    onAppearance: (appearance) => host.setAppearance(appearance),
    onFault: (where, error) => faults.push(where, error),
  });
  host.serve(app);
  await host.open();
  return {
    app,
    host,
    page: pageOf(standIn.windows()[0]),
    faults,
    async close() {
      host.close();
      await app.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The confirmation window that stands open. */
export const confirmation = (): Promise<StandInWindow> =>
  vi.waitUntil(() =>
    standIn
      .windows()
      .find(({ contents, shown }) => contents.frame.url.startsWith('millwright://confirm/') && shown > 0),
  );
