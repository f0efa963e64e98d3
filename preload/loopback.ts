/** Builds `window.millwright` over one WebSocket to the loopback host. */
import { apiOver } from './api.ts';
import type { MillwrightEvent } from './contract/events.ts';
import type { WindowHost } from './contract/host.ts';
import type { Millwright } from './contract/index.ts';
import { openSocket } from './loopback-socket.ts';
import { exchangeCode } from './loopback-session.ts';
import type { FromWindow } from './loopback-wire.ts';
import { uploadStaged } from './loopback-upload.ts';

/** What the loopback host's window has. */
export interface LoopbackHost extends WindowHost {
  millwright: Millwright;
}

/**
 * Connects this page to main. Takes the one-time code out of the address (or the token of this tab after a reload) and
 * answers at once; calls wait until the line is up. With neither code nor token the state is `signedOut`.
 */
export function connectLoopback(): LoopbackHost {
  const hearing: ((event: MillwrightEvent) => void)[] = [];
  const socket = openSocket(exchangeCode(), (event) => {
    for (const listener of hearing) listener(event);
  });
  const millwright = apiOver(
    {
      call({ id, channel, method, input, answer }) {
        const message = JSON.stringify({ type: 'call', id, channel, input } satisfies FromWindow);
        socket.call(id, { message, repeatable: method.effect === 'read', answer });
      },
      cancel: (id) => socket.cancel(id),
      forget: (id) => socket.forget(id),
    },
    (listener) => void hearing.push(listener),
  );
  return { millwright, onConnection: socket.onConnection, uploadStaged };
}
