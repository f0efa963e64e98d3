/** "Not found" is no proof: what was just made is not seen everywhere at once. Two looks, some seconds apart, are. */
import type { Clock } from '../clock.ts';
import { limits } from './limits.ts';

/** The most that the time between two looks counts: a clock that is set meanwhile proves nothing. */
const roundMs = 60_000;

/** Told of each look in turn; true as soon as nothing was there in all looks of the last `forMs`. */
export function absence(clock: Clock, forMs: number = limits.doubt): (found: boolean) => boolean {
  let last: number | undefined;
  let gone = 0;
  return (found) => {
    const now = clock.now();
    const passed = Math.min(Math.max(0, now - (last ?? now)), roundMs);
    gone = found ? 0 : gone + passed;
    last = found ? undefined : now;
    return !found && gone >= forMs;
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
