/**
 * The Electron host: the program in windows of its own. Pages are sandboxed and closed to everything but the contract's
 * channels; consent is asked in a window that they cannot reach. It holds no feature.
 */
import { app, BrowserWindow, ipcMain, nativeTheme, session } from 'electron';
import type { Settings } from '../../../preload/contract/domains/app.ts';
import type { Message } from '../../../preload/contract/message.ts';
import { confirmOrigin, windowOrigin } from '../../../preload/electron-wire.ts';
import { readBuiltWindow } from '../built-window.ts';
import type { Voice } from '../confirm-page.ts';
import type { HostPorts, Program } from '../ports.ts';
import { closeSession } from './closed.ts';
import { openConsents } from './consents.ts';
import { openDialogs } from './dialogs.ts';
import { openIpc } from './ipc.ts';
import { loadMainWindow, newMainWindow } from './main-window.ts';
import { setMenu } from './menu.ts';
import { openOutside } from './outside.ts';
import { openSystemNotices } from './system-notices.ts';
import { openTray } from './tray.ts';
import { serveWindow } from './protocol.ts';
import { openWindows } from './windows.ts';

export interface ElectronOptions {
  /** Folder of the built window. */
  windowDir: string;
  /** Built preloads of the window and of the confirmation window. */
  preloads: { window: string; confirm: string };
  now?: () => number;
  voice: () => Voice;
  onFault?: (error: unknown) => void;
}

export interface ElectronHost extends HostPorts {
  /** Starts to answer. */
  serve(program: Program): void;
  /** Opens the window, or brings it to the front, at its page for the route if one is given. */
  open(route?: string): Promise<void>;
  /** Menu and tray in the language of `voice()`. */
  speak(): void;
  setAppearance(appearance: Settings['appearance']): void;
  /** Whether the person wants to end though this is still being done; true when nothing is. */
  mayQuit(running: Message[]): Promise<boolean>;
  close(): void;
}

/** Needs a ready app whose scheme was registered before. */
export async function openElectronHost(options: ElectronOptions): Promise<ElectronHost> {
  const { preloads, voice, now = Date.now, onFault = () => undefined } = options;
  const { isPackaged } = app;
  // The window's session is kept for the compiled code of the program's own files, without which a start takes twice as
  // long; of what a page itself could keep, nothing outlives the program.
  const sessions = {
    window: session.fromPartition('persist:window', { cache: false }),
    confirm: session.fromPartition('confirm'),
  };
  const emptied = sessions.window.clearStorageData();
  closeSession(sessions.window, windowOrigin, isPackaged);
  closeSession(sessions.confirm, confirmOrigin, isPackaged);
  serveWindow(sessions.window, await readBuiltWindow(options.windowDir));

  let program: Program | undefined;
  const ready = (): Program => {
    if (program === undefined) throw new Error('The host answered before the program was put together.');
    return program;
  };
  const windows = openWindows({
    onPage: (id) => ready().dispatcher.openWindow(id),
    onGone: (id) => ready().dispatcher.closeWindow(id),
  });
  const front = (): BrowserWindow | undefined => windows.all()[0]?.window;
  const consents = openConsents({
    ipcMain,
    session: sessions.confirm,
    preload: preloads.confirm,
    isPackaged,
    now,
    windows,
    tickets: () => ready().tickets,
  });
  const dialogs = openDialogs(voice);
  let stop = (): void => undefined;

  const open = async (route?: string): Promise<void> => {
    const there = front();
    if (there !== undefined) {
      if (there.isMinimized()) there.restore();
      there.show();
      there.focus();
      if (route !== undefined) await loadMainWindow(there, route);
      return;
    }
    const window = newMainWindow({
      session: sessions.window,
      preload: preloads.window,
      isPackaged,
      now,
      openAgain: (open) => dialogs.openAgain(open),
      onQuit: () => app.quit(),
    });
    windows.add(window);
    await emptied;
    await loadMainWindow(window, route);
  };
  const show = (route?: string): void => void open(route).catch(onFault);
  const tray = openTray({ voice, now, show, quit: () => app.quit() });
  const isLookedAt = (): boolean => BrowserWindow.getFocusedWindow() !== null;
  const system = openSystemNotices({ voice, now, isLookedAt, show });

  return {
    kind: 'electron',
    notices: { glance: (glance) => tray.glance(glance), tell: (notice) => system.tell(notice) },
    outside: openOutside(front),
    consent: consents,
    windows,
    serve(given) {
      program = given;
      stop = openIpc({ ipcMain, windows, program, onFault });
    },
    open,
    speak() {
      setMenu(app, voice());
      tray.speak();
    },
    setAppearance: (appearance) => void (nativeTheme.themeSource = appearance),
    mayQuit: async (running) => running.length === 0 || (await dialogs.mayQuit(front(), running)),
    close() {
      stop();
      tray.close();
      system.close();
      consents.close();
      for (const { window } of windows.all()) window.destroy();
    },
  };
}
