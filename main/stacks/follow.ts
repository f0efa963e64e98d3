import type { Stack } from '@aws-sdk/client-cloudformation';
import { message } from '../../preload/contract/message.ts';
import { failure } from '../failure.ts';
import { kindWords } from '../plans/thing-words.ts';
import { absence } from './absence.ts';
import { type ChangeContext, lookOptions } from './context.ts';
import { eventsSince, findStack } from './look.ts';
import { limits } from './limits.ts';
import { meaningOf } from './states.ts';
import { waitUntil } from './wait.ts';

/** A thing that a stack holds, by the name that AWS knows it by. */
export interface MadeThing {
  type: string;
  name: string;
  /** When it was ready, ISO 8601. */
  since?: string;
}

/**
 * Follows the events of a stack until nothing moves any more. Throws `resource.notFound` when it was not seen for
 * minutes, and `wait.over` when it moves for hours.
 */
export async function follow(context: ChangeContext, stackId: string): Promise<Stack> {
  const { aws } = context;
  const seen = new Set<string>();
  const gone = absence(context.clock, limits.appears);
  let since: number | undefined;
  let done = 0;
  return waitUntil(
    async () => {
      const stack = await findStack(aws, stackId, lookOptions(context));
      if (gone(stack !== undefined)) throw failure('resource.notFound', { name: stackId });
      if (stack === undefined) return undefined;
      since ??= begun(stack);
      const events = await eventsSince(aws, stackId, since, lookOptions(context));
      const fresh = events.filter((e) => !seen.has(e.EventId ?? ''));
      for (const event of fresh) seen.add(event.EventId ?? '');
      since = Math.max(since, ...fresh.map((e) => e.Timestamp?.getTime() ?? 0));
      done += fresh.filter((e) => e.ResourceStatus?.endsWith('_COMPLETE')).length;
      const newest = fresh.at(-1);
      if (fresh.length > 0) context.onEvents(fresh);
      if (newest?.LogicalResourceId !== undefined && newest.ResourceType !== 'AWS::CloudFormation::Stack')
        context.onDetail(
          message('apply.resource', {
            thing: kindWords(newest.ResourceType ?? ''),
            id: newest.LogicalResourceId,
            done,
          }),
        );
      return meaningOf(stack.StackStatus ?? '').moving ? undefined : stack;
    },
    context,
    limits.stack,
  );
}

/** When what is going on began, ms: what was done to the stack before is not told as progress. */
export function begun({ DeletionTime, LastUpdatedTime, CreationTime }: Stack): number {
  return (DeletionTime ?? LastUpdatedTime ?? CreationTime)?.getTime() ?? 0;
}

export async function resourcesOf(context: ChangeContext, stackId: string): Promise<MadeThing[]> {
  const things: MadeThing[] = [];
  const input = { StackName: stackId };
  for await (const page of context.aws.pages(
    'cloudformation',
    'ListStackResources',
    input,
    lookOptions(context),
  ))
    for (const resource of page.StackResourceSummaries ?? [])
      if (resource.ResourceStatus !== 'DELETE_COMPLETE' && resource.PhysicalResourceId !== undefined)
        things.push({
          type: resource.ResourceType ?? '',
          name: resource.PhysicalResourceId,
          ...(resource.LastUpdatedTimestamp && { since: resource.LastUpdatedTimestamp.toISOString() }),
        });
  return things;
}
