/** Time and waiting as a port, so that tests run in virtual time. */
import { setTimeout as wait } from 'node:timers/promises';
import { failure } from './failure.ts';

export interface Clock {
  /** ms since 1970 on this computer. */
  now(): number;
  /** Resolves after `ms`; rejects with `call.cancelled` as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborted `ms` from now: the limit of one request. Left out: this computer's own timer. */
  alarm?(ms: number): AbortSignal;
}

export function throwIfCancelled(signal?: AbortSignal): void {
  if (signal?.aborted === true) throw failure('call.cancelled', {}, { cause: signal.reason });
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    throwIfCancelled(signal);
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throwIfCancelled(signal);
      throw error;
    }
  },
};
