/** Why jobs wait: what Batch says, what the queue's time limits do, how machines scale, and 10,000 jobs in a list. */
import {
  ListJobsCommand,
  UpdateComputeEnvironmentCommand,
  type JobStatus,
  type JobSummary,
} from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choose, forget, seedJobs } from '../../main/sandbox/services/batch/index.ts';
import { environmentStatus, machines, makeGround, REGION, type Ground } from './support/batch.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let ground: Ground;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox, 8);
}, 60_000);
afterAll(() => sandbox.end());

const needs = (vcpus: number, memoryMib: number, gpus = 1) => ({
  containerOverrides: {
    resourceRequirements: [
      { type: 'VCPU' as const, value: String(vcpus) },
      { type: 'MEMORY' as const, value: String(memoryMib) },
      { type: 'GPU' as const, value: String(gpus) },
    ],
  },
});
const limits = (...reasons: string[]) => ({
  jobStateTimeLimitActions: reasons.map((reason) => ({
    reason,
    state: 'RUNNABLE' as const,
    maxTimeSeconds: 3600,
    action: 'CANCEL' as const,
  })),
});

/** What a job waits for in an environment of its own. */
async function waiting(name: string, resources: object, submit: object, queue: object = {}): Promise<string> {
  await ground.environment(name, resources);
  await ground.queue(name, [name], queue);
  const id = await ground.submit(name, { jobQueue: name, ...submit });
  await sandbox.advance(120);
  return id;
}

it('8000 MiB never start on a machine of 8 GiB', async () => {
  const cpu = {
    type: 'EC2' as const,
    allocationStrategy: 'BEST_FIT_PROGRESSIVE' as const,
    ec2Configuration: [],
  };
  const container = {
    resourceRequirements: [
      { type: 'VCPU' as const, value: '1' },
      { type: 'MEMORY' as const, value: '8000' },
    ],
  };
  await ground.definition('cpu', container);
  const resources = { ...cpu, instanceTypes: ['m5.large'], maxvCpus: 8 };
  const id = await waiting('memory', resources, { jobDefinition: 'cpu' });
  expect(await ground.job(id)).toMatchObject({
    status: 'RUNNABLE',
    statusReason:
      'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.',
  });
  const resourceRequirements = [{ type: 'MEMORY' as const, value: '7500' }];
  const input = { jobQueue: 'memory', jobDefinition: 'cpu', containerOverrides: { resourceRequirements } };
  const behind = await ground.submit('behind', input);
  await sandbox.advance(600);
  // The first of a queue holds all that stand behind it.
  expect((await ground.job(behind)).status).toBe('RUNNABLE');
});

it('a job larger than the environment may grow is cancelled by the queue after its time', async () => {
  const code = 'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE';
  const id = await waiting('max', {}, needs(8, 4000), limits(code));
  expect((await ground.job(id)).statusReason).toMatch(new RegExp(`^${code} - CE\\(s\\) associated`));
  await sandbox.advance(3400);
  expect((await ground.job(id)).status).toBe('RUNNABLE');
  await sandbox.advance(300);
  expect(await ground.job(id)).toMatchObject({
    status: 'FAILED',
    statusReason: `Canceled by JobStateTimeLimit action due to reason: ${code}`,
    isCancelled: true,
    attempts: [],
  });
});

it('no capacity is said, and over when there is some', async () => {
  choose(sandbox.account, REGION, { outcome: 'no-capacity', where: 'g*' });
  const code = 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY';
  const id = await waiting('capacity', {}, {}, limits(code));
  expect((await ground.job(id)).statusReason).toBe(
    `${code} - Service cannot fulfill the capacity requested for instance type [g4dn.xlarge, g5.xlarge, g6.xlarge]`,
  );
  forget(sandbox.account, REGION);
  const job = await ground.until(id, 'RUNNING');
  expect(job.statusReason).toBeUndefined();
  await ground.until(id, 'SUCCEEDED');
});

