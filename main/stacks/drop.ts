/** Giving up a change set that was never executed. Why is written down first, so that it is known after a crash too. */
import { AppError } from '../../preload/contract/errors.ts';
import { AppFailure, failedWith } from '../failure.ts';
import type { Steps } from '../plans/journal.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { type ChangeSet, findStack, tagOf } from './look.ts';
import { changeSetsOn } from './shells.ts';

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
  if (shell && (await isLeftToUs(context, stackId))) {
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

/**
 * Whether an empty stack may be deleted: asked before each request to do so. Two plans for one name share it, on two
 * laptops too: what the other has executed by now is that one's, and where its change set waits it is left to that one.
 * Our own change set is gone then; of two that give up at once, the second finds nobody. `whoever`: only what was made
 * in it counts.
 */
export async function isLeftToUs(context: ChangeContext, stackId: string, whoever = false): Promise<boolean> {
  const stack = await findStack(context.aws, stackId, lookOptions(context));
  if (stack === undefined) return true;
  const { StackStatus: status = '' } = stack;
  if (status !== 'REVIEW_IN_PROGRESS')
    return status.startsWith('DELETE') || tagOf(stack, 'millwright:plan') === context.planId;
  if (whoever) return true;
  const { ours, others } = await waitingOn(context, stackId);
  if (others === 0) return true;
  for (const id of ours) await deleteChangeSet(context, { id, stackId });
  return (await waitingOn(context, stackId)).others === 0;
}

/** Change sets on an empty stack: ids of this plan's, and how many others there are. */
async function waitingOn(
  context: ChangeContext,
  stackId: string,
): Promise<{ ours: string[]; others: number }> {
  const found = { ours: [] as string[], others: 0 };
  try {
    for await (const { id, planId } of changeSetsOn(context.aws, stackId, lookOptions(context)))
      if (planId === context.planId) found.ours.push(id);
      else found.others += 1;
  } catch (error) {
    if (!failedWith(error, 'resource.notFound')) throw error;
  }
  return found;
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
