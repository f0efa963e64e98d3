/** After a training: what it cost comes into its receipt, and it is run again, as it was and with changes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { Engine } from '../../main/engine.ts';
import { jobHandlers, openJobs, type JobRoom } from '../../main/jobs/handlers.ts';
import { type LiveJobs, openLiveJobs } from '../../main/jobs/live.ts';
import { checkAnswers } from '../../main/plans/answers.ts';
import { planHere } from '../../main/plans/store.ts';
import { asset } from '../../main/program.ts';
import { censusCsv } from '../../main/samples/census.ts';
import { AwsError } from '../../main/sandbox/index.ts';
import { interruptJob } from '../../main/sandbox/services/batch/index.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import type { JobDetail } from '../../preload/contract/job.ts';
import { jobs as contract } from '../../preload/contract/domains/jobs.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { prepareAccount } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';

const bucket = 'training-again-4417';
const region = 'us-east-1';
const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
let spine: Spine;
let engine: Engine;
let live: LiveJobs;
let room: JobRoom;
const completed: string[] = [];

const call = (service: string, operation: string, input: Record<string, unknown>) => {
  const { account } = spine.sandbox;
  const { userName: name } = account.administrator;
  const as = {
    kind: 'user' as const,
    name,
    arn: `arn:aws:iam::${account.id}:user/${name}`,
    userId: 'AIDAADMIN',
  };
  return account.perform({ service, operation, input, region, as });
};

async function start(source: string, answers: Answers): Promise<Plan> {
  const plan = await spine.plan(engine, source, answers);
  await engine.plans.save(plan);
  const task = await spine.apply(engine, plan);
  expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
  return plan;
}

const parts = () => ({
  connect: () => engine.connections.aws(),
  now: () => spine.clock.now(),
  prices: engine.prices,
  receipts: engine.receipts,
  plan: (of: string) => planHere(engine.plans, of),
});

const detail = async (id: string): Promise<JobDetail> =>
  contract.get.output.parse(await room.handlers.get({ id }, context));

/** Until the job of a plan is as it shall be; answers its id. */
async function until(planId: string, ...states: string[]): Promise<string> {
  for (let at = 0; at < 400; at += 1) {
    const { rows } = await live.look();
    const row = rows.find((one) => one.planId === planId);
    if (row !== undefined && states.includes(row.state)) return row.id;
    await spine.sandbox.advance(30);
  }
  throw new Error(`The job never was ${states.join(' or ')}.`);
}

/** Until AWS has taken the machine so often. */
async function interrupted(of: string, times: number): Promise<void> {
  for (let at = 0; at < 100; at += 1) {
    if ((await detail(of)).interruptions >= times) return;
    await spine.sandbox.advance(10);
  }
  throw new Error(`The job was not interrupted ${times} times.`);
}

const receiptOf = async (planId: string) =>
  (await engine.receipts.list()).items.find(({ value }) => value.planId === planId)?.value;

let plan: Plan;
let id: string;

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await call('servicequotas', 'RequestServiceQuotaIncrease', {
    ServiceCode: 'ec2',
    QuotaCode: 'L-3819A6DF',
    DesiredValue: 16,
  });
  await spine.sandbox.advance(3_600);
  const aws = await engine.connections.aws();
  const put = (Key: string, Body: string | Buffer) =>
    aws.call('s3', 'PutObject', { Bucket: bucket, Key, Body });
  await put('code/train.py', readFileSync(asset('samples', 'train-census', 'train.py')));
  await put('data/train.csv', censusCsv(800, 1));
  const connect = () => engine.connections.aws();
  live = openLiveJobs({ connect, onSeen: (rows, of) => void room.seen(rows, of) });
  room = openJobs({ ...parts(), live, onReceipt: ({ planId }) => void completed.push(planId) });
  plan = await start('gpu-training', {
    name: 'census',
    code: `s3://${bucket}/code/`,
    data: { training: `s3://${bucket}/data/train.csv` },
    bucket: { choice: bucket },
    script: 'train.py --epochs 20',
  });
  for (const times of [1, 2]) {
    id = await until(plan.id, 'running');
    await spine.sandbox.advance(6 * 60);
    interruptJob(spine.sandbox.account, region, id);
    await interrupted(id, times);
  }
  await until(plan.id, 'running');
}, 120_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
});

test('a training that runs tells its machine and what it costs an hour', async () => {
  const now = await detail(id);
  expect(now.machine.instanceType).toMatch(/^g/);
  expect(now.money?.measured.unknown).toEqual([]);
  expect(now.usdPerHour).toBeGreaterThan(0.1);
  expect(now.money?.measured.unknown).toEqual([]);
  // The receipt of the plan waits for its end.
  expect((await receiptOf(plan.id))?.run).toBeUndefined();
});

