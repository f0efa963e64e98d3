/** Waiting for something in AWS: quick looks at first, slower ones later, and patience when AWS cannot be reached. */
import type { Message } from '../../preload/contract/message.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { message } from '../../preload/contract/message.ts';
import type { Clock } from '../clock.ts';
import { AppFailure, failure } from '../failure.ts';

export interface Waiting {
  clock: Clock;
  signal: AbortSignal;
  /** Said while AWS cannot be asked; undefined again when it answers. */
  onTrouble(trouble: Message | undefined): void;
}

/** Troubles that pass: what runs in AWS goes on meanwhile, so the program keeps looking. */
export const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'network.unreachable',
  'network.lost',
  'network.captivePortal',
  'network.proxy',
  'connection.noEndpoint',
  'connection.expired',
  'connection.signInNeeded',
  'aws.unavailable',
  'aws.badAnswer',
  'throttled',
  'call.timedOut',
]);

/** ms from one look to the next, by ms since the waiting began. */
function pace(sinceMs: number): number {
  if (sinceMs < 10_000) return 1_000;
  if (sinceMs < 60_000) return 3_000;
  if (sinceMs < 300_000) return 5_000;
  return 10_000;
}

/** Longest time without any answer before the waiting is given up, and longest waiting at all. */
const silenceMs = 30 * 60_000;
const longestMs = 12 * 3_600_000;
/** A person who has to sign in again may be away; nothing is lost meanwhile. */
const signsInLater: readonly ErrorCode[] = ['connection.expired', 'connection.signInNeeded'];

/**
 * Looks until `look` answers something other than undefined. Passing troubles are said and outlasted for half an hour
 * (a missing sign-in for twelve); then the last of them is thrown. Throws `call.timedOut` after twelve hours and `call.cancelled` on the signal.
 */
export async function waitUntil<T>(look: () => Promise<T | undefined>, waiting: Waiting): Promise<T> {
  const { clock, signal } = waiting;
  const begun = clock.now();
  let heard = begun;
  for (;;) {
    try {
      const found = await look();
      waiting.onTrouble(undefined);
      if (found !== undefined) return found;
      heard = clock.now();
    } catch (error) {
      if (!(error instanceof AppFailure) || !passing.has(error.error.code)) throw error;
      const silence = signsInLater.includes(error.error.code) ? longestMs : silenceMs;
      if (clock.now() - heard > silence) throw error;
      waiting.onTrouble(message('apply.trouble', { why: { message: error.error.says } }));
    }
    const since = clock.now() - begun;
    if (since > longestMs) throw failure('call.timedOut');
    await clock.sleep(pace(since), signal);
  }
}

const roleMs = 120_000;

/** A role that was just made needs up to two minutes until services accept it; a refused call did nothing meanwhile. */
export async function whenRoleUsable<T>(call: () => Promise<T>, waiting: Waiting): Promise<T> {
  const { clock, signal } = waiting;
  const begun = clock.now();
  for (;;) {
    try {
      const done = await call();
      waiting.onTrouble(undefined);
      return done;
    } catch (error) {
      const young = error instanceof AppFailure && error.error.code === 'role.notUsableYet';
      if (!young || clock.now() - begun >= roleMs) throw error;
      waiting.onTrouble(message('apply.roleYoung'));
      await clock.sleep(5_000, signal);
    }
  }
}
