/**
 * The only code with a way to main in Electron's window. Puts named functions of the contract into the page and nothing of
 * Electron itself: no channel names, no events with a sender, no paths of files.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.ts';
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';
import { wire, type ElectronBridge } from './electron-wire.ts';

const calls = Object.fromEntries(
  Object.entries(channels).map(([domain, methods]) => [
    domain,
    Object.fromEntries(
      Object.keys(methods).map((name) => [
        name,
        (id: string, text: string) =>
          ipcRenderer.invoke(`${domain}.${name}`, id, text) as Promise<Result<unknown>>,
      ]),
    ),
  ]),
);

const progress = new Map<string, (bytes: number) => void>();
ipcRenderer.on(wire.taken, (_event, id: string, bytes: number) => progress.get(id)?.(bytes));

const bridge: ElectronBridge = {
  calls,
  cancel: (id) => ipcRenderer.send(wire.cancel, id),
  onEvent(listener) {
    ipcRenderer.on(wire.event, (_event, event: MillwrightEvent) => listener(event));
  },
  async stage(id, place, file, onProgress) {
    progress.set(id, onProgress);
    try {
      // Empty for bytes that a script made up; main refuses that.
      const path = webUtils.getPathForFile(file);
      return (await ipcRenderer.invoke(wire.stage, id, { ...place, path })) as Result<{ sha256: string }>;
    } finally {
      progress.delete(id);
    }
  },
};

contextBridge.exposeInMainWorld('millwright', bridge);
