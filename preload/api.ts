/**
 * `window.millwright` over any line to main: named functions of the contract only; every call has a request id, can be
 * cancelled, has a time limit, and answers a Result. Nothing throws and no channel name is free text.
 */
import { channels, type Channel } from './channels.ts';
import type { Millwright } from './contract/index.ts';
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';
import type { CallOptions } from './contract/method.ts';
import { failed } from './failed.ts';
import type { CallLine, Line } from './line.ts';

/** Beyond the time that main gives the method: then the line is at fault. */
const answerGraceMs = 5_000;

function caller(line: CallLine, channel: string, method: Channel) {
  return (input: unknown, options: CallOptions = {}): Promise<Result<unknown>> => {
    const { signal } = options;
    if (signal?.aborted === true) return Promise.resolve(failed('call.cancelled'));
    return new Promise((resolve) => {
      const id = crypto.randomUUID();
      const end = (result: Result<unknown>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        line.forget(id);
        resolve(result);
      };
      const cancel = (): void => {
        if (!method.cancellable) return;
        line.cancel(id);
        end(failed('call.cancelled'));
      };
      const timer = setTimeout(() => end(failed('call.timedOut')), method.timeoutMs + answerGraceMs);
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        line.call({ id, channel, input, repeatable: method.effect === 'read', answer: end });
      } catch {
        // A cycle or a BigInt.
        end(failed('call.invalid'));
      }
    });
  };
}

/** Builds the window's side of the contract; `hear` is given every event of main. */
export function apiOver(line: CallLine & Pick<Line, 'onEvent'>): Millwright {
  const listeners = new Set<(event: MillwrightEvent) => void>();
  let hears = false;
  const domains = Object.entries(channels).map(([domain, methods]) => [
    domain,
    Object.freeze(
      Object.fromEntries(
        Object.entries(methods).map(([name, method]) => [name, caller(line, `${domain}.${name}`, method)]),
      ),
    ),
  ]);
  const onEvent: Millwright['onEvent'] = (listener) => {
    listeners.add(listener);
    // The line keeps what it hears until somebody listens.
    if (!hears) line.onEvent((event) => listeners.forEach((each) => each(event)));
    hears = true;
    return () => void listeners.delete(listener);
  };
  return Object.freeze({ ...Object.fromEntries(domains), onEvent }) as Millwright;
}
