/** Jobs as DescribeJobs and ListJobs show them. */
import type { JobDetail, JobSummary } from '@aws-sdk/client-batch';
import type { SandboxAccount } from '../../engine/types.ts';
import type { Job } from './kinds.ts';
import { specOf } from './names.ts';

export function shown(account: SandboxAccount, region: string, job: Readonly<Job>): JobDetail {
  const spec = specOf(account, region, job);
  const current = job.now?.container ?? job.last ?? {};
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    jobQueue: job.queue,
    jobDefinition: job.definition,
    status: job.status,
    ...(job.statusReason === undefined ? {} : { statusReason: job.statusReason }),
    attempts: job.attempts.map((a) => ({
      ...a,
      container: { ...a.container, networkInterfaces: [] },
    })),
    createdAt: job.createdAt,
    // AWS answers the two instants only when they have come.
    ...((job.startedAt === undefined ? {} : { startedAt: job.startedAt }) as { startedAt: number }),
    ...(job.stoppedAt === undefined ? {} : { stoppedAt: job.stoppedAt }),
    retryStrategy: { evaluateOnExit: [], ...spec.retry },
    dependsOn: [...job.dependsOn],
    parameters: { ...spec.parameters },
    container: {
      command: [],
      volumes: [],
      environment: [],
      mountPoints: [],
      ulimits: [],
      resourceRequirements: [],
      secrets: [],
      networkInterfaces: [],
      ...spec.container,
      ...current,
    },
    ...(spec.timeoutSeconds === undefined
      ? {}
      : { timeout: { attemptDurationSeconds: spec.timeoutSeconds } }),
    ...(job.array
      ? {
          arrayProperties: {
            size: job.array.size,
            statusSummary: { ...job.array.summary },
            statusSummaryLastUpdatedAt: job.array.summaryAt,
          },
        }
      : {}),
    ...(job.index === undefined ? {} : { arrayProperties: { index: job.index } }),
    tags: { ...job.tags },
    propagateTags: spec.propagateTags,
    platformCapabilities: ['EC2'],
    eksAttempts: [],
    isCancelled: job.cancelled ?? false,
    isTerminated: job.terminated ?? false,
  };
}

export function summary(job: Readonly<Job>): JobSummary {
  const container = job.now?.container ?? job.last;
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    jobDefinition: job.definition,
    createdAt: job.createdAt,
    status: job.status,
    ...(job.statusReason === undefined ? {} : { statusReason: job.statusReason }),
    ...(job.startedAt === undefined ? {} : { startedAt: job.startedAt }),
    ...(job.stoppedAt === undefined ? {} : { stoppedAt: job.stoppedAt }),
    ...(container?.exitCode === undefined && container?.reason === undefined
      ? {}
      : {
          container: {
            ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
            ...(container.reason === undefined ? {} : { reason: container.reason }),
          },
        }),
    ...(job.array ? { arrayProperties: { size: job.array.size } } : {}),
    ...(job.index === undefined ? {} : { arrayProperties: { index: job.index } }),
  };
}
