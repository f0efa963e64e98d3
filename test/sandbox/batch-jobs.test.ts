/** Jobs from submission to their end, with all that may come between. */
import {
  CancelJobCommand,
  DescribeJobsCommand,
  GetJobQueueSnapshotCommand,
  ListJobsCommand,
  TerminateJobCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { choose, forget, interruptJob, usePrograms } from '../../main/sandbox/services/batch/index.ts';
import { machines, makeGround, REGION, type Ground } from './support/batch.ts';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let ground: Ground;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox);
}, 60_000);
afterAll(() => sandbox.end());
afterEach(() => {
  forget(sandbox.account, REGION);
  usePrograms(sandbox.account, []);
});

const spotRetry = {
  attempts: 3,
  evaluateOnExit: [
    { action: 'RETRY' as const, onStatusReason: 'Host EC2*' },
    { action: 'EXIT' as const, onReason: '*' },
  ],
};
const names = async (input: object) => {
  const { jobSummaryList } = await ground.batch.send(new ListJobsCommand({ jobQueue: 'q', ...input }));
  return jobSummaryList!.map((j) => j.jobName);
};
const logOf = async (logStreamName: string, logGroupName = '/aws/batch/job') => {
  const logs = new CloudWatchLogsClient(sandbox.client);
  const input = { logGroupName, logStreamName, startFromHead: true };
  const { events } = await logs.send(new GetLogEventsCommand(input));
  return events!.map((e) => e.message!);
};

