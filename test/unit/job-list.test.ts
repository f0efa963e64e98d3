/** The list of jobs: what a look costs, what it sees of jobs that go on meanwhile, what a row says. */
import { describe, expect, test } from 'vitest';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { asKnown } from '../../main/jobs/known-job.ts';
import { jobRow, stopReason } from '../../main/jobs/rows.ts';
import { JobSight } from '../../main/jobs/sight.ts';
import { JobRow } from '../../preload/contract/job.ts';
import { ListDelta, withDelta } from '../../preload/contract/lists.ts';
import { begin, fakeBatch, many, type FakeJob } from '../support/fake-batch.ts';

const tenThousand = () => [
  ...many('SUCCEEDED', 7_000),
  ...many('FAILED', 2_000),
  ...many('RUNNABLE', 600),
  ...many('RUNNING', 400),
];
const status = (jobs: readonly { id: string; status: string }[], id: string) =>
  jobs.find((job) => job.id === id)?.status;

describe('looking at jobs', () => {
  test('10,000 jobs cost 14 requests for the seven statuses, and six for every look after that', async () => {
    const batch = fakeBatch(tenThousand());
    const sight = new JobSight();
    expect(await sight.look(batch.aws, {})).toHaveLength(10_000);
    expect(batch.count('batch:ListJobs')).toBe(14);
    expect(batch.count('batch:DescribeJobQueues')).toBe(1);
    batch.clock.now += 12_000;
    batch.calls.length = 0;
    expect(await sight.look(batch.aws, {})).toHaveLength(10_000);
    expect(batch.calls.map(({ operation }) => operation)).toEqual(Array(6).fill('batch:ListJobs'));
  });

  test('a job that ended between two looks is asked for by its id, a hundred at a time', async () => {
    const batch = fakeBatch(tenThousand());
    const sight = new JobSight();
    const before = await sight.look(batch.aws, {});
    for (let at = 0; at < 150; at += 1)
      Object.assign(batch.jobs.get(`running-${at}`)!, {
        status: at === 0 ? 'FAILED' : 'SUCCEEDED',
        stoppedAt: begin,
        ...(at === 0 && { statusReason: 'Host EC2 (instance i-0) terminated.' }),
      });
    batch.jobs.delete('runnable-7');
    batch.clock.now += 12_000;
    batch.calls.length = 0;
    const after = await sight.look(batch.aws, {});
    expect(batch.count('batch:DescribeJobs')).toBe(2);
    expect([status(after, 'running-0'), status(after, 'running-149')]).toEqual(['FAILED', 'SUCCEEDED']);
    expect(status(after, 'runnable-7')).toBeUndefined();
    expect(after).toHaveLength(9_999);
    // What did not change is the same object, so that its row is not made again.
    const known = new Set(before);
    expect(after.filter((job) => !known.has(job))).toHaveLength(150);
  });

  test('a job that was sent and is over before anybody looked is seen', async () => {
    const batch = fakeBatch(many('RUNNING', 2));
    const sight = new JobSight();
    await sight.look(batch.aws, {});
    const quick: FakeJob = {
      jobId: 'quick',
      jobName: 'q',
      status: 'FAILED',
      createdAt: begin + 1_000,
      stoppedAt: begin + 2_000,
    };
    batch.jobs.set('quick', quick);
    batch.clock.now += 12_000;
    const [newest] = await sight.look(batch.aws, {});
    expect([newest?.id, newest?.status]).toEqual(['quick', 'FAILED']);
  });

  test('where more than a page came at once, all lists are read again', async () => {
    const batch = fakeBatch(many('RUNNING', 2));
    const sight = new JobSight();
    await sight.look(batch.aws, {});
    for (const job of many('SUCCEEDED', 300))
      batch.jobs.set(job.jobId, { ...job, createdAt: begin + job.createdAt / 1e10 });
    batch.clock.now += 12_000;
    expect(await sight.look(batch.aws, {})).toHaveLength(302);
  });

  test('what AWS forgot is forgotten at the next whole look; a queue that is gone at once', async () => {
    const batch = fakeBatch(many('SUCCEEDED', 3));
    const sight = new JobSight();
    await sight.look(batch.aws, {});
    batch.jobs.delete('succeeded-1');
    batch.clock.now += 12_000;
    expect(await sight.look(batch.aws, {})).toHaveLength(3);
    batch.clock.now += 16 * 60_000;
    expect(await sight.look(batch.aws, {})).toHaveLength(2);
    batch.queues.length = 0;
    batch.clock.now += 6 * 60_000;
    expect(await sight.look(batch.aws, {})).toHaveLength(0);
  });

  test('a queue that went takes none of the others with it, and a new one is listed at the next reading of queues', async () => {
    const batch = fakeBatch(many('RUNNING', 2), ['one', 'two']);
    const sight = new JobSight();
    await sight.look(batch.aws, {});
    batch.queues[0] = 'three';
    batch.clock.now += 6 * 60_000;
    const seen = await sight.look(batch.aws, {});
    expect(sight.queues.map(({ jobQueueName }) => jobQueueName)).toEqual(['three', 'two']);
    expect(seen).toHaveLength(2);
    expect(seen.every(({ queue }) => queue === 'two' || queue === 'three')).toBe(true);
  });

  test('queues known from before are listed while they are asked for again', async () => {
    const batch = fakeBatch(tenThousand());
    const sight = new JobSight();
    await sight.look(batch.aws, {});
    batch.clock.now += 16 * 60_000;
    batch.calls.length = 0;
    let meanwhile = 0;
    const aws: typeof batch.aws = {
      ...batch.aws,
      async *pages(service, operation, ...rest) {
        if (operation === 'DescribeJobQueues') {
          await new Promise((resolve) => setImmediate(resolve));
          meanwhile = batch.count('batch:ListJobs');
        }
        yield* batch.aws.pages(service, operation, ...rest);
      },
    };
    await sight.look(aws, {});
    expect(meanwhile).toBeGreaterThanOrEqual(7);
    expect(batch.count('batch:ListJobs')).toBe(14);
    expect(batch.count('batch:DescribeJobQueues')).toBe(1);
  });

  test('two looks at once do not tread on each other', async () => {
    const batch = fakeBatch(many('RUNNING', 5));
    const sight = new JobSight();
    const [one, two] = await Promise.all([sight.look(batch.aws, {}), sight.look(batch.aws, {})]);
    expect(two).toEqual(one);
    expect(sight.jobs).toEqual(one);
  });
});

