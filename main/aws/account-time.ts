/** Time in the account, as AWS's answers tell it, and the repeats that it may still cost: both outlive a sign-in. */
import type { Clock } from '../clock.ts';
import { type Budget, openBudget } from './repeat.ts';

export interface AccountTime {
  /** ms to add to this computer's clock. */
  offsetMs(): number;
  /** The same for signing: the SDK signs with this computer's own clock, whatever clock the program was given. */
  signingOffsetMs(): number;
  /** Time in the account, ms since 1970. */
  now(): number;
  /** Takes the `Date` of an answer, ms since 1970; true when it showed that signatures were made for another time. */
  learn(date: number): boolean;
}

export interface AccountMemory {
  time: AccountTime;
  budget: Budget;
}

/** Services refuse what was signed five minutes away, S3 fifteen (docs/aws.md, "Time"). */
const refusedMs = 4 * 60_000;

export function openMemory(clock: Clock, onOffset?: (offsetMs: number) => void): AccountMemory {
  let offset = 0;
  let signing = 0;
  return {
    time: {
      offsetMs: () => offset,
      signingOffsetMs: () => signing,
      now: () => clock.now() + offset,
      learn(date) {
        const before = { offset, signing };
        signing = better(signing, date - Date.now());
        offset = better(offset, date - clock.now());
        if (offset !== before.offset) onOffset?.(offset);
        return Math.abs(signing - before.signing) >= refusedMs;
      },
    },
    budget: openBudget(() => clock.now()),
  };
}

/** AWS gives whole seconds, and the answer was under way: what that explains is no difference. */
function better(known: number, seen: number): number {
  const measured = Math.abs(seen + 500) < 2_000 ? 0 : seen + 500;
  return Math.abs(measured - known) < 2_000 ? known : measured;
}
