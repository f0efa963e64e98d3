/** The line of a window in a browser: one WebSocket to the loopback host. */
import { eventsToTell, type Line } from './line.ts';
import { openSocket } from './loopback-socket.ts';
import { exchangeCode } from './loopback-session.ts';
import type { FromWindow } from './loopback-wire.ts';
import { uploadStaged } from './loopback-upload.ts';

/**
 * Connects this page to main. Takes the one-time code out of the address (or the token of this tab after a reload) and
 * answers at once; calls wait until the line is up. With neither code nor token the state is `signedOut`.
 */
export function openLoopback(): Line {
  const { tell, onEvent } = eventsToTell();
  const socket = openSocket(exchangeCode(), tell);
  return {
    call({ id, channel, input, repeatable, answer }) {
      const message = JSON.stringify({ type: 'call', id, channel, input } satisfies FromWindow);
      socket.call(id, { message, repeatable, answer });
    },
    cancel: (id) => socket.cancel(id),
    forget: (id) => socket.forget(id),
    onEvent,
    onConnection: socket.onConnection,
    uploadStaged,
  };
}