test('over, its receipt has tries, machines, cost and what Spot saved, by a look at the list alone', async () => {
  await until(plan.id, 'succeeded');
  await expect.poll(() => completed, { timeout: 20_000 }).toEqual([plan.id]);
  const run = (await receiptOf(plan.id))?.run;
  expect(run).toMatchObject({ jobId: id, state: 'succeeded', interruptions: 2 });
  expect(run?.attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted', 'succeeded']);
  for (const one of run?.attempts ?? []) {
    expect(one.machine?.zone).toMatch(/^us-east-1[abc]$/);
    expect(one.usd).toBeGreaterThan(0);
  }
  expect(run?.usualUsd).toBeGreaterThan(run?.measured.usd ?? Infinity);

  // The account's own books: machines of this type were billed for at least as long.
  const seconds = spine.sandbox
    .ledger()
    .flatMap(({ billed }) => billed)
    .filter(({ priceKey }) => priceKey.startsWith('ec2:spot:'))
    .reduce(
      (sum, { from, to }) =>
        sum + (Date.parse(to ?? '') || spine.clock.now()) / 1000 - Date.parse(from) / 1000,
      0,
    );
  const ran = (run?.attempts ?? []).reduce(
    (sum, { startedAt, endedAt }) => sum + (Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')) / 1000,
    0,
  );
  expect(ran).toBeGreaterThan(12 * 60);
  expect(ran).toBeLessThanOrEqual(seconds);

  // In its row at the next look, nobody having opened its page; and the same on its page.
  const row = async (of: LiveJobs) => (await of.look()).rows.find((one) => one.id === id);
  const told = { attempts: 3, usdSoFar: run?.measured.usd };
  expect(await row(live)).toMatchObject(told);
  expect((await detail(id)).money).toEqual({ measured: run?.measured, usualUsd: run?.usualUsd });

  // A later start has it from the receipt.
  const later = openLiveJobs({ connect: () => engine.connections.aws() });
  const seen = openJobs({ ...parts(), live: later }).seen;
  await seen((await later.look()).rows, await engine.connections.aws());
  expect(await row(later)).toMatchObject(told);
  expect((await receiptOf(plan.id))?.run).toEqual(run);
});

test('once more as it was: one more job, from the beginning, with results of its own', async () => {
  const { name, whyNot } = await room.handlers.again({ id }, context);
  expect({ name, whyNot }).toEqual({ name: 'census', whyNot: null });
  const again = await start('job-again', { name: 'census' });
  const second = await until(again.id, 'succeeded');
  expect((await live.look()).rows).toHaveLength(2);
  const aws = await engine.connections.aws();
  const folder = `trainings/census/${again.id}/`;
  const { Contents = [] } = await aws.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: folder });
  const keys = Contents.map(({ Key }) => Key?.slice(folder.length));
  expect(keys).toEqual(expect.arrayContaining(['export/model.json', 'model/metrics.json']));
  const { lines } = await room.handlers.log(
    { id: second, from: null, direction: 'newer', search: 'No checkpoint yet', everywhere: false, limit: 10 },
    context,
  );
  expect(lines).toHaveLength(1);
  await expect.poll(() => completed.includes(again.id), { timeout: 20_000 }).toBe(true);
});

test('with changes: its answers under a name that is free make a plan at once, also those of a run again', async () => {
  const { answers } = await room.handlers.again({ id }, context);
  const { rows } = await live.look();
  const second = rows.find((row) => row.name === 'census' && row.id !== id);
  expect((await room.handlers.again({ id: second?.id ?? '' }, context)).answers).toEqual(answers);
  expect(answers).toMatchObject({
    name: 'census-2',
    bucket: { choice: bucket },
    script: 'train.py --epochs 20',
  });
  expect(checkAnswers(gpuTraining, answers).ok).toBe(true);
  expect((await spine.plan(engine, 'gpu-training', answers ?? {})).blockers).toEqual([]);
});

test('of a job that others sent nothing is offered, and the reason is said', async () => {
  const definition = 'millwright-training-census';
  const { jobId } = await call('batch', 'SubmitJob', {
    jobName: 'theirs',
    jobQueue: 'millwright-training',
    jobDefinition: definition,
  });
  const answer = await room.handlers.again({ id: String(jobId) }, context);
  expect(answer).toEqual({ name: null, answers: null, whyNot: { key: 'job.again.foreign' } });
});

test('where neither prices nor log are to be had, nothing is guessed', async () => {
  const refused = spine.sandbox.hook({
    before: ({ operation }) => {
      if (operation === 'GetLogEvents') throw new AwsError('AccessDeniedException', 'not for you', 400);
    },
  });
  try {
    const bare = jobHandlers({ connect: () => engine.connections.aws(), live, now: () => spine.clock.now() });
    const page = contract.get.output.parse(await bare.get({ id }, context));
    expect(page).toMatchObject({ usdSoFar: null, machine: { instanceType: null } });
    expect(page.money?.measured.unknown).toContain('ec2:spot');
  } finally {
    refused();
  }
}, 60_000);

test('Spot prices of the machines that the answers lead to are drawn in their cheapest zone', async () => {
  const { lines } = contract.spotPrices.output.parse(
    await room.handlers.spotPrices({ answers: plan.answers }, context),
  );
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const { type, points, usualUsd } of lines) {
    expect(points.length, type).toBeGreaterThan(30);
    if (usualUsd !== null) expect(Math.max(...points.map(({ usd }) => usd))).toBeLessThan(usualUsd);
  }
});
