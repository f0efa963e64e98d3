/** The line of Electron's window, over what its preload put into the page. */
import type { WindowHost } from './contract/host.ts';
import type { ElectronBridge } from './electron-wire.ts';
import { failed } from './failed.ts';
import { eventsToTell, type Line } from './line.ts';

/** The bridge, where there is one: then this page is Electron's window. */
export function electronBridge(place: object): ElectronBridge | null {
  return 'millwright' in place ? (place.millwright as ElectronBridge) : null;
}

function uploadOver(bridge: ElectronBridge): WindowHost['uploadStaged'] {
  return async (stageId, index, file, { signal, onProgress } = {}) => {
    if (signal?.aborted === true) return failed('call.cancelled');
    if (!(file instanceof File)) return failed('file.unreadable');
    const id = crypto.randomUUID();
    const cancel = (): void => bridge.cancel(id);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await bridge.stage(id, { stageId, index }, file, (bytes) => onProgress?.(bytes));
    } catch {
      // Main is gone in the middle: the program ends.
      return failed('network.lost');
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  };
}

/** Connects this page to main, which is there as long as the window is. */
export function openElectronLine(bridge: ElectronBridge): Line {
  const { tell, onEvent } = eventsToTell();
  bridge.onEvent(tell);
  return {
    call({ id, channel, input, answer }) {
      const [domain = '', name = ''] = channel.split('.');
      const send = bridge.calls[domain]?.[name];
      // `undefined` is no JSON; no schema accepts null either.
      const text = (JSON.stringify(input) as string | undefined) ?? 'null';
      if (send === undefined) answer(failed('call.unknown'));
      else void send(id, text).then(answer, () => answer(failed('network.lost')));
    },
    cancel: (id) => bridge.cancel(id),
    forget: () => undefined,
    onEvent,
    onConnection(listener) {
      listener('open');
      return () => undefined;
    },
    uploadStaged: uploadOver(bridge),
  };
}
