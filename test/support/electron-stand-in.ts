/**
 * Stands in for the `electron` module where its program is not: `vi.mock('electron', () => electronStandIn())`. Options and
 * handlers of the real host arrive here, pages and persons are played, and what a mutant leaves out is left out. It has
 * what the host uses and nothing else; every shape is checked against Electron's own types.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { deniable, type IpcEnd, type StandInContents, type StandInFrame } from './electron/contents.ts';
import { StandInSession } from './electron/session.ts';
import { newState, type Mutant, type StandInState } from './electron/state.ts';
import { StandInWindow } from './electron/window.ts';

let state: StandInState = newState();
const ignores = (name: string): boolean => state.mutant.ignores?.includes(name) === true;

/** What main asked of the system, and what the person answers. */
export const seen = {
  opened: [] as string[],
  boxes: [] as (Electron.MessageBoxOptions | { title: string; content: string })[],
  menu: [] as Electron.MenuItemConstructorOptions[],
  schemes: [] as Electron.CustomScheme[],
  paths: new Map<string, string>(),
  sandboxed: false,
  applicationId: '',
  ended: [] as number[],
  saveAs: undefined as string | undefined,
  saveAsked: [] as (string | undefined)[],
  press: 0,
  trays: [] as Tray[],
  notices: [] as Notification[],
  /** Whether the system shows notices. */
  notifies: true,
  /** Whether another program holds the lock. */
  locked: false,
  packaged: true,
};

class StandInApp extends EventEmitter {
  readonly name = 'millwright';
  get isPackaged(): boolean {
    return seen.packaged;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  enableSandbox(): void {
    seen.sandboxed = true;
  }
  setAppUserModelId(id: string): void {
    seen.applicationId = id;
  }
  setPath(name: string, path: string): void {
    seen.paths.set(name, path);
  }
  getPath(name: string): string {
    return seen.paths.get(name) ?? '/tmp';
  }
  requestSingleInstanceLock(): boolean {
    return !seen.locked;
  }
  quit(): void {
    const event = deniable({});
    this.emit('before-quit', event);
    if (!event.defaultPrevented) seen.ended.push(0);
  }
  exit(code = 0): void {
    seen.ended.push(code);
  }
  override on(event: string, listener: (...args: never[]) => void): this {
    return ignores(event) ? this : super.on(event, listener as (...args: unknown[]) => void);
  }
}

type Listener = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

class StandInIpcMain extends EventEmitter implements IpcEnd {
  readonly handlers = new Map<string, Listener>();
  handle(channel: string, listener: Listener): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, listener);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
  #event(contents: StandInContents, frame: StandInFrame | null): Electron.IpcMainInvokeEvent {
    const main = state.windows[0]?.contents;
    const [sender, senderFrame] =
      state.mutant.trustsSenders === true && main !== undefined ? [main, main.frame] : [contents, frame];
    return { sender, senderFrame, type: 'frame' } as unknown as Electron.IpcMainInvokeEvent;
  }
  async invoke(contents: StandInContents, frame: StandInFrame | null, channel: string, args: unknown[]) {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(this.#event(contents, frame), ...args);
  }
  send(contents: StandInContents, frame: StandInFrame | null, channel: string, args: unknown[]): void {
    this.emit(channel, this.#event(contents, frame), ...args);
  }
}

const app = new StandInApp();
const ipcMain = new StandInIpcMain();
const powerMonitor = new EventEmitter();
const nativeTheme: Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'> = {
  themeSource: 'system',
  shouldUseDarkColors: false,
};
const shell: Pick<Electron.Shell, 'openExternal'> = {
  openExternal: async (url) => void seen.opened.push(url),
};
const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'> = {
  registerSchemesAsPrivileged: (schemes) => void seen.schemes.push(...schemes),
};
const lastOf = (args: unknown[]): unknown => args.at(-1);
const dialog = {
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    seen.boxes.push(lastOf(args) as Electron.MessageBoxOptions);
    return { response: seen.press, checkboxChecked: false };
  },
  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    seen.saveAsked.push((lastOf(args) as Electron.SaveDialogOptions).defaultPath);
    return { canceled: seen.saveAs === undefined, filePath: seen.saveAs ?? '' };
  },
  showErrorBox: (title: string, content: string): void => void seen.boxes.push({ title, content }),
} satisfies Partial<Electron.Dialog>;
const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) =>
    template as unknown as Electron.Menu,
  setApplicationMenu: (menu: Electron.Menu | null) =>
    void (seen.menu = menu as unknown as Electron.MenuItemConstructorOptions[]),
} satisfies Partial<typeof Electron.Menu>;
const session = {
  fromPartition(partition: string, options?: Electron.FromPartitionOptions): Electron.Session {
    const known = state.sessions.get(partition) ?? new StandInSession(partition, state, options);
    state.sessions.set(partition, known);
    return known as unknown as Electron.Session;
  },
} satisfies Partial<typeof Electron.session>;

/** A thing in the tray. */
class Tray extends EventEmitter {
  readonly icon: string;
  toolTip = '';
  menu: Electron.MenuItemConstructorOptions[] = [];
  constructor(icon: string) {
    super();
    this.icon = icon;
    seen.trays.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = menu as unknown as Electron.MenuItemConstructorOptions[];
  }
  destroy(): void {
    seen.trays.splice(seen.trays.indexOf(this), 1);
  }
}

/** A notice of the system; it stands until the person presses or closes it. */
class Notification extends EventEmitter {
  static isSupported = (): boolean => seen.notifies;
  readonly options: Electron.NotificationConstructorOptions;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    seen.notices.push(this);
  }
  close(): void {
    seen.notices.splice(seen.notices.indexOf(this), 1);
    this.emit('close');
  }
}

class BrowserWindow extends StandInWindow {
  static getFocusedWindow(): Electron.BrowserWindow | null {
    const focused = state.windows.find(({ focused }) => focused);
    return (focused as unknown as Electron.BrowserWindow | undefined) ?? null;
  }
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super(options, state, ipcMain);
    app.emit('web-contents-created', {}, this.contents);
  }
}

/** The module as the host imports it; asking for what is not here is an error of the stand-in. */
export function electronStandIn(): object {
  const own = { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, Notification, powerMonitor };
  return { ...own, protocol, session, shell, Tray };
}

/** A fresh computer, with a host that is wrong in one way or in none. */
export function resetElectron(mutant: Mutant = {}): void {
  for (const window of [...state.windows]) window.contents.destroy();
  state = newState(mutant);
  for (const emitter of [app, ipcMain, powerMonitor]) emitter.removeAllListeners();
  ipcMain.handlers.clear();
  nativeTheme.themeSource = 'system';
  Object.assign(seen, { opened: [], boxes: [], menu: [], schemes: [], paths: new Map(), sandboxed: false });
  Object.assign(seen, {
    ended: [],
    saveAs: undefined,
    saveAsked: [],
    press: 0,
    trays: [],
    notices: [],
    notifies: true,
    locked: false,
    packaged: true,
  });
}

export const standIn = {
  app,
  ipcMain,
  powerMonitor,
  nativeTheme,
  BrowserWindow,
  state: (): StandInState => state,
  windows: (): StandInWindow[] => state.windows,
  session: (name: string): StandInSession => {
    const found = state.sessions.get(name);
    if (found === undefined) throw new Error(`no session ${name}`);
    return found;
  },
  /** A file that the person picked in the page. */
  pick(path: string, bytes: Uint8Array<ArrayBuffer>): File {
    const file = new File([bytes], path.split('/').at(-1) ?? '');
    state.picked.set(file, path);
    return file;
  },
};
