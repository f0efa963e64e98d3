/**
 * `window.millwright` over any line to main: named functions of the contract only; every call has a request id, can be
 * cancelled, has a time limit, and answers a Result. Nothing throws and no channel name is free text.
 */
import { contract, type Millwright } from './contract/index.ts';
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';
import type { CallOptions, Domain, Method } from './contract/method.ts';
import { failed } from './failed.ts';

export interface ApiCall {
  id: string;
  channel: string;
  method: Method;
  input: unknown;
  answer: (result: Result<unknown>) => void;
}

/** What a host's line does with calls. */
export interface CallLine {
  /** Throws `TypeError` for an input that is no JSON: nothing that main could have accepted. */
  call(call: ApiCall): void;
  cancel(id: string): void;
  /** The call was answered, or nobody waits for it any more. */
  forget(id: string): void;
}

/** Beyond the time that main gives the method: then the line is at fault. */
const answerGraceMs = 5_000;

function caller(line: CallLine, channel: string, method: Method) {
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
        line.call({ id, channel, method, input, answer: end });
      } catch {
        // A cycle or a BigInt.
        end(failed('call.invalid'));
      }
    });
  };
}

/** Builds the window's side of the contract; `hear` is given every event of main. */
export function apiOver(
  line: CallLine,
  hear: (listener: (event: MillwrightEvent) => void) => void,
): Millwright {
  const listeners = new Set<(event: MillwrightEvent) => void>();
  hear((event) => {
    for (const listener of listeners) listener(event);
  });
  const domains = Object.entries<Domain>(contract).map(([domain, methods]) => [
    domain,
    Object.freeze(
      Object.fromEntries(
        Object.entries(methods).map(([name, method]) => [name, caller(line, `${domain}.${name}`, method)]),
      ),
    ),
  ]);
  const onEvent: Millwright['onEvent'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return Object.freeze({ ...Object.fromEntries(domains), onEvent }) as Millwright;
}