describe('the list of jobs', () => {
  test('travels as changes, by id: names come twice', async () => {
    const batch = fakeBatch([
      { jobId: 'a', jobName: 'same', status: 'RUNNING', createdAt: begin - 2 },
      { jobId: 'b', jobName: 'same', status: 'RUNNABLE', createdAt: begin - 1 },
    ]);
    const told: ListDelta[] = [];
    const live = openLiveJobs({
      connect: () => Promise.resolve(batch.aws),
      tell: (delta) => told.push(delta),
    });
    const { rows, version } = await live.look();
    expect(rows.map(({ id }) => id)).toEqual(['b', 'a']);
    batch.jobs.get('a')!.status = 'SUCCEEDED';
    batch.jobs.delete('b');
    batch.clock.now += 12_000;
    expect(await live.page.look()).toBe(7);
    const delta = ListDelta.parse(told.at(-1));
    if (delta.of !== 'jobs') throw new Error('of jobs');
    expect(delta.removed).toEqual(['b']);
    const held = withDelta(rows, version, delta);
    expect(held?.map(({ id, state }) => [id, state])).toEqual([['a', 'succeeded']]);
    expect(live.last()?.rows).toEqual(held);
    expect(live.known('b')).toBeUndefined();
  });

  test('an account that may not list jobs says so, and goes on', async () => {
    const batch = fakeBatch();
    const { failure } = await import('../../main/failure.ts');
    batch.aws.pages = async function* () {
      yield* [];
      throw failure('permission.denied', { action: 'batch:DescribeJobQueues' });
    };
    const live = openLiveJobs({ connect: () => Promise.resolve(batch.aws) });
    const { rows, refused } = await live.look();
    expect(rows).toEqual([]);
    expect(refused).toMatchObject([{ of: 'jobs', error: { code: 'permission.denied' } }]);
  });
});

