/** Undoing a stack change of this plan: what it made is removed, what it changed is put back as it was. */
import type { Stack } from '@aws-sdk/client-cloudformation';
import { message } from '../../preload/contract/message.ts';
import type { StackChange } from '../../preload/contract/plan.ts';
import { type AppFailure, failedWith, failure } from '../failure.ts';
import type { Steps } from '../plans/journal.ts';
import { textIn } from '../plans/journal-lines.ts';
import { surely } from './absence.ts';
import { inAttempt, latestAttempt, rolesStack } from './attempts.ts';
import { dropForwardChangeSet, execute, isOurEmptyStack, makeChangeSet } from './change-set.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { removeStack } from './delete.ts';
import { rootCause, stackFailure, stuckFailure } from './failure-reason.ts';
import { eventsSince, findStack, tagOf } from './look.ts';
import { follow, type MadeThing } from './follow.ts';
import { limits } from './limits.ts';
import { withoutPastStarts } from './past-start.ts';
import { healthOf, meaningOf } from './states.ts';

/** `forward` is what the journal knows of the way there; `context.steps` writes the way back. */
export async function takeBackStack(
  back: ChangeContext,
  change: StackChange,
  there: Steps,
): Promise<MadeThing[]> {
  const context = inAttempt(back, there);
  const forward = latestAttempt(there);
  const begun = rolesStack(there);
  if (begun === '' && forward.intended('change-set') === undefined && !wasChanged(change, forward)) return [];
  context.onDetail(message('apply.takingBack'));
  if (begun !== '') return removeBegun(context, change, begun);
  if (change.action === 'create')
    return removeCreated(context, change, textIn(forward.outcome('change-set'), 'stackId'));
  if (change.action === 'update') await putBack(context, change, forward);
  return [];
}

/** Whether AWS changed the stack, or may have: also where lines before that are lost. */
const wasChanged = ({ action }: StackChange, forward: Steps): boolean =>
  action === 'update' &&
  (forward.intended('execute') !== undefined ||
    (forward.intended('change-set') === undefined && forward.outcome('finished') !== undefined));

async function removeCreated(
  context: ChangeContext,
  change: StackChange,
  known: string,
): Promise<MadeThing[]> {
  const stackId = await oursToRemove(context, known === '' ? change.stackName : known);
  if (stackId === undefined) return [];
  const removed = await removeStack(context, stackId);
  for (const { type, name } of removed) if (type === 'AWS::S3::Bucket') await removeIfEmpty(context, name);
  return removed;
}

/** Of a stack that has its roles and is getting the rest: that ends first, because AWS deletes no stack that it changes. */
async function removeBegun(
  context: ChangeContext,
  change: StackChange,
  stackId: string,
): Promise<MadeThing[]> {
  if (context.steps.intended('delete') === undefined) {
    await dropForwardChangeSet(context, stackId);
    await cancelUpdate(context, stackId);
    await untilStill(context, stackId);
  }
  return removeCreated(context, change, stackId);
}

async function untilStill(context: ChangeContext, stackId: string): Promise<void> {
  try {
    await follow(context, stackId);
  } catch (error) {
    // Not there any more: nothing is left to remove.
    if (!failedWith(error, 'resource.notFound')) throw error;
  }
}

/** The id of what this plan made; undefined: nothing of it is there. */
async function oursToRemove(context: ChangeContext, nameOrId: string): Promise<string | undefined> {
  // What was once proven to be ours is on its way out: it is seen to its end, also where nothing proves it any more.
  const asked = context.steps.intended('delete');
  if (asked !== undefined) return textIn(asked, 'stackId');
  // AWS may have made it and not show it yet.
  const look = () => findStack(context.aws, nameOrId, lookOptions(context));
  const stack = await surely(look, context, limits.appears);
  if (stack?.StackId === undefined) return undefined;
  // A stack of the same name may be somebody else's by now, also under an id that our change set gave rise to: only the
  // plan's tag, which comes with the change set that was executed, or our own change set on an empty stack proves it.
  const ours =
    tagOf(stack, 'millwright:plan') === context.planId ||
    (await isOurEmptyStack(context, stack, limits.appears));
  return ours ? stack.StackId : undefined;
}