describe('one job', () => {
  it('goes from SUBMITTED to SUCCEEDED on a machine that comes and goes', { timeout: 60_000 }, async () => {
    const id = await ground.submit('first');
    expect(await ground.job(id)).toMatchObject({ status: 'SUBMITTED', attempts: [] });
    const seen: string[] = [];
    for (let i = 0; i < 100 && seen.at(-1) !== 'SUCCEEDED'; i++) {
      const { status } = await ground.job(id);
      if (seen.at(-1) !== status) seen.push(status!);
      await sandbox.advance(3);
      if (i > 60) await sandbox.advance(60);
    }
    expect(seen).toEqual(['SUBMITTED', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED']);
    const job = await ground.job(id);
    expect(job).toMatchObject({ statusReason: 'Essential container in task exited', attempts: [{}] });
    expect(job.container).toMatchObject({ exitCode: 0, image: 'public.ecr.aws/docker/library/python:3.12' });
    expect(job.createdAt! < job.startedAt! && job.startedAt! < job.stoppedAt!).toBe(true);
    expect(job.container!.logStreamName).toMatch(/^d\/default\/[0-9a-f]{32}$/);
    expect(await logOf(job.container!.logStreamName!)).toEqual([
      'The sandbox does not run your script. Image: public.ecr.aws/docker/library/python:3.12',
      'Command: python train.py 10',
      'Attempt 1 of first takes 300 seconds here.',
      'The sandbox ends this job as if your script had ended well.',
    ]);
    expect(machines(sandbox)).toMatchObject([{ minutes: null }]);
    await sandbox.advance(900);
    const [machine] = machines(sandbox);
    expect(machine!.priceKeys).toContain('ec2:volume:gp3');
    expect(machine!.priceKeys.some((key) => /^ec2:spot:g\d/.test(key))).toBe(true);
    expect(machine!.minutes).toBeGreaterThan(15);
    expect(machine!.minutes).toBeLessThan(30);
    const ledger = sandbox.ledger().find((e) => e.kind === 'batch/job' && e.key === id);
    expect(ledger!.goneAt).not.toBeNull();
  });

  it('submitted twice is two jobs', async () => {
    const ids = [await ground.submit('twin'), await ground.submit('twin')];
    expect(new Set(ids).size).toBe(2);
    expect(await names({ filters: [{ name: 'JOB_NAME', values: ['TWIN'] }] })).toEqual(['twin', 'twin']);
    for (const id of ids) await ground.until(id, 'SUCCEEDED');
  });

  it('is interrupted twice, is tried again, and ends well at the third attempt', async () => {
    const id = await ground.submit('spot', { retryStrategy: spotRetry });
    for (const attempt of [1, 2]) {
      await ground.until(id, 'RUNNING');
      const machine = interruptJob(sandbox.account, REGION, id);
      await sandbox.advance(125);
      const { attempts } = await ground.job(id);
      expect(attempts).toHaveLength(attempt);
      expect(attempts!.at(-1)).toMatchObject({ statusReason: `Host EC2 (instance ${machine}) terminated.` });
      expect(attempts!.at(-1)!.container!.exitCode).toBeUndefined();
    }
    const job = await ground.until(id, 'SUCCEEDED', 'FAILED');
    expect(job.status).toBe('SUCCEEDED');
    expect(job.attempts!.map((a) => a.container!.exitCode)).toEqual([undefined, undefined, 0]);
    expect(new Set(job.attempts!.map((a) => a.container!.logStreamName)).size).toBe(3);
  });

  it.each<[string, object, object]>([
    ['script-error', { statusReason: 'Essential container in task exited' }, { exitCode: 1 }],
    [
      'out-of-memory',
      { statusReason: 'Essential container in task exited' },
      { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    ],
    [
      'image-missing',
      { statusReason: 'Task failed to start' },
      { reason: expect.stringMatching(/^CannotPullContainerError: .* manifest unknown$/) as string },
    ],
    ['exit:93', {}, { exitCode: 93 }],
  ])('fails with %s and is not tried again where a rule says EXIT', async (outcome, job, container) => {
    choose(sandbox.account, REGION, { outcome, job: 'fated*' });
    const id = await ground.submit('fated-1', { retryStrategy: spotRetry });
    const ended = await ground.until(id, 'SUCCEEDED', 'FAILED');
    expect(ended).toMatchObject({ status: 'FAILED', ...job, container });
    expect(ended.attempts).toHaveLength(1);
  });

  it('is tried again where no rule fits', async () => {
    choose(sandbox.account, REGION, { outcome: 'script-error', times: 1 });
    const evaluateOnExit = [{ action: 'EXIT' as const, onExitCode: '13*' }];
    const id = await ground.submit('again', { retryStrategy: { attempts: 2, evaluateOnExit } });
    const ended = await ground.until(id, 'SUCCEEDED', 'FAILED');
    expect([ended.status, ended.attempts!.length]).toEqual(['SUCCEEDED', 2]);
  });

  it('that takes too long is ended and not tried again', async () => {
    const id = await ground.submit('slow', {
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3 },
    });
    const ended = await ground.until(id, 'SUCCEEDED', 'FAILED');
    expect(ended).toMatchObject({ status: 'FAILED', statusReason: 'Job attempt duration exceeded timeout' });
    expect(ended.attempts).toHaveLength(1);
    expect(ended.stoppedAt! - ended.startedAt!).toBe(60_000);
  });

  it('does not start with a role that ECS cannot assume, or a log group that is not there', async () => {
    const role = 'arn:aws:iam::000000000000:role/machines';
    await ground.definition('other-role', { jobRoleArn: role });
    const first = await ground.submit('r', { jobDefinition: 'other-role' });
    expect((await ground.until(first, 'FAILED')).statusReason).toMatch(/^ECS was unable to assume the role/);
    const options = { 'awslogs-group': '/millwright/training' };
    await ground.definition('own-log', { logConfiguration: { logDriver: 'awslogs', options } });
    const second = await ground.submit('l', { jobDefinition: 'own-log' });
    expect((await ground.until(second, 'FAILED')).container!.reason).toMatch(/log group does not exist/);
  });

  it('is cancelled while it waits; working it can only be terminated', async () => {
    const first = await ground.submit('works');
    const second = await ground.submit('waits');
    await ground.until(first, 'RUNNING');
    for (const jobId of [first, second])
      await ground.batch.send(new CancelJobCommand({ jobId, reason: 'not needed' }));
    expect((await ground.job(first)).status).toBe('RUNNING');
    expect(await ground.job(second)).toMatchObject({
      status: 'FAILED',
      statusReason: 'not needed',
      isCancelled: true,
      attempts: [],
    });
    await ground.batch.send(new TerminateJobCommand({ jobId: first, reason: 'stopped by a person' }));
    expect(await ground.job(first)).toMatchObject({
      status: 'FAILED',
      statusReason: 'stopped by a person',
      isTerminated: true,
      container: { exitCode: 137 },
    });
    expect(await logOf((await ground.job(first)).container!.logStreamName!)).toContain(
      'The sandbox was told to stop this job.',
    );
    await ground.batch.send(new TerminateJobCommand({ jobId: first, reason: 'again' }));
    expect((await ground.job(first)).statusReason).toBe('stopped by a person');
  });

  it('is refused where queue, definition or name are wrong', async () => {
    expect(await refusal(ground.submit('x', { jobQueue: 'nobody' }))).toBe(
      'ClientException: JobQueue nobody not found.',
    );
    expect(await refusal(ground.submit('x', { jobDefinition: 'nobody' }))).toBe(
      'ClientException: JobDefinition name nobody does not exist or is not in ACTIVE status',
    );
    expect(await refusal(ground.submit('ab.cd'))).toMatch(
      /Exception : Job name should match valid pattern, RequestId/,
    );
    await ground.queue('closed', ['e']);
    await ground.batch.send(new UpdateJobQueueCommand({ jobQueue: 'closed', state: 'DISABLED' }));
    expect(await refusal(ground.submit('x', { jobQueue: 'closed' }))).toMatch(/not in ENABLED state/);
  });
});

it('a program that ships with the sandbox is given what the container would see, and told to stop', async () => {
  const told: string[] = [];
  usePrograms(sandbox.account, [
    {
      start({ environment, attempt, command }) {
        if (environment['RUN_SCRIPT'] !== 'train.py') return undefined;
        told.push(`attempt ${attempt} ${environment['AWS_BATCH_JOB_ATTEMPT']!} ${command.join(' ')}`);
        let epoch = 0;
        return {
          next: () =>
            epoch++ < 3 ? { lines: [`epoch=${epoch}`], seconds: 30 } : { lines: ['done'], exitCode: 0 },
          stop: () => ['saved'],
        };
      },
    },
  ]);
  const environment = [{ name: 'RUN_SCRIPT', value: 'train.py' }];
  const id = await ground.submit('program', {
    parameters: { rounds: '3' },
    containerOverrides: { environment },
    retryStrategy: spotRetry,
  });
  await ground.until(id, 'RUNNING');
  await sandbox.advance(35);
  interruptJob(sandbox.account, REGION, id);
  const { attempts } = await ground.until(id, 'RUNNABLE', 'SUCCEEDED');
  const ended = await ground.until(id, 'SUCCEEDED');
  expect(ended.stoppedAt! - ended.startedAt!).toBe(90_000);
  expect(told[0]).toBe('attempt 1 1 python train.py 3');
  const streams = ended.attempts!.map((a) => a.container!.logStreamName!);
  expect(attempts!.length).toBeGreaterThan(0);
  expect((await logOf(streams.at(-1)!)).at(-1)).toBe('done');
});

describe('arrays and dependencies', () => {
  it('runs the children, counts them in the parent, and lists them', async () => {
    choose(sandbox.account, REGION, { outcome: 'script-error', job: 'array', times: 1 });
    const id = await ground.submit('array', { arrayProperties: { size: 3 } });
    await sandbox.advance(10);
    const begun = await ground.job(id);
    expect(begun).toMatchObject({ status: 'PENDING', arrayProperties: { size: 3 } });
    const { RUNNABLE, STARTING } = begun.arrayProperties!.statusSummary!;
    expect(RUNNABLE! + STARTING!).toBe(3);
    const parent = await ground.until(id, 'SUCCEEDED', 'FAILED');
    expect(parent).toMatchObject({
      status: 'FAILED',
      statusReason: 'Array Child Job failed',
      arrayProperties: { statusSummary: { SUCCEEDED: 2, FAILED: 1, RUNNABLE: 0 } },
    });
    const input = { arrayJobId: id, jobStatus: 'SUCCEEDED' as const };
    const { jobSummaryList } = await ground.batch.send(new ListJobsCommand(input));
    expect(jobSummaryList!.map((j) => j.jobId)).toEqual([`${id}:1`, `${id}:2`]);
    expect(await ground.job(`${id}:1`)).toMatchObject({
      arrayProperties: { index: 1 },
      container: { exitCode: 0 },
    });
  });

  it('waits for what it depends on, and fails with it', async () => {
    choose(sandbox.account, REGION, { outcome: 'script-error', job: 'bad' });
    const [good, bad] = [await ground.submit('good'), await ground.submit('bad')];
    const after = await ground.submit('after-good', { dependsOn: [{ jobId: good }] });
    const never = await ground.submit('after-bad', { dependsOn: [{ jobId: bad }] });
    await sandbox.advance(10);
    expect((await ground.job(after)).status).toBe('PENDING');
    expect((await ground.until(never, 'FAILED')).statusReason).toBe('Dependent Job failed');
    expect((await ground.until(after, 'SUCCEEDED')).createdAt).toBeDefined();
    const chain = await ground.submit('chain', {
      arrayProperties: { size: 2 },
      dependsOn: [{ type: 'SEQUENTIAL' }],
    });
    await ground.until(chain, 'SUCCEEDED');
    const { jobs } = await ground.batch.send(new DescribeJobsCommand({ jobs: [`${chain}:0`, `${chain}:1`] }));
    expect(jobs![1]!.startedAt).toBeGreaterThanOrEqual(jobs![0]!.stoppedAt!);
  });
});

describe('the lists', () => {
  it('show RUNNING ones without a status, and every status with a filter', async () => {
    const [works, waits] = [await ground.submit('list-1'), await ground.submit('list-2')];
    await ground.until(works, 'RUNNING');
    expect(await names({})).toEqual(['list-1']);
    expect(await names({ jobStatus: 'RUNNABLE' })).toEqual(['list-2']);
    expect(
      await names({ jobStatus: 'RUNNING', filters: [{ name: 'JOB_NAME', values: ['List-*'] }] }),
    ).toEqual(['list-2', 'list-1']);
    const { frontOfQueue } = await ground.batch.send(new GetJobQueueSnapshotCommand({ jobQueue: 'q' }));
    expect(frontOfQueue!.jobs!.map((j) => j.jobArn!.split('/')[1])).toEqual([waits]);
    expect(await refusal(ground.batch.send(new ListJobsCommand({})))).toMatch(/exactly one of/);
    const tooMany = new DescribeJobsCommand({ jobs: Array.from({ length: 101 }, () => works) });
    expect(await refusal(ground.batch.send(tooMany))).toMatch(/Between 1 and 100/);
    await ground.until(waits, 'SUCCEEDED');
  });
});