describe('a row', () => {
  const row = (job: Partial<FakeJob>, queue = 'millwright-training') =>
    jobRow(
      asKnown(
        { jobId: 'x', jobName: 'mnist-0a1b2c3d', status: 'RUNNING', createdAt: begin, ...job } as never,
        queue,
      ),
      'eu-west-1',
    );

  test('says in words where a job is, since when, and what it costs as far as anybody knows', () => {
    const waits = row({ status: 'RUNNABLE' });
    expect(JobRow.parse(waits)).toMatchObject({
      state: 'waiting', usdPerHour: 0, usdSoFar: 0, planId: '0a1b2c3d', startedAt: null, reason: null, technical: null,
    }); // prettier-ignore
    const runs = row({ startedAt: begin + 60_000 });
    // Batch does not tell the machine: the machine is billed, and the list of machines has its price.
    expect(runs).toMatchObject({
      state: 'running',
      usdPerHour: null,
      usdSoFar: null,
      since: '2026-11-20T13:03:00.000Z',
    });
    const over = row({ status: 'SUCCEEDED', startedAt: begin, stoppedAt: begin + 1_000 });
    expect(over).toMatchObject({
      state: 'succeeded',
      usdPerHour: 0,
      usdSoFar: null,
      endedAt: '2026-11-20T13:02:01.000Z',
    });
  });

  test('explains what failed, and does not call failed what a person stopped', () => {
    const lost = row({
      status: 'FAILED',
      statusReason: 'Host EC2 (instance i-1) terminated.',
      stoppedAt: begin,
    });
    expect(lost.reason?.key).toBe('job.why.interrupted.says');
    expect(lost.technical).toBe('Host EC2 (instance i-1) terminated.');
    const memory = row({ status: 'FAILED', container: { exitCode: 137, reason: 'OutOfMemoryError: x' } });
    expect(memory.reason?.key).toBe('job.why.memory.says');
    const stopped = row({ status: 'FAILED', statusReason: stopReason, stoppedAt: begin });
    expect([stopped.state, stopped.reason]).toEqual(['stopped', null]);
  });

  test('takes a plan from the name only in the queue that Millwright made', () => {
    expect(row({}, 'somebody-elses').planId).toBeNull();
    expect(row({ jobName: 'mnist' }).planId).toBeNull();
    expect(row({ jobName: 'mnist-0011223344556677889900' }).planId).toBe('0011223344556677889900');
  });

  test('of an array job counts its parts, and runs when one of them does', () => {
    const parts = {
      size: 10,
      statusSummary: { SUBMITTED: 1, RUNNABLE: 3, STARTING: 1, RUNNING: 2, SUCCEEDED: 2, FAILED: 1 },
    };
    const parent = row({ status: 'PENDING', arrayProperties: parts });
    expect(parent).toMatchObject({
      state: 'running',
      parts: { size: 10, waiting: 4, running: 3, succeeded: 2, failed: 1 },
      usdPerHour: null,
    });
    const waits = row({ status: 'PENDING', arrayProperties: { size: 2, statusSummary: { RUNNABLE: 2 } } });
    expect(waits.state).toBe('waiting');
    expect(row({ arrayProperties: { index: 3, size: 10 } }).parts).toBeNull();
  });

  test('AWS writes 0 for what has not come yet', () => {
    expect(row({ status: 'RUNNABLE', startedAt: 0, stoppedAt: 0 })).toMatchObject({
      startedAt: null,
      endedAt: null,
    });
  });
});
