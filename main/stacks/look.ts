/** Reading stacks. What is not there is undefined; CloudFormation says so with a ValidationError. */
import type { ResourceChange, Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { failedWith } from '../failure.ts';

export interface LookOptions {
  signal: AbortSignal;
  purpose: NonNullable<AwsCallOptions['purpose']>;
}

async function orAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failedWith(error, 'resource.notFound')) return undefined;
    throw error;
  }
}

/** By name (living stacks) or by id (deleted ones too). */
export async function findStack(
  aws: Aws,
  nameOrId: string,
  options: LookOptions,
): Promise<Stack | undefined> {
  const answer = await orAbsent(() =>
    aws.call('cloudformation', 'DescribeStacks', { StackName: nameOrId }, options),
  );
  return answer?.Stacks?.[0];
}

export interface ChangeSet {
  id: string;
  stackId: string;
  status: string;
  executionStatus: string;
  reason: string;
  changes: ResourceChange[];
}

export async function findChangeSet(
  aws: Aws,
  stack: string,
  name: string,
  options: LookOptions,
): Promise<ChangeSet | undefined> {
  const changes: ResourceChange[] = [];
  let found: ChangeSet | undefined;
  await orAbsent(async () => {
    const input = { StackName: stack, ChangeSetName: name };
    for await (const page of aws.pages('cloudformation', 'DescribeChangeSet', input, options)) {
      for (const change of page.Changes ?? [])
        if (change.ResourceChange !== undefined) changes.push(change.ResourceChange);
      found = {
        id: page.ChangeSetId ?? name,
        stackId: page.StackId ?? stack,
        status: page.Status ?? '',
        executionStatus: page.ExecutionStatus ?? '',
        reason: page.StatusReason ?? '',
        changes,
      };
    }
  });
  return found;
}

/** Events newer than `since` (ms), oldest first. Reads only as many pages as are needed. */
export async function eventsSince(
  aws: Aws,
  stack: string,
  since: number,
  options: LookOptions,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  await orAbsent(async () => {
    for await (const page of aws.pages(
      'cloudformation',
      'DescribeStackEvents',
      { StackName: stack },
      options,
    )) {
      const fresh = (page.StackEvents ?? []).filter((e) => (e.Timestamp?.getTime() ?? 0) >= since);
      events.push(...fresh);
      if (fresh.length < (page.StackEvents?.length ?? 0)) break;
    }
  });
  return events.reverse();
}

export const tagOf = (stack: Stack, key: string): string | undefined =>
  stack.Tags?.find((tag) => tag.Key === key)?.Value;
