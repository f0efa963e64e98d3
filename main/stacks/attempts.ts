/**
 * A stack that failed because a role was too young. Made again whole it would have a role that is as young again, so its
 * roles alone are made, and the rest is added when they have had time: once after half a minute, and once more, for the
 * last time, when two minutes are over. Where the role is none of the stack's own, the two minutes are waited out and the
 * stack is made once more. Each attempt has steps and tokens of its own, so that it can be entered again after a crash and
 * taken back.
 */
import { message } from '../../preload/contract/message.ts';
import { AppFailure } from '../failure.ts';
import type { Steps } from '../plans/journal.ts';
import { textIn } from '../plans/journal-lines.ts';
import type { ChangeContext } from './context.ts';
import { limits } from './limits.ts';

/** `whole`: all of it at once · `roles`: its roles alone · `rest`: what is missing beside them. */
export type Way = 'whole' | 'roles' | 'rest';

export interface Attempt {
  context: ChangeContext;
  way: Way;
  /** Whether a role that is too young leads to one more attempt. */
  more: boolean;
  /** Id of the stack that has its roles already and waits for the rest; empty: there is none. */
  rolesStack: string;
}

/** How old roles are when they are used again after AWS refused them, ms. */
const ages = { first: 30_000, last: limits.role } as const;

const mark = (attempt: number) => `attempt-${attempt}`;
const named = (of: string, attempt: number) => (attempt === 1 ? of : `${of}-${attempt}`);

function latest(steps: Steps): number {
  let attempt = 1;
  while (steps.intended(mark(attempt + 1)) !== undefined) attempt += 1;
  return attempt;
}

function wayOf(steps: Steps, attempt: number): Way {
  const way = textIn(steps.intended(mark(attempt)), 'way');
  return way === 'roles' || way === 'rest' ? way : 'whole';
}

/** What the journal knows of the latest attempt. */
export function latestAttempt(steps: Steps): Steps {
  const attempt = latest(steps);
  if (attempt === 1) return steps;
  return {
    back: steps.back,
    intended: (step) => steps.intended(named(step, attempt)),
    outcome: (step) => steps.outcome(named(step, attempt)),
    intend: (step, facts) => steps.intend(named(step, attempt), facts),
    settle: (step, facts) => steps.settle(named(step, attempt), facts),
  };
}

/** Id of the stack that has its roles already and waits for the rest; empty: there is none. */
export function rolesStack(steps: Steps): string {
  const attempt = latest(steps);
  if (wayOf(steps, attempt) !== 'rest') return '';
  return textIn(steps.outcome(named('change-set', rolesAttempt)), 'stackId');
}

/** Roles alone are made in the second attempt or not at all. */
const rolesAttempt = 2;

/** The context whose tokens are those of the latest attempt on the way `there`. */
export function inAttempt(context: ChangeContext, there: Steps): ChangeContext {
  const attempt = latest(there);
  return attempt === 1 ? context : { ...context, changeId: named(context.changeId, attempt) };
}

/** AWS began the stack and took it back because a service did not accept a role yet. */
export const roleWasYoung = (error: unknown): error is AppFailure =>
  error instanceof AppFailure &&
  error.error.code === 'aws.stackFailed' &&
  error.cause instanceof AppFailure &&
  error.cause.error.code === 'role.notUsableYet';

/** Whether a role that is too young, or roles alone, leave something to do after this attempt. */
const leadsOn = (way: Way, attempt: number): boolean =>
  attempt === 1 || way === 'roles' || (way === 'rest' && attempt === rolesAttempt + 1);

interface Next {
  way: Way;
  /** The attempt from whose end the pause is counted, and its length in ms. */
  after: number;
  pause: number;
}

function nextOf(way: Way, hasRoles: () => boolean): Next {
  if (way === 'roles') return { way: 'rest', after: rolesAttempt, pause: ages.first };
  if (way === 'rest') return { way: 'rest', after: rolesAttempt, pause: ages.last };
  return hasRoles() ? { way: 'roles', after: 1, pause: 0 } : { way: 'whole', after: 1, pause: ages.last };
}

/** Does the work, and what follows from it while roles are too young. `hasRoles`: the stack makes roles of its own. */
export async function withYoungRoles<T>(
  context: ChangeContext,
  hasRoles: () => boolean,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { steps } = context;
  for (;;) {
    const attempt = latest(steps);
    const way = wayOf(steps, attempt);
    const more = leadsOn(way, attempt);
    const own = { ...inAttempt(context, steps), steps: latestAttempt(steps) };
    try {
      const done = await work({ context: own, way, more, rolesStack: rolesStack(steps) });
      if (way !== 'roles') return done;
    } catch (error) {
      if (!more || way === 'roles' || !roleWasYoung(error)) throw error;
    }
    const ended = new Date(context.clock.now()).toISOString();
    if (steps.outcome(mark(attempt)) === undefined) await steps.settle(mark(attempt), { ended });
    const next = nextOf(way, hasRoles);
    await pauseUntil(context, Date.parse(textIn(steps.outcome(mark(next.after)), 'ended')) + next.pause);
    await steps.intend(mark(attempt + 1), { way: next.way });
  }
}

async function pauseUntil(context: ChangeContext, due: number): Promise<void> {
  const left = Math.min(due - context.clock.now(), limits.role);
  context.onTrouble(message('apply.roleYoung'));
  if (left > 0) await context.clock.sleep(left, context.signal);
  context.onTrouble(undefined);
}
