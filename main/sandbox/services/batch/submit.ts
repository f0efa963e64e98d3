/** SubmitJob: has no token, so whoever calls it twice has two jobs. */
import type { ContainerOverrides, SubmitJobRequest } from '@aws-sdk/client-batch';
import { notModelled } from '../../engine/perform.ts';
import { AwsError, type AccessNeed, type Call } from '../../engine/types.ts';
import { operation } from '../shared/operation.ts';
import { requestTagContext } from '../shared/tags.ts';
import { checkEnvironment, checkRetry, checkTimeout, resourcesOf } from './definition-checks.ts';
import { tagNeeds } from './environments.ts';

import { keep, noChildren } from './job-life.ts';
import type { Definition, Job, JobSpec } from './kinds.ts';
import {
  batchArn,
  clientError,
  definitionNamed,
  findJob,
  namePattern,
  queueNamed,
  refuse,
  shortName,
} from './names.ts';
import { wake } from './wake.ts';

type Submit = SubmitJobRequest;

/** Asked on the definition (its revision) and on the queue. */
function access(call: Call<Submit>): AccessNeed[] {
  const { account, region, input } = call;
  const context = requestTagContext(input.tags ?? {});
  return [
    { resource: definitionArn(call), context },
    { resource: batchArn(account, region, `job-queue/${shortName(input.jobQueue ?? '')}`), context },
    ...tagNeeds(batchArn(account, region, 'job/*'), input.tags),
  ];
}

function definitionArn({ account, region, input }: Call<Submit>): string {
  const given = input.jobDefinition ?? '';
  try {
    return definitionNamed(account, region, given).arn;
  } catch (error) {
    // Whoever may not ask learns nothing about what there is.
    if (error instanceof AwsError) return batchArn(account, region, `job-definition/${shortName(given)}`);
    throw error;
  }
}

/** Overrides replace; variables are merged by name. */
function specFor(definition: Readonly<Definition>, input: Submit, no: (text: string) => AwsError): JobSpec {
  const over: ContainerOverrides = input.containerOverrides ?? {};
  const container = structuredClone<unknown>(definition.container) as Definition['container'];
  if (over.command) container.command = [...over.command];
  if (over.environment) {
    checkEnvironment(over.environment, no);
    const names = new Set(over.environment.map((v) => v.name));
    const kept = (container.environment ?? []).filter((v) => !names.has(v.name));
    container.environment = [...kept, ...structuredClone(over.environment)];
  }
  for (const one of over.resourceRequirements ?? []) {
    const others = (container.resourceRequirements ?? []).filter((r) => r.type !== one.type);
    container.resourceRequirements = [...others, { ...one }];
  }
  // The old members override only definitions that use them too (nextstrain/cli#177).
  /* eslint-disable @typescript-eslint/no-deprecated -- taken as AWS takes them */
  if (over.vcpus !== undefined && container.vcpus !== undefined) container.vcpus = over.vcpus;
  if (over.memory !== undefined && container.memory !== undefined) container.memory = over.memory;
  /* eslint-enable @typescript-eslint/no-deprecated */
  const { vcpus = 1, memoryMib = 1, gpus } = resourcesOf(container, no);
  const retry = input.retryStrategy ?? definition.retry ?? {};
  const seconds = input.timeout?.attemptDurationSeconds ?? definition.timeoutSeconds;
  const priority = input.schedulingPriorityOverride ?? definition.schedulingPriority;
  return {
    container,
    vcpus,
    memoryMib,
    gpus,
    parameters: { ...definition.parameters, ...input.parameters },
    retry: { ...structuredClone(retry), attempts: retry.attempts ?? 1 },
    ...(seconds === undefined ? {} : { timeoutSeconds: seconds }),
    propagateTags: input.propagateTags ?? definition.propagateTags,
    ...(priority === undefined ? {} : { schedulingPriority: priority }),
  };
}

function checkSubmit(call: Call<Submit>, no: (text: string) => AwsError): void {
  const { account, region, input } = call;
  // Text as reported in fluidattacks/makes#697.
  if (!namePattern.test(input.jobName ?? '')) throw no('Job name should match valid pattern');
  if (input.nodeOverrides || input.eksPropertiesOverride || input.ecsPropertiesOverride)
    throw notModelled('batch', 'SubmitJob for anything but one container');
  if (input.shareIdentifier !== undefined) throw notModelled('batch', 'SubmitJob with a share identifier');
  const size = input.arrayProperties?.size;
  if (size !== undefined && (size < 2 || size > 10_000)) throw no('Array size must be between 2 and 10000');
  if ((input.dependsOn ?? []).length > 20) throw no('A job can depend on at most 20 jobs');
  for (const { jobId, type } of input.dependsOn ?? []) {
    if (jobId === undefined && (type !== 'SEQUENTIAL' || size === undefined))
      throw no('A dependency without a job id must be SEQUENTIAL, of an array job');
    if (jobId !== undefined && !findJob(account, region, jobId))
      throw no(`Job ${jobId}, on which the job depends, does not exist`);
  }
  checkRetry(input.retryStrategy, no);
  checkTimeout(input.timeout?.attemptDurationSeconds, no);
}

export const submitJob = operation<Submit, object>({
  access,
  run(call) {
    const { account, region, input, now } = call;
    const no = (text: string): AwsError => refuse(call, text);
    const queue = queueNamed(account, region, input.jobQueue ?? '');
    const definition = definitionNamed(account, region, input.jobDefinition ?? '');
    checkSubmit(call, no);
    if (queue.state !== 'ENABLED' || queue.status === 'DELETING')
      throw clientError(`JobQueue ${queue.name} is not in ENABLED state`);
    const id = account.newId(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const size = input.arrayProperties?.size;
    const job: Job = {
      id,
      name: input.jobName ?? '',
      arn: batchArn(account, region, `job/${id}`),
      queue: queue.arn,
      definition: definition.arn,
      status: 'SUBMITTED',
      createdAt: now,
      spec: specFor(definition, input, no),
      dependsOn: structuredClone(input.dependsOn ?? []),
      attempts: [],
      tags: { ...input.tags },
      turn: 0,
      ...(size === undefined ? {} : { array: { size, summary: noChildren(), summaryAt: now } }),
    };
    keep(account, region, job);
    wake(account, region);
    return { jobArn: job.arn, jobName: job.name, jobId: id };
  },
});
