/**
 * Builds `window.millwright` over one WebSocket to the loopback host. Named functions of the contract only; every call has
 * a request id, can be cancelled, has a time limit, and answers a Result: nothing throws and no channel name is free text.
 */
import { contract, type Millwright } from './contract/index.ts';
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';
import type { WindowHost } from './contract/host.ts';
import type { CallOptions, Domain, Method } from './contract/method.ts';
import { failed } from './failed.ts';
import { openSocket, type Socket } from './loopback-socket.ts';
import { exchangeCode } from './loopback-session.ts';
import type { FromWindow } from './loopback-wire.ts';
import { uploadStaged } from './loopback-upload.ts';

/** What the loopback host's window has. */
export interface LoopbackHost extends WindowHost {
  millwright: Millwright;
}

const answerGraceMs = 5_000;

function caller(socket: Socket, channel: string, method: Method) {
  return (input: unknown, options: CallOptions = {}): Promise<Result<unknown>> => {
    const { signal } = options;
    if (signal?.aborted === true) return Promise.resolve(failed('call.cancelled'));
    return new Promise((resolve) => {
      const id = crypto.randomUUID();
      const end = (result: Result<unknown>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        socket.forget(id);
        resolve(result);
      };
      const cancel = (): void => {
        if (!method.cancellable) return;
        socket.cancel(id);
        end(failed('call.cancelled'));
      };
      const timer = setTimeout(() => end(failed('call.timedOut')), method.timeoutMs + answerGraceMs);
      signal?.addEventListener('abort', cancel, { once: true });
      let message: string;
      try {
        message = JSON.stringify({ type: 'call', id, channel, input } satisfies FromWindow);
      } catch {
        // A cycle or a BigInt: no JSON, so nothing that main could have accepted.
        end(failed('call.invalid'));
        return;
      }
      socket.call(id, { message, repeatable: method.effect === 'read', answer: end });
    });
  };
}

/**
 * Connects this page to main. Takes the one-time code out of the address (or the token of this tab after a reload) and
 * answers at once; calls wait until the line is up. With neither code nor token the state is `signedOut`.
 */
export function connectLoopback(): LoopbackHost {
  const listeners = new Set<(event: MillwrightEvent) => void>();
  const socket = openSocket(exchangeCode(), (event) => {
    for (const listener of listeners) listener(event);
  });
  const domains = Object.entries<Domain>(contract).map(([domain, methods]) => [
    domain,
    Object.freeze(
      Object.fromEntries(
        Object.entries(methods).map(([name, method]) => [name, caller(socket, `${domain}.${name}`, method)]),
      ),
    ),
  ]);
  const onEvent: Millwright['onEvent'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    millwright: Object.freeze({ ...Object.fromEntries(domains), onEvent }) as Millwright,
    onConnection: socket.onConnection,
    uploadStaged,
  };
}
