/** What running trainings cost an hour, in the list: a few are looked at, each now and then. */
import { expect, test } from 'vitest';
import type { Aws } from '../../main/aws/aws.ts';
import { failure } from '../../main/failure.ts';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { openRunningPrices } from '../../main/jobs/running-prices.ts';
import type { JobDetail, JobRow } from '../../preload/contract/job.ts';
import { begin, fakeBatch, many } from '../support/fake-batch.ts';

const row = (id: string, more: Partial<JobRow> = {}) =>
  ({ id, state: 'running', planId: 'p', parts: null, startedAt: 'then', ...more }) as JobRow;

function room(usdPerHour: number | null = 0.5) {
  const clock = { now: 0 };
  const asked: string[] = [];
  const known: string[] = [];
  const answers = { refused: false, usdPerHour };
  const prices = openRunningPrices({
    describe: (id) => {
      asked.push(id);
      if (answers.refused)
        return Promise.reject(failure('permission.denied', { action: 'batch:DescribeJobs' }));
      return Promise.resolve({ ...row(id), usdPerHour: answers.usdPerHour } as JobDetail);
    },
    onKnown: ({ id }) => known.push(id),
  });
  const aws = { now: () => clock.now } as Aws;
  const look = async (rows: JobRow[], later = 0) => {
    clock.now += later;
    asked.length = 0;
    await prices(rows, aws);
    return [...asked];
  };
  return { look, known, answers };
}

test('three at a look, each again after ten minutes, and a new try at once', async () => {
  const { look, known } = room();
  const rows = ['a', 'b', 'c', 'd'].map((id) => row(id));
  expect(await look(rows)).toEqual(['a', 'b', 'c']);
  expect(await look(rows)).toEqual(['d']);
  expect(await look(rows, 599_000)).toEqual([]);
  expect(await look([row('a', { startedAt: 'later' }), ...rows.slice(1)])).toEqual(['a']);
  expect(await look(rows.slice(1), 1_000)).toEqual(['b', 'c', 'd']);
  expect(known).toHaveLength(8);
});

test('a machine that nobody named yet is asked for after a minute; what is refused, too', async () => {
  const { look, answers } = room(null);
  expect(await look([row('a')])).toEqual(['a']);
  expect(await look([row('a')], 59_000)).toEqual([]);
  answers.refused = true;
  expect(await look([row('a')], 1_000)).toEqual(['a']);
  expect(await look([row('a')], 59_000)).toEqual([]);
  expect(await look([row('a')], 1_000)).toEqual(['a']);
});

test('jobs of others, arrays, and what waits or is over, are left alone; of hundreds the first twenty', async () => {
  const { look } = room();
  const others = [
    row('x', { planId: null }),
    row('y', { state: 'waiting' }),
    row('z', { state: 'succeeded' }),
  ];
  expect(await look(others)).toEqual([]);
  const parts = { size: 2, waiting: 0, running: 2, succeeded: 0, failed: 0 };
  expect(await look([row('array', { parts })])).toEqual([]);
  const hundreds = Array.from({ length: 300 }, (_, at) => row(`job-${at}`));
  const all = new Set<string>();
  for (let looks = 0; looks < 20; looks += 1) for (const id of await look(hundreds)) all.add(id);
  expect(all.size).toBe(20);
});

test('the list tells what was found out, for as long as it is true', async () => {
  const batch = fakeBatch(many('RUNNING', 1));
  const live = openLiveJobs({ connect: () => Promise.resolve(batch.aws) });
  const first = async () => (await live.look()).rows[0]!;
  const seen = await first();
  expect([seen.usdPerHour, seen.attempts]).toEqual([null, null]);
  const learn = (more: Partial<JobRow>) => live.learn({ ...seen, attempts: 2, usdPerHour: 0.5, ...more });
  learn({ usdSoFar: 1 });
  const told = await first();
  expect([told.usdPerHour, told.attempts, told.usdSoFar]).toEqual([0.5, 2, null]);
  const [id] = batch.jobs.keys();
  Object.assign(batch.jobs.get(id!)!, { startedAt: begin + 60_000 });
  batch.clock.now += 12_000;
  const again = await first();
  expect([again.usdPerHour, again.attempts]).toEqual([null, null]);
  Object.assign(batch.jobs.get(id!)!, { status: 'SUCCEEDED', stoppedAt: begin + 120_000 });
  batch.clock.now += 12_000;
  const over = await first();
  expect([over.usdPerHour, over.usdSoFar]).toEqual([0, null]);
  learn({ state: 'succeeded', usdSoFar: 0.75 });
  expect((await first()).usdSoFar).toBe(0.75);
});
