/** Giving up a change set that was never executed. Why is written down first, so that it is known after a crash too. */
import { AppError } from '../../preload/contract/errors.ts';
import { AppFailure, failedWith } from '../failure.ts';
import type { Steps } from '../plans/journal.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import type { ChangeSet } from './look.ts';

/** Removes the change set and, where it prepared one, the empty stack; then throws why. */
export async function dropChangeSet(
  context: ChangeContext,
  set: Pick<ChangeSet, 'id' | 'stackId'>,
  shell: boolean,
  why: AppFailure,
): Promise<never> {
  const { id, stackId } = set;
  const error = JSON.parse(JSON.stringify(why.error)) as Record<string, string>;
  if (context.steps.intended('drop') === undefined)
    await context.steps.intend('drop', { id, stackId, shell, error });
  await deleteChangeSet(context, set);
  if (shell) {
    const input = { StackName: stackId, ClientRequestToken: tokenOf(context, 'drop') };
    await context.aws.call('cloudformation', 'DeleteStack', input, lookOptions(context));
  }
  throw why;
}

interface Dropped {
  id: string;
  stackId: string;
  shell: boolean;
  why: AppFailure;
}

function droppedIn(steps: Steps): Dropped | undefined {
  const { id, stackId, shell, error } = steps.intended('drop') ?? {};
  const read = AppError.safeParse(error);
  if (typeof id !== 'string' || typeof stackId !== 'string' || !read.success) return undefined;
  return { id, stackId, shell: shell === true, why: new AppFailure(read.data) };
}

/** Ends what an earlier start gave up, and says why as it did. Nothing was begun then. */
export async function endDropped(context: ChangeContext): Promise<void> {
  const dropped = droppedIn(context.steps);
  if (dropped !== undefined) await dropChangeSet(context, dropped, dropped.shell, dropped.why);
}

export async function deleteChangeSet(
  context: ChangeContext,
  set: Pick<ChangeSet, 'id' | 'stackId'>,
): Promise<void> {
  try {
    const input = { ChangeSetName: set.id, StackName: set.stackId };
    await context.aws.call('cloudformation', 'DeleteChangeSet', input, lookOptions(context));
  } catch (error) {
    if (!failedWith(error, 'resource.notFound', 'state.wrong')) throw error;
  }
}
