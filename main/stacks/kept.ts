/**
 * What AWS could not remove at the end of an update. CloudFormation tries three times, lets go of the thing and calls the
 * update complete all the same, so that only the events of the stack tell.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events-by-operation.html
 */
import type { Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import { message, type Message } from '../../preload/contract/message.ts';
import { kindWords } from '../plans/thing-words.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { reasonOf } from './failure-reason.ts';
import { begun } from './follow.ts';
import { eventsSince } from './look.ts';

/** A sentence for each thing that stays, with the reason that AWS gives. */
export async function keptByUpdate(context: ChangeContext, stack: Stack): Promise<Message[]> {
  const events = await eventsSince(context.aws, stack.StackId ?? '', begun(stack), lookOptions(context));
  const token = tokenOf(context, 'execute');
  const last = new Map<string, StackEvent>();
  for (const event of events)
    if (event.ClientRequestToken === token) last.set(event.PhysicalResourceId ?? '', event);
  return [...last.values()]
    .filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED')
    .map((event) => {
      const { says, mend } = reasonOf(event, event.ResourceStatusReason ?? '').error;
      return message('apply.kept', {
        thing: kindWords(event.ResourceType ?? ''),
        name: event.PhysicalResourceId ?? '',
        reason: { message: says },
        mend: { message: mend },
      });
    });
}
