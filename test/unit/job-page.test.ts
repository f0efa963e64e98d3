/** The page of one job, its log and its charts, as the window asks for them. */
import { describe, expect, test } from 'vitest';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { jobHandlers } from '../../main/jobs/handlers.ts';
import { failure } from '../../main/failure.ts';
import { jobs as contract } from '../../preload/contract/domains/jobs.ts';
import { languages, say } from '../../words/index.ts';
import { fakeAws } from '../support/fake-aws.ts';
import { begin, fakeBatch, many } from '../support/fake-batch.ts';

const when = { timeZone: 'UTC', now: begin };
const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
const minute = 60_000;
const id = '0f0f0f0f-1111-2222-3333-444444444444';

const container = {
  image: '1.dkr.ecr.eu-west-1.amazonaws.com/train:1',
  resourceRequirements: [
    { type: 'VCPU', value: '4' },
    { type: 'MEMORY', value: '14000' },
    { type: 'GPU', value: '1' },
  ],
  environment: [
    { name: 'TRAINING_DATA', value: 's3://bucket/data/' },
    { name: 'EXPORT_PATH', value: 's3://bucket/models/a/' },
    { name: 'MILLWRIGHT_CHECKPOINTS', value: 's3://bucket/checkpoints/a/' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
    { name: 'LINK', value: 'https://x.example/a?X-Amz-Signature=abcdef' },
  ],
  command: ['bash', '-c', 'token=abcdef run'],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/millwright/training' } },
  logStreamName: 'train/default/3',
};
const attempt = (at: number, statusReason: string, exitCode?: number) => ({
  startedAt: begin + at * minute,
  stoppedAt: begin + (at + 5) * minute,
  statusReason,
  container: { ...(exitCode !== undefined && { exitCode }), logStreamName: `train/default/${at}` },
});
const interrupted = 'Host EC2 (instance i-0878) terminated.';
const job = {
  jobId: id,
  jobName: 'mnist-00112233',
  jobQueue: 'arn:aws:batch:eu-west-1:111122223333:job-queue/millwright-training',
  jobDefinition: 'mnist:1',
  status: 'RUNNING',
  createdAt: begin,
  startedAt: begin + 20 * minute,
  attempts: [attempt(1, interrupted), attempt(10, interrupted)],
  retryStrategy: { attempts: 3 },
  timeout: { attemptDurationSeconds: 14_400 },
  tags: { 'millwright:plan': '00112233445566778899' },
  container,
};

function page(description: object, answers: Parameters<typeof fakeAws>[0] = {}) {
  const fake = fakeAws(
    {
      'batch:DescribeJobs': ({ jobs }) => ({ jobs: (jobs as string[])[0] === id ? [description] : [] }),
      ...answers,
    },
    () => begin + 30 * minute,
  );
  const connect = () => Promise.resolve(fake.aws);
  const handlers = jobHandlers({ connect, live: openLiveJobs({ connect }), now: () => begin + 30 * minute });
  const get = async () => contract.get.output.parse(await handlers.get({ id }, context));
  return { ...fake, handlers, get };
}

describe('the page of a job', () => {
  test('tells its tries, the machines that AWS took back, and where its results go', async () => {
    const detail = await page(job).get();
    expect(detail).toMatchObject({
      state: 'running',
      planId: '00112233445566778899',
      attempts: 3,
      attemptsAllowed: 3,
      interruptions: 2,
      explanation: null,
      machine: { vcpus: 4, memoryMb: 14_000, gpus: 1, instanceType: null },
      log: {
        group: '/millwright/training',
        streams: ['train/default/1', 'train/default/10', 'train/default/3'],
      },
      results: 's3://bucket/models/a/',
      checkpoints: 's3://bucket/checkpoints/a/',
    });
    expect(detail.attemptList.map(({ outcome }) => outcome)).toEqual([
      'interrupted',
      'interrupted',
      'running',
    ]);
    const told = detail.timeline.map(({ at, says }) => [
      Math.round((Date.parse(at) - begin) / minute),
      say('en', says, when),
    ]);
    expect(told).toEqual([
      [0, 'Sent to the queue.'],
      [1, 'Started.'],
      [6, 'AWS took the machine back. What was saved as a checkpoint stays.'],
      [6, 'Back in the queue for the next try.'],
      [10, 'Started again: try 2.'],
      [15, 'AWS took the machine back. What was saved as a checkpoint stays.'],
      [15, 'Back in the queue for the next try.'],
      [20, 'Started again: try 3.'],
    ]);
    for (const language of languages)
      for (const { says } of detail.environment) if (says) expect(say(language, says, when)).not.toBe('');
  });

  test('shows what the script was given, and nothing that is secret', async () => {
    const detail = await page(job).get();
    expect(detail.environment.map(({ name, value }) => [name, value])).toEqual([
      ['TRAINING_DATA', 's3://bucket/data/'],
      ['EXPORT_PATH', 's3://bucket/models/a/'],
      ['MILLWRIGHT_CHECKPOINTS', 's3://bucket/checkpoints/a/'],
      ['DB_PASSWORD', '…'],
      ['LINK', 'https://x.example/a?…'],
    ]);
    expect(JSON.stringify(detail)).not.toMatch(/hunter2|abcdef/);
    expect(detail.technicalForm).toMatchObject({ jobDefinition: 'mnist:1' });
  });

  test('of a job whose script failed quotes the line that says why', async () => {
    const events = ['epoch 1', "KeyError: 'age'", 'bye'].map((message) => ({ timestamp: begin, message }));
    const failed = {
      ...job,
      status: 'FAILED',
      statusReason: 'Essential container in task exited',
      stoppedAt: begin + 25 * minute,
      attempts: [...job.attempts, attempt(20, 'Essential container in task exited', 1)],
      container: { ...container, exitCode: 1 },
    };
    const shown = page(failed, {
      'logs:GetLogEvents': () => ({ events, nextForwardToken: 'f/1', nextBackwardToken: 'b/1' }),
    });
    const detail = await shown.get();
    expect(say('en', detail.explanation!.says, when)).toBe(
      "The script ended with an error: “KeyError: 'age'”",
    );
    expect(detail.timeline.at(-1)?.what).toBe('failed');
    expect(detail.attemptList.at(-1)).toMatchObject({ outcome: 'failed', exitCode: 1 });
    // A log that may not be read leaves the sentence without the line.
    const blind = page(failed, {
      'logs:GetLogEvents': () => {
        throw failure('permission.denied', { action: 'logs:GetLogEvents' });
      },
    });
    expect((await blind.get()).explanation?.says.params).toMatchObject({ error: 'none', code: 1 });
  });

  test('of a job that waits looks at its environment, and says what is wrong with it', async () => {
    const waits = { ...job, status: 'RUNNABLE', startedAt: 0, attempts: [], statusReason: undefined };
    const answers = (environment: object) => ({
      'batch:DescribeJobQueues': () => ({
        jobQueues: [
          { state: 'ENABLED', computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'arn:x/one' }] },
        ],
      }),
      'batch:DescribeComputeEnvironments': () => ({ computeEnvironments: [environment] }),
    });
    const broken = page(waits, answers({
      computeEnvironmentName: 'one', state: 'ENABLED', status: 'INVALID', statusReason: 'CLIENT_ERROR - Clusters can not be blank.',
    })); // prettier-ignore
    expect((await broken.get()).explanation).toMatchObject({
      id: 'environment-cluster',
      action: 'mend-environment',
    });
    const well = await page(
      waits,
      answers({ computeEnvironmentName: 'one', state: 'ENABLED', status: 'VALID' }),
    ).get();
    expect(well.explanation?.id).toBe('waits-long');
    expect(well.attemptList).toEqual([]);
  });

  test('of a job that is stuck looks at the limit of the account, and at the way out of its network', async () => {
    const stuck = {
      ...job,
      status: 'RUNNABLE',
      startedAt: 0,
      attempts: [],
      statusReason: 'UNDETERMINED - Batch job is blocked, root cause is undetermined.',
    };
    const account = (limit: number, MapPublicIpOnLaunch: boolean) => ({
      'batch:DescribeJobQueues': () => ({
        jobQueues: [{ state: 'ENABLED', computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'one' }] }],
      }),
      'batch:DescribeComputeEnvironments': () => ({
        computeEnvironments: [
          {
            computeEnvironmentName: 'one',
            state: 'ENABLED',
            status: 'VALID',
            computeResources: { type: 'SPOT', instanceTypes: ['g4dn.xlarge'], subnets: ['subnet-1'] },
          },
        ],
      }),
      'service-quotas:GetServiceQuota': (input: Record<string, unknown>) => ({
        Quota: { QuotaCode: input['QuotaCode'], Value: limit },
      }),
      'ec2:DescribeSubnets': () => ({
        Subnets: [
          { SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a', MapPublicIpOnLaunch },
        ],
      }),
      'ec2:DescribeSecurityGroups': () => ({ SecurityGroups: [] }),
      'ec2:DescribeInstanceTypeOfferings': () => ({}),
      'ec2:DescribeInstanceTypes': () => ({}),
    });
    const none = page(stuck, account(0, true));
    expect((await none.get()).explanation).toMatchObject({
      id: 'quota',
      says: { params: { name: 'All G and VT Spot Instance Requests', limit: 0, need: 4 } },
    });
    const asked = none.calls.find(({ operation }) => operation === 'service-quotas:GetServiceQuota');
    expect(asked?.input).toMatchObject({ ServiceCode: 'ec2', QuotaCode: 'L-3819A6DF' });
    expect((await page(stuck, account(64, false)).get()).explanation?.id).toBe('no-way-out');
    expect((await page(stuck, account(64, true)).get()).explanation?.id).toBe('undetermined');
  });

  test('of a job that is not there is an error that says so', async () => {
    const { handlers } = page(job);
    await expect(handlers.get({ id: 'other' }, context)).rejects.toMatchObject({
      error: { code: 'resource.notFound' },
    });
  });
});

