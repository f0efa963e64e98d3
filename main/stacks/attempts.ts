/**
 * A stack that failed because a role was too young is made again, whole: what failed is gone by then. Each attempt has
 * steps and tokens of its own, so that it can be entered again after a crash and taken back.
 */
import { message } from '../../preload/contract/message.ts';
import { AppFailure } from '../failure.ts';
import { type Steps, textIn } from '../plans/journal.ts';
import type { ChangeContext } from './context.ts';
import { limits } from './limits.ts';

const pauseMs = 15_000;
const mark = (attempt: number) => `attempt-${attempt}`;

function latest(steps: Steps): number {
  let attempt = 1;
  while (steps.intended(mark(attempt + 1)) !== undefined) attempt += 1;
  return attempt;
}

const named = (of: string, attempt: number) => (attempt === 1 ? of : `${of}-${attempt}`);

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

/** The context whose tokens are those of the latest attempt on the way `there`. */
export function inAttempt(context: ChangeContext, there: Steps): ChangeContext {
  const attempt = latest(there);
  return attempt === 1 ? context : { ...context, changeId: named(context.changeId, attempt) };
}

const young = (error: unknown): boolean =>
  error instanceof AppFailure &&
  (error.error.code === 'role.notUsableYet' ||
    (error.error.code === 'aws.stackFailed' && error.cause !== undefined && young(error.cause)));

/** Does the work, again while roles are too young, for two minutes from the first time that AWS said so. */
export async function withYoungRoles<T>(
  context: ChangeContext,
  work: (context: ChangeContext) => Promise<T>,
): Promise<T> {
  const { clock, signal, steps } = context;
  for (;;) {
    const attempt = latest(steps);
    try {
      return await work({ ...inAttempt(context, steps), steps: latestAttempt(steps) });
    } catch (error) {
      if (!young(error)) throw error;
      const first = Date.parse(textIn(steps.intended(mark(2)), 'since')) || clock.now();
      const left = first + limits.role - clock.now();
      if (left <= 0) throw error;
      context.onTrouble(message('apply.roleYoung'));
      await clock.sleep(Math.min(pauseMs, left), signal);
      await steps.intend(mark(attempt + 1), { since: new Date(first).toISOString() });
      context.onTrouble(undefined);
    }
  }
}
