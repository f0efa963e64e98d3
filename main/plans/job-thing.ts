/**
 * A job of Batch as something that single calls act on. SubmitJob has neither a token nor a unique name: the job's name
 * holds the plan's id, and after a lost answer it is looked for by that name.
 */
import type { Aws } from '../aws/aws.ts';
import type { LookOptions } from '../stacks/look.ts';
import type { Thing } from './things.ts';

const text = (input: object, member: string): string => String(Reflect.get(input, member) ?? '');

/** Id of the job that was submitted under this name; undefined: none is listed. */
async function submitted(aws: Aws, input: object, options: LookOptions): Promise<string | undefined> {
  const [jobQueue, jobName] = [text(input, 'jobQueue'), text(input, 'jobName')];
  // With this filter every status is listed, large and small letters alike.
  const filters = [{ name: 'JOB_NAME', values: [jobName] }];
  for await (const page of aws.pages('batch', 'ListJobs', { jobQueue, filters, maxResults: 100 }, options))
    for (const job of page.jobSummaryList ?? []) if (job.jobName === jobName) return job.jobId;
  return undefined;
}

async function idOf(aws: Aws, input: object, options: LookOptions): Promise<string | undefined> {
  const id = text(input, 'jobId');
  return id === '' ? submitted(aws, input, options) : id;
}

async function describe(aws: Aws, input: object, options: LookOptions) {
  const id = await idOf(aws, input, options);
  if (id === undefined) return undefined;
  const { jobs: [job] = [] } = await aws.call('batch', 'DescribeJobs', { jobs: [id] }, options);
  // A list knows it already, or its id would not be here.
  return job ?? { jobId: id, status: 'SUBMITTED' as const };
}

const ends = ['SUCCEEDED', 'FAILED'] as const;

export const job: Thing = {
  kind: 'job',
  /** `queue/name` of one that was submitted, or an id. */
  named(name) {
    const [jobQueue = '', jobName] = name.split('/', 2);
    return jobName === undefined ? { jobId: name } : { jobQueue, jobName };
  },
  /** As AWS names it; `TERMINATING`: told to end, and not ended yet. */
  async state(aws, input, options) {
    const found = await describe(aws, input, options);
    if (found === undefined) return 'absent';
    const status = found.status ?? 'SUBMITTED';
    const told = 'isTerminated' in found && found.isTerminated === true;
    return told && !ends.some((end) => end === status) ? 'TERMINATING' : status;
  },
  async reason(aws, input, options) {
    const found = await describe(aws, input, options);
    return found !== undefined && 'statusReason' in found ? found.statusReason : undefined;
  },
  failed: ['FAILED', 'absent'],
  reachedBy: {
    'batch:SubmitJob': [
      'SUBMITTED',
      'PENDING',
      'RUNNABLE',
      'STARTING',
      'RUNNING',
      'TERMINATING',
      'SUCCEEDED',
      'FAILED',
    ],
    'batch:TerminateJob': ['TERMINATING', 'SUCCEEDED', 'FAILED'],
  },
  // docs/aws.md, "Repeating calls": a list may show a job so much later than it was submitted.
  onlyOnce: {
    'batch:SubmitJob': {
      seenWithin: 180_000,
      answered: (output) => typeof output === 'object' && output !== null && text(output, 'jobId') !== '',
      unseen: (input) => ({ name: text(input, 'jobName') }),
    },
  },
  inverse: {
    'batch:SubmitJob': {
      operation: 'TerminateJob',
      from: ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING'],
      until: 'FAILED',
      input: async (aws, input, options) => ({
        jobId: (await idOf(aws, input, options)) ?? '',
        reason: 'Taken back in Millwright',
      }),
    },
  },
  same: { FAILED: [...ends] },
};
