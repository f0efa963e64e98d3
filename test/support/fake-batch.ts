/** Lists and descriptions of Batch over a table of jobs, with AWS's pages and filters. */
import { failure } from '../../main/failure.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

export interface FakeJob {
  jobId: string;
  jobName: string;
  status: string;
  createdAt: number;
  startedAt?: number;
  stoppedAt?: number;
  statusReason?: string;
  container?: { exitCode?: number; reason?: string };
  arrayProperties?: { size?: number; index?: number; statusSummary?: Record<string, number> };
}

export interface FakeBatch extends FakeAws {
  jobs: Map<string, FakeJob>;
  queues: string[];
  /** ms. */
  clock: { now: number };
}

export const begin = Date.parse('2026-11-20T13:02:00Z');

export function fakeBatch(jobs: FakeJob[] = [], queues = ['millwright-training']): FakeBatch {
  const table = new Map(jobs.map((job) => [job.jobId, job]));
  const clock = { now: begin };
  const listed = (input: Record<string, unknown>): FakeJob[] => {
    const all = [...table.values()].sort((a, b) => b.createdAt - a.createdAt);
    const [filter] = (input['filters'] as { name: string; values: string[] }[] | undefined) ?? [];
    if (filter?.name === 'AFTER_CREATED_AT')
      return all.filter((job) => job.createdAt > Number(filter.values[0]));
    if (filter?.name === 'JOB_NAME')
      return all.filter((job) => job.jobName.toLowerCase() === filter.values[0]?.toLowerCase());
    return all.filter((job) => job.status === (input['jobStatus'] ?? 'RUNNING'));
  };
  /** Whole answers to lists that are read page by page. */
  const answers = new Map<string, FakeJob[]>();
  const fake = fakeAws(
    {
      'batch:DescribeJobQueues': () => ({
        jobQueues: queues.map((jobQueueName) => ({ jobQueueName, state: 'ENABLED', status: 'VALID' })),
      }),
      'batch:ListJobs': (input) => {
        const { jobQueue } = input;
        if (typeof jobQueue === 'string' && !queues.includes(jobQueue))
          throw failure('aws.refusedInput', {}, { technical: { text: `JobQueue ${jobQueue} not found.` } });
        const most = input['filters'] === undefined ? 1000 : 100;
        if (Number(input['maxResults']) > most) throw new Error(`at most ${most} a page`);
        const from = Number(input['nextToken'] ?? 0);
        const { nextToken: _token, ...question } = input;
        const asked = JSON.stringify(question);
        const found = (from === 0 ? undefined : answers.get(asked)) ?? listed(input);
        answers.set(asked, found);
        const to = from + Number(input['maxResults'] ?? most);
        return {
          jobSummaryList: found.slice(from, to),
          ...(to < found.length && { nextToken: String(to) }),
        };
      },
      'batch:DescribeJobs': (input) => {
        const ids = input['jobs'] as string[];
        if (ids.length > 100) throw new Error('at most 100');
        return { jobs: ids.flatMap((id) => table.get(id) ?? []) };
      },
    },
    () => clock.now,
  );
  return { ...fake, jobs: table, queues, clock };
}

/** So many jobs of a status, one a second. */
export function many(status: string, count: number): FakeJob[] {
  return Array.from({ length: count }, (_, at) => ({
    jobId: `${status.toLowerCase()}-${at}`,
    jobName: `job-${at}`,
    status,
    createdAt: begin - 10_000_000 + at * 1_000,
    ...(status === 'RUNNABLE' || status === 'SUBMITTED' ? {} : { startedAt: begin - 5_000_000 + at * 1_000 }),
    ...(status === 'SUCCEEDED' || status === 'FAILED' ? { stoppedAt: begin - 1_000_000 + at * 1_000 } : {}),
  }));
}
