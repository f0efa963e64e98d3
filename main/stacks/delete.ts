import { message } from '../../preload/contract/message.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import { textIn } from '../plans/journal.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { rootCause, stackFailure } from './failure-reason.ts';
import { eventsSince, findStack } from './look.ts';
import { follow, type MadeThing, resourcesOf } from './follow.ts';
import { waitUntil } from './wait.ts';

const doubtMs = 5_000;

/**
 * Deletes a stack and waits until it is gone. The id is written down first, so that a stack of the same name that somebody
 * makes meanwhile is never touched. What is not there twice, five seconds apart, counts as gone.
 */
export async function removeStack(context: ChangeContext, nameOrId: string): Promise<MadeThing[]> {
  const { aws, clock, signal, steps } = context;
  const options = lookOptions(context);
  if (steps.intended('delete') === undefined) {
    let stack = await findStack(aws, nameOrId, options);
    if (stack === undefined) {
      await clock.sleep(doubtMs, signal);
      stack = await findStack(aws, nameOrId, options);
    }
    if (stack?.StackId === undefined || stack.StackStatus === 'DELETE_COMPLETE') return [];
    const things = await resourcesOf(context, stack.StackId);
    await steps.intend('delete', {
      stackId: stack.StackId,
      things: things.map(({ type, name }) => ({ type, name })),
    });
  }
  const known = steps.intended('delete');
  const stackId = textIn(known, 'stackId');
  if (steps.outcome('delete') === undefined) {
    context.onDetail(message('apply.removing'));
    await send(context, stackId);
    await steps.settle('delete', { stackId });
  }
  await untilGone(context, stackId);
  return (known?.['things'] ?? []) as unknown as MadeThing[];
}

async function send(context: ChangeContext, stackId: string): Promise<void> {
  await waitUntil(async () => {
    try {
      const input = { StackName: stackId, ClientRequestToken: tokenOf(context, 'delete') };
      await context.aws.call('cloudformation', 'DeleteStack', input, lookOptions(context));
      return true;
    } catch (error) {
      if (failedWith(error, 'resource.notFound')) return true;
      // The answer was lost; the token makes the next one harmless.
      if (failedWith(error, 'outcome.unknown')) return undefined;
      throw error;
    }
  }, context);
}

async function untilGone(context: ChangeContext, stackId: string): Promise<void> {
  try {
    const stack = await follow(context, stackId);
    if (stack.StackStatus === 'DELETE_COMPLETE') return;
    const events = await eventsSince(context.aws, stackId, 0, lookOptions(context));
    const why = stackFailure(
      stack.StackName ?? stackId,
      rootCause(events, tokenOf(context, 'delete')),
      stack.StackStatusReason,
    );
    throw stack.StackStatus === 'DELETE_FAILED'
      ? new AppFailure(
          failure(
            'aws.stackStuck',
            { name: stack.StackName ?? '', state: 'DELETE_FAILED' },
            {
              ...(why.error.technical ? { technical: why.error.technical } : {}),
            },
          ).error,
          why,
        )
      : why;
  } catch (error) {
    if (!failedWith(error, 'resource.notFound')) throw error;
  }
}
