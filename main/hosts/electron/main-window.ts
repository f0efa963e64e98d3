/**
 * The window: size, place and whether it was maximised are remembered, and moved to a screen that is there, by Electron
 * itself (https://www.electronjs.org/docs/latest/tutorial/window-state-persistence). A page that ends is loaded again.
 */
import { BrowserWindow, nativeTheme, type Session } from 'electron';
import { windowOrigin } from '../../../preload/electron-wire.ts';
import { closedPreferences } from './closed.ts';

/** So many ends of the page within so many ms are an accident; more are a fault that loading again does not mend. */
const mostReloads = 3;
const withinMs = 60_000;

export interface MainWindowParts {
  session: Session;
  preload: string;
  isPackaged: boolean;
  now: () => number;
  /** The page ended too often: whether to load it once more. */
  openAgain: (window: BrowserWindow) => Promise<boolean>;
  /** The person wants to end the program. */
  onQuit: () => void;
}

/** Colours of the page's ground, so that a dark window does not open white. */
const ground = () => (nativeTheme.shouldUseDarkColors ? '#0d1218' : '#f4f6f8');

export function newMainWindow(parts: MainWindowParts): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    title: 'Millwright',
    width: 1280,
    height: 840,
    minWidth: 800,
    minHeight: 560,
    show: false,
    backgroundColor: ground(),
    webPreferences: closedPreferences(parts.session, parts.preload, parts.isPackaged),
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    // Where a program ends with its window, closing it is asking to end; on macOS the program goes on without.
    if (process.platform === 'darwin') return;
    event.preventDefault();
    parts.onQuit();
  });
  let ends: number[] = [];
  const loadAgain = async (): Promise<void> => {
    ends = [...ends.filter((at) => parts.now() - at < withinMs), parts.now()];
    if (ends.length > mostReloads) {
      if (!(await parts.openAgain(window))) {
        parts.onQuit();
        return;
      }
      ends = [];
    }
    if (!window.isDestroyed()) window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void loadAgain();
  });
  return window;
}

/** Shows a page of the window by its route (`#/tasks`); where the window is open already, only what stands after `#` changes. */
export const loadMainWindow = (window: BrowserWindow, route = ''): Promise<void> =>
  window.loadURL(`${windowOrigin}/${route}`);
