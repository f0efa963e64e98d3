/** Waiting for something in AWS: quick looks at first, slower ones later, and patience when AWS cannot be reached. */
import type { Message } from '../../preload/contract/message.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { message } from '../../preload/contract/message.ts';
import type { Clock } from '../clock.ts';
import { AppFailure, failure } from '../failure.ts';
import { limits } from './limits.ts';

export interface Waiting {
  clock: Clock;
  signal: AbortSignal;
  /** Said while AWS cannot be asked; undefined again when it answers. */
  onTrouble(trouble: Message | undefined): void;
}

/** Only the person can end these: by signing in, or by setting the clock. */
const needPerson: readonly ErrorCode[] = [
  'connection.expired',
  'connection.signInNeeded',
  'connection.invalid',
  'clock.skewed',
];

/** AWS is there and cannot: nobody here can do anything about it. */
const troubleOfAws: readonly ErrorCode[] = ['aws.unavailable', 'aws.badAnswer', 'throttled', 'call.timedOut'];

/** Troubles that pass: what runs in AWS goes on meanwhile, so the program keeps looking. */
export const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'network.unreachable',
  'network.lost',
  'network.captivePortal',
  'network.proxy',
  'connection.noEndpoint',
  ...troubleOfAws,
  ...needPerson,
]);

/** The work is neither done nor failed: a later look can go on with it. */
export const canBeLookedAtAgain = (code: ErrorCode): boolean =>
  passing.has(code) || code === 'wait.over' || code === 'outcome.unseen';

/** ms from one look to the next, by ms since the waiting, or the trouble, began. */
function pace(sinceMs: number): number {
  if (sinceMs < 10_000) return 1_000;
  if (sinceMs < 60_000) return 3_000;
  if (sinceMs < 300_000) return 5_000;
  if (sinceMs < 1_800_000) return 10_000;
  if (sinceMs < 3_600_000) return 30_000;
  return 60_000;
}

/**
 * The most that one round of looking and pausing counts: while the computer sleeps nobody waits, and a clock that is set
 * forward is no waiting either.
 */
const roundMs = 10 * 60_000;

/** Failures of waits that were given up: who waits around them does not begin anew. */
const givenUp = new WeakSet<AppFailure>();

function giveUp(error: AppFailure): AppFailure {
  givenUp.add(error);
  return error;
}

function troubleOf({ error, askedMs }: AppFailure): Message {
  const why = { message: error.says };
  if (needPerson.includes(error.code))
    return message('apply.needsYou', { why, mend: { message: error.mend } });
  if (askedMs !== undefined && askedMs >= 1_000)
    return message('apply.asked', { why, pause: { duration: Math.round(askedMs / 1000) } });
  return message('apply.trouble', { why });
}

/**
 * Looks until `look`, told how long it was waited, answers something other than undefined. Passing troubles are said and outlasted for `limits.trouble` or,
 * where there is no way to AWS, `limits.contact`; then the last of them is thrown. Throws `wait.over` when AWS answered for `limitMs` and it still was not so, and
 * `call.cancelled` on the signal. Time in which the computer slept does not count.
 */
export async function waitUntil<T>(
  look: (waitedMs: number) => Promise<T | undefined>,
  waiting: Waiting,
  limitMs: number = Number.POSITIVE_INFINITY,
): Promise<T> {
  const { clock, signal } = waiting;
  let waited = 0;
  let silent = 0;
  for (;;) {
    const begun = clock.now();
    let asked = 0;
    let trouble = false;
    try {
      const found = await look(waited);
      waiting.onTrouble(undefined);
      if (found !== undefined) return found;
      silent = 0;
      if (waited >= limitMs)
        throw giveUp(failure('wait.over', { after: { duration: Math.round(limitMs / 1000) } }));
    } catch (error) {
      if (!(error instanceof AppFailure) || !passing.has(error.error.code) || givenUp.has(error)) throw error;
      const longest = troubleOfAws.includes(error.error.code) ? limits.trouble : limits.contact;
      if (silent >= longest) throw giveUp(error);
      trouble = true;
      // A longer pause than is left is not kept: one more look at the end, and then it is said.
      asked = Math.min(error.askedMs ?? 0, longest - silent);
      waiting.onTrouble(troubleOf(error));
    }
    const pause = Math.max(pace(trouble ? silent : waited), asked);
    await clock.sleep(pause, signal);
    const round = Math.min(Math.max(0, clock.now() - begun), pause + roundMs);
    if (trouble) silent += Math.max(round, 1);
    else waited += Math.max(round, 1);
  }
}

/** A role that was just made needs up to two minutes until services accept it; a refused call did nothing meanwhile. */
export async function whenRoleUsable<T>(call: () => Promise<T>, waiting: Waiting): Promise<T> {
  const { clock, signal } = waiting;
  const pauseMs = 5_000;
  // Counted by the pauses: the clock may be set while it is waited.
  for (let waited = 0; ; waited += pauseMs) {
    try {
      const done = await call();
      waiting.onTrouble(undefined);
      return done;
    } catch (error) {
      const young = error instanceof AppFailure && error.error.code === 'role.notUsableYet';
      if (!young || waited >= limits.role) throw error;
      waiting.onTrouble(message('apply.roleYoung'));
      await clock.sleep(pauseMs, signal);
    }
  }
}
