/** The pages that may talk to main: the one that each of our windows shows, with a new name after every load. */
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { windowOrigin, wire } from '../../../preload/electron-wire.ts';
import type { Windows } from '../ports.ts';
import { isTopFrameAt } from './origins.ts';

export interface PageWindow {
  /** Of the page that it shows now; tickets and stages belong to it. */
  readonly id: string;
  readonly window: BrowserWindow;
}

export interface WindowRegistry extends Windows {
  add(window: BrowserWindow): void;
  /** The page behind a message from a window's top frame at our own address; undefined for every other sender. */
  senderOf(event: IpcMainEvent | IpcMainInvokeEvent): PageWindow | undefined;
  find(id: string): PageWindow | undefined;
  all(): PageWindow[];
}

export interface WindowLife {
  onPage: (id: string) => void;
  onGone: (id: string) => void;
}

export function openWindows({ onPage, onGone }: WindowLife): WindowRegistry {
  const windows = new Map<number, { id: string; window: BrowserWindow }>();
  let count = 0;
  const nextId = (): string => {
    count += 1;
    return `e${count}`;
  };
  const all = () => [...windows.values()].filter(({ window }) => !window.isDestroyed());
  const send = ({ window }: PageWindow, event: unknown): void => window.webContents.send(wire.event, event);

  return {
    add(window) {
      const { webContents } = window;
      const key = webContents.id;
      const entry = { id: nextId(), window };
      windows.set(key, entry);
      onPage(entry.id);
      let fresh = true;
      webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (!isMainFrame || isSameDocument) return;
        // A page that is loaded again knows nothing of what the one before was promised.
        if (!fresh) {
          onGone(entry.id);
          entry.id = nextId();
          onPage(entry.id);
        }
        fresh = false;
      });
      window.once('closed', () => {
        windows.delete(key);
        onGone(entry.id);
      });
    },
    senderOf({ sender, senderFrame }) {
      const entry = windows.get(sender.id);
      if (entry === undefined || entry.window.webContents !== sender) return undefined;
      return isTopFrameAt(senderFrame, sender, windowOrigin) ? { ...entry } : undefined;
    },
    find: (id) => all().find((entry) => entry.id === id),
    all,
    broadcast(event) {
      for (const entry of all()) send(entry, event);
    },
    send(windowId, event) {
      const entry = all().find(({ id }) => id === windowId);
      if (entry !== undefined) send(entry, event);
      return entry !== undefined;
    },
  };
}
