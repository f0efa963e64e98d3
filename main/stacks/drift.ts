/**
 * Drift: how the things of a stack differ from what the stack last made of them, because somebody changed them elsewhere.
 * AWS looks when it is asked to (DetectStackDrift) and keeps what it saw until the next look.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import type { Drifted } from '../../preload/contract/domains/stacks.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { rowFor } from '../aws/error-table.ts';
import { scrub } from '../aws/scrub.ts';
import type { Clock } from '../clock.ts';
import { type AppFailure, failure } from '../failure.ts';
import { readReason } from './failure-reason.ts';

const lookAgainMs = 2_000;

const how = { MODIFIED: 'changed', DELETED: 'gone', UNKNOWN: 'unseen' } as const;

/** Lets AWS look at the whole stack, and waits for the end of it. */
export async function lookForDrift(
  aws: Aws,
  stackName: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const { StackDriftDetectionId: id } = await aws.call(
    'cloudformation',
    'DetectStackDrift',
    { StackName: stackName },
    { signal },
  );
  for (;;) {
    const { DetectionStatus, DetectionStatusReason } = await aws.call(
      'cloudformation',
      'DescribeStackDriftDetectionStatus',
      { StackDriftDetectionId: id },
      { signal },
    );
    if (DetectionStatus === 'DETECTION_FAILED') throw notSeen(DetectionStatusReason);
    if (DetectionStatus !== 'DETECTION_IN_PROGRESS') return;
    await clock.sleep(lookAgainMs, signal);
  }
}

/** AWS could not look at something: mostly a right that is missing, because it reads with those of whoever asks. */
function notSeen(reason = ''): AppFailure {
  const { code, text } = readReason(reason);
  const said = { service: 'cloudformation', operation: 'DetectStackDrift', code, text, status: 400 };
  const { row, params } = rowFor(said);
  const technical = { service: said.service, operation: said.operation, text: scrub(text) };
  return failure(row.to, params, { technical });
}

/** What AWS saw when it last looked, in the order of the template's names. Empty: everything is as it was made. */
export async function readDrift(aws: Aws, stackName: string, options: AwsCallOptions): Promise<Drifted[]> {
  const found: Drifted[] = [];
  for await (const page of aws.pages(
    'cloudformation',
    'DescribeStackResourceDrifts',
    { StackName: stackName, StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED', 'UNKNOWN'] },
    options,
  ))
    for (const drift of page.StackResourceDrifts ?? []) found.push(driftedOf(drift));
  return found.sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}

function driftedOf(drift: StackResourceDrift): Drifted {
  const { LogicalResourceId: logicalId = '', PhysicalResourceId: name = '', ResourceType: type = '' } = drift;
  const value = (text: string | undefined) => (text === undefined || text === 'null' ? '' : scrub(text));
  return {
    logicalId,
    type,
    name,
    how: how[drift.StackResourceDriftStatus as keyof typeof how],
    fields: (drift.PropertyDifferences ?? [])
      .map((one) => ({
        path: one.PropertyPath ?? '',
        expected: value(one.ExpectedValue),
        actual: value(one.ActualValue),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
