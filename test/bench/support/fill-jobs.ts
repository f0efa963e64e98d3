/** Many jobs in a sandbox account, past the calls that would make them one by one, and the log of one of them. */
import type { Sandbox } from '../../../main/sandbox/index.ts';
import { seedJobs } from '../../../main/sandbox/services/batch/index.ts';
import {
  definitions,
  endedJobs,
  queues,
  type JobStatus,
} from '../../../main/sandbox/services/batch/kinds.ts';
import { batchArn } from '../../../main/sandbox/services/batch/names.ts';
import { appendEvents, groupKind, type LogStream } from '../../../main/sandbox/services/logs/store.ts';

const region = 'us-east-1';
const group = '/aws/batch/job';

/** Answers the id of the job that printed `lines`, of any if there is no log; null: none has ended. */
export function fillJobs(
  { account }: Sandbox,
  counts: Partial<Record<JobStatus, number>>,
  lines = 0,
): string | null {
  const resource = { tags: {}, turn: 0 };
  queues(account, region).put({
    ...resource,
    name: 'q',
    arn: batchArn(account, region, 'job-queue/q'),
    state: 'ENABLED',
    status: 'VALID',
    statusReason: '',
    priority: 1,
    order: [],
    limits: [],
  });
  definitions(account, region).put({
    name: 'd',
    revision: 1,
    arn: batchArn(account, region, 'job-definition/d:1'),
    container: { image: 'public.ecr.aws/docker/library/python:3.12', command: ['python', 'train.py'] },
    parameters: {},
    propagateTags: false,
    tags: {},
  });
  seedJobs(account, region, { queue: 'q', definition: 'd', counts, name: 'training', ago: 600_000 });
  const job = endedJobs(account, region).list().at(-1);
  if (job === undefined) return null;
  if (lines === 0) return job.id;
  const now = account.clock.now();
  const name = `d/default/${job.id.replaceAll('-', '')}`;
  const stream: LogStream = { group, name, createdAt: now - lines, storedBytes: 0, written: 0 };
  account.table(groupKind, region).put({ name: group, createdAt: now - lines, tags: {} });
  const said = Array.from({ length: lines }, (_, n) => ({
    at: now - lines + n,
    message: `step ${String(n)} loss=${(1 / (1 + n)).toFixed(6)} batch=${String(n % 97)} of plate-${String(n % 1009)}`,
  }));
  appendEvents(account, region, stream, said);
  const container = { logStreamName: name, exitCode: 0 };
  endedJobs(account, region).put({
    ...job,
    last: container,
    attempts: [
      {
        container,
        startedAt: job.startedAt ?? job.createdAt,
        stoppedAt: job.stoppedAt ?? now,
        statusReason: 'Essential container in task exited',
      },
    ],
  });
  return job.id;
}
