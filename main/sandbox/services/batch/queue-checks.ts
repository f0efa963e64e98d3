/** What Batch looks at before it takes a queue. */
import type { CreateJobQueueRequest, JobStateTimeLimitAction } from '@aws-sdk/client-batch';
import type { AwsError, SandboxAccount } from '../../engine/types.ts';
import type { Queue } from './kinds.ts';
import { environmentNamed } from './names.ts';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html */
const limitReasons = [
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
  'MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED',
];

export type Refuse = (text: string) => AwsError;

export function checkLimits(limits: readonly JobStateTimeLimitAction[] | undefined, no: Refuse): void {
  for (const { reason = '', state = '', maxTimeSeconds = 0, action = '' } of limits ?? []) {
    if (!limitReasons.includes(reason))
      throw no(`jobStateTimeLimitActions.reason can only be one of ${limitReasons.join(', ')}`);
    if (state !== 'RUNNABLE') throw no('jobStateTimeLimitActions.state must be RUNNABLE');
    if (action !== 'CANCEL') throw no('jobStateTimeLimitActions.action must be CANCEL');
    if (maxTimeSeconds < 600 || maxTimeSeconds > 86_400)
      throw no('jobStateTimeLimitActions.maxTimeSeconds must be between 600 and 86400');
  }
  const seen = (limits ?? []).map((limit) => limit.reason);
  if (new Set(seen).size < seen.length) throw no('jobStateTimeLimitActions must name each reason once');
}

export function checkPriority(priority: number | undefined, no: Refuse): void {
  if (priority !== undefined && (priority < 0 || priority > 1000))
    throw no('priority must be between 0 and 1000');
}

/** By ARN and in order. Every environment must be there and VALID. */
export function ordered(
  account: SandboxAccount,
  region: string,
  given: CreateJobQueueRequest['computeEnvironmentOrder'],
  no: Refuse,
): Queue['order'] {
  if (!given?.length) throw no('computeEnvironmentOrder must have at least one compute environment');
  if (given.length > 3) throw no('A job queue can have at most 3 compute environments');
  const order = given.map((one) => {
    const environment = environmentNamed(account, region, one.computeEnvironment ?? '');
    if (environment.status !== 'VALID')
      throw no(`ComputeEnvironment ${environment.name} is not VALID, it is ${environment.status}`);
    return { order: one.order ?? 0, computeEnvironment: environment.arn };
  });
  const numbers = new Set(order.map((o) => o.order));
  const places = new Set(order.map((o) => o.computeEnvironment));
  if (numbers.size < order.length || places.size < order.length)
    throw no('computeEnvironmentOrder must have different numbers and different compute environments');
  return order.sort((a, b) => a.order - b.order);
}