describe('the list', () => {
  const opened = (count: number) => {
    const batch = fakeBatch([...many('SUCCEEDED', count), ...many('RUNNING', 2)]);
    const connect = () => Promise.resolve(batch.aws);
    return {
      ...batch,
      handlers: jobHandlers({ connect, live: openLiveJobs({ connect }), now: () => batch.clock.now }),
    };
  };

  test('of a page that opens is its beginning; afterwards it is here and costs nothing', async () => {
    const { handlers, calls, clock } = opened(2_500);
    const first = contract.list.output.parse(await handlers.list({ refresh: false, first: true }, context));
    expect([first.rows.length, first.firstOf, first.stale]).toEqual([100, { all: 2_502, running: 2 }, false]);
    const asked = calls.length;
    clock.now += 2 * minute;
    const all = contract.list.output.parse(await handlers.list({ refresh: false, first: false }, context));
    expect([all.rows.length, all.stale, calls.length]).toEqual([2_502, true, asked]);
    await handlers.list({ refresh: true, first: false }, context);
    expect(calls.length).toBe(asked + 6);
  });
});

describe('its log and charts', () => {
  const log = (lines: string[]) => ({
    'logs:GetLogEvents': (input: Record<string, unknown>) => ({
      events:
        input['nextToken'] === undefined
          ? lines.map((message, at) => ({ timestamp: begin + at * 1_000, message }))
          : [],
      nextForwardToken: 'f/1',
      nextBackwardToken: 'b/1',
    }),
  });
  const wanted = { from: null, direction: 'newer', search: '', everywhere: false, limit: 500 } as const;

  test('come from the stream of the attempt, and a job that never ran has none', async () => {
    const opened = page(job, log(['loss: 0.5', 'loss: 0.25']));
    const { lines } = contract.log.output.parse(await opened.handlers.log({ id, ...wanted }, context));
    expect(lines.map(({ text }) => text)).toEqual(['loss: 0.5', 'loss: 0.25']);
    await opened.handlers.log({ id, attempt: 2, ...wanted }, context);
    const { series } = contract.numbers.output.parse(
      await opened.handlers.numbers({ id, attempt: 3 }, context),
    );
    expect(series).toEqual([
      {
        name: 'loss',
        of: 2,
        points: [
          { at: '2026-11-20T13:02:00.000Z', line: 0, value: 0.5 },
          { at: '2026-11-20T13:02:01.000Z', line: 1, value: 0.25 },
        ],
      },
    ]);
    const streams = opened.calls.flatMap(({ input }) => input['logStreamName'] ?? []);
    expect([...new Set(streams)]).toEqual(['train/default/3', 'train/default/10']);
    // Where no try is named, its charts are of all of them; those that are over are read once.
    const all = contract.numbers.output.parse(await opened.handlers.numbers({ id }, context));
    expect(all.series).toMatchObject([{ name: 'loss', of: 6 }]);
    const before = opened.count('logs:GetLogEvents');
    await opened.handlers.numbers({ id }, context);
    expect(opened.count('logs:GetLogEvents') - before).toBeLessThanOrEqual(1);
    // Where the streams are is not asked for at every look.
    expect(opened.count('batch:DescribeJobs')).toBe(1);

    const { logStreamName: _none, ...without } = container;
    const waits = page({ ...job, status: 'RUNNABLE', attempts: [], container: without });
    expect(await waits.handlers.log({ id, ...wanted }, context)).toMatchObject({ lines: [], loaded: 0 });
    expect(await waits.handlers.numbers({ id }, context)).toEqual({ series: [] });
  });

  test('parts of an array job are listed in their order', async () => {
    const parent = { ...job, arrayProperties: { size: 3, statusSummary: { SUCCEEDED: 3 } } };
    const part = (index: number) => ({
      jobId: `${id}:${index}`, jobName: 'mnist', status: 'SUCCEEDED', createdAt: begin, arrayProperties: { index },
    }); // prettier-ignore
    const { handlers, calls } = page(parent, {
      'batch:ListJobs': ({ jobStatus }) => ({
        jobSummaryList: jobStatus === 'SUCCEEDED' ? [part(2), part(0), part(1)] : [],
      }),
    });
    const { rows } = contract.parts.output.parse(await handlers.parts({ id }, context));
    expect(rows.map((row) => row.id)).toEqual([0, 1, 2].map((index) => `${id}:${index}`));
    expect(calls.filter(({ operation }) => operation === 'batch:ListJobs')).toHaveLength(7);
  });
});