/** A kept bucket that this plan made a moment ago: gone if nobody put anything in, else it stays. */
async function removeIfEmpty(context: ChangeContext, bucket: string): Promise<void> {
  try {
    await context.aws.call('s3', 'DeleteBucket', { Bucket: bucket }, lookOptions(context));
  } catch (error) {
    if (!failedWith(error, 'resource.inUse', 'resource.notFound')) throw error;
  }
}

async function putBack(context: ChangeContext, change: StackChange, forward: Steps): Promise<void> {
  const { steps } = context;
  await dropForwardChangeSet(context, change.stackName);
  if (!wasChanged(change, forward)) return;
  const stackId = textIn(forward.intended('execute'), 'stackId') || change.stackName;
  const before = imageBefore(forward);
  const parameters = before && withoutPastStarts(before.parameters, context.aws.now());
  // AWS's own roll back sends every start as it was, and stops half way at one that is past: then the update is seen to
  // its end and put back by another.
  const byAws = JSON.stringify(parameters) === JSON.stringify(before?.parameters);
  if (byAws && steps.intended('change-set') === undefined) await cancelUpdate(context, stackId);
  const stack = await follow(context, stackId);
  const status = stack.StackStatus ?? '';
  if (healthOf(status) === 'stuck') throw await whyNot(context, change, stack);
  if (status.startsWith('UPDATE_ROLLBACK') || !meaningOf(status).good) return;
  if (before === undefined || parameters === undefined)
    throw failure('state.beforeLost', { name: change.stackName });
  const set = await makeChangeSet(context, {
    stackName: change.stackName,
    type: 'UPDATE',
    template: before.template,
    parameters,
    keep: [],
    capabilities: change.capabilities,
    tags: {},
    roleArn: change.roleArn,
  });
  if (set === undefined) return;
  await execute(context, set);
  const ended = await follow(context, stackId);
  if (ended.StackStatus !== 'UPDATE_COMPLETE') throw await whyNot(context, change, ended);
}

/** What an update replaced, as the journal keeps it. */
function imageBefore(forward: Steps): { template: string; parameters: Record<string, string> } | undefined {
  const before = forward.intended('change-set')?.['before'];
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return undefined;
  return before as { template: string; parameters: Record<string, string> };
}

/** Why the stack is not as it was before. */
async function whyNot(context: ChangeContext, { stackName }: StackChange, stack: Stack): Promise<AppFailure> {
  const { StackId = stackName, StackStatus = '', StackStatusReason } = stack;
  const events = await eventsSince(context.aws, StackId, 0, lookOptions(context));
  const tokens = [
    tokenOf(context, 'execute'),
    tokenOf(context, 'cancel'),
    tokenOf(context, 'execute', false),
  ];
  const cause = tokens.map((token) => rootCause(events, token)).find((event) => event !== undefined);
  const why = stackFailure(stackName, cause, StackStatusReason);
  return healthOf(StackStatus) === 'stuck' ? stuckFailure(stackName, StackStatus, why) : why;
}

/** Asks AWS once to end an update that it is carrying out. */
async function cancelUpdate(context: ChangeContext, stackId: string): Promise<void> {
  const { aws, steps } = context;
  if (steps.intended('cancel') !== undefined) return;
  const stack = await findStack(aws, stackId, lookOptions(context));
  if (stack?.StackStatus !== 'UPDATE_IN_PROGRESS') return;
  const token = tokenOf(context, 'cancel');
  await steps.intend('cancel', { stackId });
  const input = { StackName: stackId, ClientRequestToken: token };
  try {
    await aws.call('cloudformation', 'CancelUpdateStack', input, lookOptions(context));
  } catch (error) {
    if (!failedWith(error, 'state.wrong', 'aws.refusedInput', 'plan.alreadyApplied')) throw error;
  }
}
