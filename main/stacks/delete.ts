import { message } from '../../preload/contract/message.ts';
import { failedWith, failure } from '../failure.ts';
import { surely } from './absence.ts';
import { textIn } from '../plans/journal-lines.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { isLeftToUs } from './drop.ts';
import { rootCause, stackFailure, stuckFailure } from './failure-reason.ts';
import { eventsSince, findStack } from './look.ts';
import { follow, type MadeThing, resourcesOf } from './follow.ts';
import { limits } from './limits.ts';
import { waitUntil } from './wait.ts';

/**
 * Deletes a stack and waits until it is gone; answers what went with it. The id is written down first, so that a stack of
 * the same name that somebody makes meanwhile is never touched. What was not seen twice, five seconds apart, counts as
 * gone. `keep`: logical ids that may be left in the account when AWS refuses to delete them. An empty stack that another
 * plan shares is left to that one; `whoever`: it goes whoever's it is, unless something was made in it meanwhile.
 */
export async function removeStack(
  context: ChangeContext,
  nameOrId: string,
  { keep = [], whoever = false }: { keep?: readonly string[] | undefined; whoever?: boolean } = {},
): Promise<MadeThing[]> {
  const { aws, steps } = context;
  const options = lookOptions(context);
  if (steps.intended('delete') === undefined) {
    // A stack that was seen before, and so has an id, is there or shown as deleted: not seeing it is AWS's lag.
    const absentMs = nameOrId.startsWith('arn:') ? limits.appears : limits.doubt;
    const stack = await surely(() => findStack(aws, nameOrId, options), context, absentMs);
    if (stack?.StackId === undefined || stack.StackStatus === 'DELETE_COMPLETE') return [];
    const things = await resourcesOf(context, stack.StackId);
    await steps.intend('delete', {
      stackId: stack.StackId,
      things: things.map(({ type, name }) => ({ type, name })),
      ...(stack.StackStatus === 'REVIEW_IN_PROGRESS' && { empty: true }),
    });
  }
  const known = steps.intended('delete');
  const stackId = textIn(known, 'stackId');
  if (steps.outcome('delete') === undefined) {
    context.onDetail(message('apply.removing'));
    const empty = known?.['empty'] === true;
    const asked = await send(context, stackId, 'delete', {
      left: () => !empty || isLeftToUs(context, stackId, whoever),
    });
    await steps.settle('delete', { stackId, ...(!asked && { left: true }) });
  }
  if (steps.outcome('delete')?.['left'] === true) {
    if (whoever) throw failure('plan.changed');
    return [];
  }
  const things = (known?.['things'] ?? []) as unknown as MadeThing[];
  if (steps.intended('delete-keeping') === undefined) {
    const refused = await untilGone(context, stackId, 'delete', keep);
    if (refused.length === 0) return things;
    await steps.intend('delete-keeping', { kept: refused.map(({ id, name }) => ({ id, name })) });
  }
  const kept = (steps.intended('delete-keeping')?.['kept'] ?? []) as unknown as Refused[];
  if (steps.outcome('delete-keeping') === undefined) {
    const ids = kept.map(({ id }) => id);
    await send(context, stackId, 'delete-keeping', { retain: ids });
    await steps.settle('delete-keeping', { stackId });
  }
  await untilGone(context, stackId, 'delete-keeping', []);
  return things.filter(({ name }) => !kept.some((one) => one.name === name));
}

/** A thing that AWS refused to delete: logical and physical id. */
interface Refused {
  id: string;
  name: string;
}

/** `left`: whether it may be deleted, asked before each request. False: it may not, and AWS was not asked. */
async function send(
  context: ChangeContext,
  stackId: string,
  step: string,
  { retain = [], left = () => true }: { retain?: string[]; left?: () => boolean | Promise<boolean> },
): Promise<boolean> {
  const asked = await waitUntil(
    async () => {
      try {
        if (!(await left())) return 'left';
        const input = {
          StackName: stackId,
          ClientRequestToken: tokenOf(context, step),
          ...(retain.length > 0 && { RetainResources: retain }),
        };
        await context.aws.call('cloudformation', 'DeleteStack', input, lookOptions(context));
        return 'asked';
      } catch (error) {
        if (failedWith(error, 'resource.notFound')) return 'asked';
        // The answer was lost; the token makes the next one harmless.
        if (failedWith(error, 'outcome.unknown')) return undefined;
        throw error;
      }
    },
    context,
    limits.changeSet,
  );
  return asked === 'asked';
}

/** Answers what AWS refused to delete if all of it may be kept; throws when something else is in the way. */
async function untilGone(
  context: ChangeContext,
  stackId: string,
  step: string,
  keep: readonly string[],
): Promise<Refused[]> {
  try {
    const stack = await follow(context, stackId);
    if (stack.StackStatus === 'DELETE_COMPLETE') return [];
    const failed = stack.StackStatus === 'DELETE_FAILED';
    if (failed && keep.length > 0) {
      const refused = await refusedOf(context, stackId);
      if (refused.length > 0 && refused.every(({ id }) => keep.includes(id))) return refused;
    }
    const events = await eventsSince(context.aws, stackId, 0, lookOptions(context));
    const why = stackFailure(
      stack.StackName ?? stackId,
      rootCause(events, tokenOf(context, step)),
      stack.StackStatusReason,
    );
    throw failed ? stuckFailure(stack.StackName ?? '', 'DELETE_FAILED', why) : why;
  } catch (error) {
    if (!failedWith(error, 'resource.notFound')) throw error;
    return [];
  }
}

async function refusedOf(context: ChangeContext, stackId: string): Promise<Refused[]> {
  const refused: Refused[] = [];
  const input = { StackName: stackId };
  for await (const page of context.aws.pages(
    'cloudformation',
    'ListStackResources',
    input,
    lookOptions(context),
  ))
    for (const {
      LogicalResourceId: id = '',
      PhysicalResourceId: name = '',
      ResourceStatus,
    } of page.StackResourceSummaries ?? [])
      if (ResourceStatus === 'DELETE_FAILED') refused.push({ id, name });
  return refused;
}
