/** "Not found" is no proof: what was just made is not seen everywhere at once. Two looks, some seconds apart, are. */
import type { Clock } from '../clock.ts';
import { limits } from './limits.ts';

/** Told of each look in turn; true as soon as nothing was there in all looks of the last `forMs`. */
export function absence(clock: Clock, forMs: number = limits.doubt): (found: boolean) => boolean {
  let since: number | undefined;
  return (found) => {
    if (found) {
      since = undefined;
      return false;
    }
    since ??= clock.now();
    return clock.now() - since >= forMs;
  };
}

/** Looks until something is there; undefined when nothing was for `forMs`. */
export async function surely<T>(
  look: () => Promise<T | undefined>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
  forMs: number = limits.doubt,
): Promise<T | undefined> {
  const gone = absence(clock, forMs);
  for (;;) {
    const found = await look();
    if (found !== undefined || gone(false)) return found;
    await clock.sleep(limits.doubt, signal);
  }
}
