/** Jobs as they are shown and listed; cancelled and terminated; the front of a queue. */
import type {
  CancelJobRequest,
  DescribeJobsRequest,
  GetJobQueueSnapshotRequest,
  ListJobsRequest,
  TerminateJobRequest,
} from '@aws-sdk/client-batch';
import { notModelled } from '../../engine/perform.ts';
import type { Call } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { resourceTagContext } from '../shared/tags.ts';
import { matches } from './choices.ts';
import { cancelJob, endJob } from './job-endings.ts';
import { isOver } from './job-life.ts';
import { endedJobs, jobs, type Job } from './kinds.ts';
import { batchArn, clientError, findJob, queueNamed, refuse, shortName } from './names.ts';
import { shown, summary } from './job-shown.ts';
import { submitJob } from './submit.ts';

const describe = operation<DescribeJobsRequest, object>({
  run(call) {
    const { account, region, input } = call;
    const ids = input.jobs ?? [];
    if (ids.length === 0 || ids.length > 100) throw refuse(call, 'Between 1 and 100 jobs can be described.');
    return {
      jobs: ids.flatMap((given) => {
        const job = findJob(account, region, shortName(given));
        return job ? [shown(account, region, job)] : [];
      }),
    };
  },
});

type Test = (job: Readonly<Job>) => boolean;

/** One filter at a time; names without regard to case, `*` at the end for a beginning. */
function filterTest(call: Call<ListJobsRequest>): Test {
  const filters = call.input.filters ?? [];
  if (filters.length > 1) throw refuse(call, 'Only one filter can be used at a time.');
  const { name = '', values = [] } = filters[0] ?? {};
  if (values.length === 0) throw refuse(call, `Filter ${name} has no values.`);
  const lower = values.map((v) => v.toLowerCase());
  const instant = Number(values[0]);
  switch (name) {
    case 'JOB_NAME':
      return (job) => lower.some((v) => matches(v, job.name.toLowerCase()));
    case 'JOB_DEFINITION':
      return (job) => {
        const definition = shortName(job.definition);
        return values.some((v) => {
          const wanted = shortName(v);
          return matches(wanted, definition) || wanted === definition.split(':')[0];
        });
      };
    case 'BEFORE_CREATED_AT':
      return (job) => job.createdAt < instant;
    case 'AFTER_CREATED_AT':
      return (job) => job.createdAt > instant;
    case 'SHARE_IDENTIFIER':
      throw notModelled('batch', 'ListJobs with SHARE_IDENTIFIER');
    default:
      throw refuse(call, `Filter ${name} is not supported.`);
  }
}

const newestFirst = (a: Readonly<Job>, b: Readonly<Job>) => b.createdAt - a.createdAt;

function listed(call: Call<ListJobsRequest>): readonly Readonly<Job>[] {
  const { account, region, input } = call;
  const { jobQueue, arrayJobId, multiNodeJobId, jobStatus = 'RUNNING', filters } = input;
  if ([jobQueue, arrayJobId, multiNodeJobId].filter((v) => v !== undefined).length !== 1)
    throw clientError('You must specify exactly one of jobQueue, arrayJobId and multiNodeJobId.');
  if (multiNodeJobId !== undefined) throw notModelled('batch', 'ListJobs of a multi-node job');
  const open = jobs(account, region);
  const ended = endedJobs(account, region);
  if (arrayJobId !== undefined) {
    const children = (table: typeof open) => table.range({ prefix: `${arrayJobId}:`, limit: 10_000 });
    const all = [...children(open), ...children(ended)].filter((job) => job.status === jobStatus);
    return all.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  }
  const queue = queueNamed(account, region, jobQueue ?? '').arn;
  const inQueue: Test = (job) => job.queue === queue && job.parent === undefined;
  if (filters?.length) {
    const test = filterTest(call);
    return [...ended.list(), ...open.list()]
      .filter((job) => inQueue(job) && test(job))
      .reverse()
      .sort(newestFirst);
  }
  const table = isOver(jobStatus) ? ended : open;
  return table
    .list()
    .filter((job) => job.status === jobStatus && inQueue(job))
    .reverse();
}

/** 1,000 a page; with a filter 100, whatever is asked. */
const list = operation<ListJobsRequest, object>({
  page: {
    items: 'jobSummaryList',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'maxResults',
    defaultSize: 1000,
    maxSize: 1000,
    most: (input) => ((input['filters'] as unknown[] | undefined)?.length ? 100 : 1000),
  },
  run: (call) => ({ jobSummaryList: listed(call).map(summary) }),
});

interface OnJob {
  jobId?: string | undefined;
  reason?: string | undefined;
}

const onJob = (call: Call<OnJob>) => {
  const id = shortName(call.input.jobId ?? '');
  const tags = findJob(call.account, call.region, id)?.tags ?? {};
  return [{ resource: batchArn(call.account, call.region, `job/${id}`), context: resourceTagContext(tags) }];
};

function known({ account, region, input }: Call<OnJob>): string {
  const id = shortName(input.jobId ?? '');
  if (!findJob(account, region, id)) throw clientError(`Job ${id} not found.`);
  return id;
}

const cancel = operation<CancelJobRequest, object>({
  access: onJob,
  run(call) {
    cancelJob(call.account, call.region, known(call), call.input.reason ?? '');
    return {};
  },
});

const terminate = operation<TerminateJobRequest, object>({
  access: onJob,
  async run(call) {
    await endJob(call.account, call.region, known(call), call.input.reason ?? '');
    return {};
  },
});

const snapshot = operation<GetJobQueueSnapshotRequest, object>({
  access: (call) => [
    { resource: batchArn(call.account, call.region, `job-queue/${shortName(call.input.jobQueue ?? '')}`) },
  ],
  run({ account, region, input, now }) {
    const queue = queueNamed(account, region, input.jobQueue ?? '').arn;
    const front = jobs(account, region)
      .list()
      .filter((job) => job.status === 'RUNNABLE' && job.queue === queue)
      .slice(0, 100);
    return {
      frontOfQueue: {
        jobs: front.map((job) => ({
          jobArn: job.arn,
          earliestTimeAtPosition: job.runnableAt ?? job.createdAt,
        })),
        lastUpdatedAt: now,
      },
    };
  },
});

export const jobOperations: Operations = {
  SubmitJob: submitJob,
  DescribeJobs: describe,
  ListJobs: list,
  CancelJob: cancel,
  TerminateJob: terminate,
  GetJobQueueSnapshot: snapshot,
};