it('a bid far under the price finds no machine', async () => {
  const id = await waiting('bid', { bidPercentage: 5 }, {});
  expect((await ground.job(id)).statusReason).toMatch(/^CAPACITY:/);
});

it('a missing vCPU quota is not among the reasons that Batch knows', async () => {
  const resources = { instanceTypes: ['g5.4xlarge'], maxvCpus: 64 };
  const id = await waiting(
    'quota',
    resources,
    needs(16, 30_000),
    limits('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY'),
  );
  await sandbox.advance(7200);
  expect(await ground.job(id)).toMatchObject({
    status: 'RUNNABLE',
    statusReason: 'UNDETERMINED - Batch job is blocked, root cause is undetermined.',
  });
});

it('the machines never exceed the limit by more than one, and go to zero', async () => {
  await sandbox.advance(3600);
  const before = machines(sandbox).length;
  await ground.environment('growing', { maxvCpus: 5, instanceTypes: ['g4dn.xlarge'] });
  await ground.queue('growing', ['growing']);
  const ids = [];
  for (const n of [1, 2, 3]) ids.push(await ground.submit(`grow-${n}`, { jobQueue: 'growing' }));
  await sandbox.advance(300);
  expect(machines(sandbox).slice(before)).toHaveLength(2);
  for (const id of ids) await ground.until(id, 'SUCCEEDED');
  expect(machines(sandbox).slice(before)).toHaveLength(2);
  await sandbox.advance(1200);
  expect(
    machines(sandbox)
      .slice(before)
      .every((m) => m.minutes !== null),
  ).toBe(true);
});

it('minvCpus keeps machines, also when the environment is switched off', async () => {
  const before = machines(sandbox).length;
  const kept = () =>
    machines(sandbox)
      .slice(before)
      .filter((m) => m.minutes === null).length;
  await ground.environment('kept', { minvCpus: 4, instanceTypes: ['g4dn.xlarge'] });
  await sandbox.advance(7200);
  expect(kept()).toBe(1);
  const update = (more: object) =>
    ground.batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: 'kept', ...more }));
  await update({ state: 'DISABLED' });
  await sandbox.advance(7200);
  expect([kept(), await environmentStatus(ground, 'kept')]).toEqual([
    1,
    'DISABLED VALID: ComputeEnvironment Healthy',
  ]);
  await update({ computeResources: { minvCpus: 0 } });
  await sandbox.advance(7200);
  expect(kept()).toBe(0);
});

it('10,000 jobs are listed by 14 requests, a thousand a page', async () => {
  const counts = {
    SUBMITTED: 100,
    PENDING: 100,
    RUNNABLE: 700,
    STARTING: 50,
    RUNNING: 50,
    SUCCEEDED: 7000,
    FAILED: 2000,
  };
  await ground.environment('many');
  await ground.queue('many', ['many']);
  seedJobs(sandbox.account, REGION, { queue: 'many', definition: 'd', counts });
  let requests = 0;
  const found: JobSummary[] = [];
  for (const jobStatus of Object.keys(counts) as JobStatus[]) {
    let nextToken: string | undefined;
    do {
      const input = { jobQueue: 'many', jobStatus, ...(nextToken === undefined ? {} : { nextToken }) };
      const page = await ground.batch.send(new ListJobsCommand(input));
      found.push(...page.jobSummaryList!);
      nextToken = page.nextToken;
      requests += 1;
    } while (nextToken !== undefined);
  }
  expect([requests, found.length, new Set(found.map((j) => j.jobId)).size]).toEqual([14, 10_000, 10_000]);
  const filters = [{ name: 'JOB_NAME', values: ['seeded-*'] }];
  const filtered = await ground.batch.send(
    new ListJobsCommand({ jobQueue: 'many', filters, maxResults: 1000 }),
  );
  expect(filtered.jobSummaryList).toHaveLength(100);
  const times = filtered.jobSummaryList!.map((j) => j.createdAt!);
  expect(times).toEqual([...times].sort((a, b) => b - a));
});
