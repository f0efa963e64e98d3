/** Compute environments, queues and definitions: what Batch takes and refuses, and how they change and go. */
import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  ListTagsForResourceCommand,
  RegisterJobDefinitionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
  type ComputeResource,
} from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentStatus, makeGround, type Ground } from './support/batch.ts';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let ground: Ground;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox, 0);
}, 60_000);
afterAll(() => sandbox.end());

const tryResources = (more: Partial<ComputeResource>, name = 'wrong') =>
  ground.batch.send(
    new CreateComputeEnvironmentCommand({
      computeEnvironmentName: name,
      type: 'MANAGED',
      computeResources: ground.resources(more),
    }),
  );

describe('a compute environment', () => {
  it('is VALID after a while, with the service-linked role that Batch made', async () => {
    const { computeEnvironments } = await ground.batch.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments![0]).toMatchObject({
      computeEnvironmentName: 'e',
      status: 'VALID',
      statusReason: 'ComputeEnvironment Healthy',
      serviceRole:
        'arn:aws:iam::000000000000:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch',
      computeResources: { minvCpus: 0, desiredvCpus: 0, maxvCpus: 4 },
    });
  });

  it.each<[string, Partial<ComputeResource>, RegExp]>([
    [
      'an image that Batch provides no longer',
      { ec2Configuration: [{ imageType: 'ECS_AL2_NVIDIA' }] },
      /Amazon Linux 2 AMIs/,
    ],
    [
      'p3 with the image of AL2023',
      { instanceTypes: ['p3.2xlarge'] },
      /does not support instance type p3.2xlarge/,
    ],
    [
      'p2 without any image named',
      { instanceTypes: ['p2.xlarge'], ec2Configuration: [] },
      /does not support instance type p2.xlarge/,
    ],
    [
      'Spot with BEST_FIT and no fleet role',
      { allocationStrategy: 'BEST_FIT' },
      /spotIamFleetRole cannot not be null/,
    ],
    ['a Spot strategy on demand', { type: 'EC2' }, /SPOT_PRICE_CAPACITY_OPTIMIZED is not supported/],
    ['more at least than at most', { minvCpus: 8 }, /minvCpus must be between/],
    ['a bid over 100 %', { bidPercentage: 101 }, /bidPercentage must be between 0 and 100/],
    ['no machine types', { instanceTypes: [] }, /instanceTypes cannot not be null/],
    ['a machine type that nobody knows', { instanceTypes: ['x9.huge'] }, /not x9.huge/],
    [
      'a delay under 20 minutes',
      { scalingPolicy: { minScaleDownDelayMinutes: 5 } },
      /minScaleDownDelayMinutes/,
    ],
    ['no security group', { securityGroupIds: [] }, /securityGroupIds cannot not be null/],
  ])('is refused with %s', async (_, more, words) => {
    expect(await refusal(tryResources(more))).toMatch(words);
    expect(await refusal(tryResources(more))).toMatch(
      /^ClientException: Error executing request, Exception : /,
    );
  });

  it('takes p3 with an image of one’s own, also by the deprecated imageId', async () => {
    const old = { instanceTypes: ['p3.2xlarge'], ec2Configuration: [] };
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- taken as AWS takes it
    await tryResources({ ...old, imageId: 'ami-0123456789abcdef0' }, 'own-image');
    await sandbox.advance(60);
    expect(await environmentStatus(ground, 'own-image')).toBe('ENABLED VALID: ComputeEnvironment Healthy');
  });

  it('becomes INVALID where the instance profile or a subnet is not there', async () => {
    await tryResources({ instanceRole: 'arn:aws:iam::000000000000:role/machines-role' }, 'no-profile');
    await tryResources({ subnets: ['subnet-00000000000000000'] }, 'no-subnet');
    await sandbox.advance(60);
    expect(await environmentStatus(ground, 'no-profile')).toBe(
      'ENABLED INVALID: CLIENT_ERROR - Invalid IamInstanceProfile: machines-role',
    );
    expect(await environmentStatus(ground, 'no-subnet')).toMatch(/CLIENT_ERROR - The subnet ID/);
    expect(await refusal(ground.queue('over-invalid', ['no-profile']))).toMatch(/is not VALID/);
  });

  it('is there once', async () => {
    expect(await refusal(tryResources({}, 'e'))).toBe('ClientException: Object already exists');
  });

  it('changes in place, but with BEST_FIT only in size', async () => {
    const update = (computeEnvironment: string, computeResources: object) =>
      ground.batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, computeResources }));
    await ground.environment('best-fit', {
      allocationStrategy: 'BEST_FIT',
      spotIamFleetRole: 'arn:aws:iam::000000000000:role/fleet',
    });
    expect(await refusal(update('best-fit', { instanceTypes: ['g5'] }))).toMatch(
      /BEST_FIT cannot be updated in place/,
    );
    await update('best-fit', { maxvCpus: 16 });
    expect(await refusal(update('best-fit', { maxvCpus: 8 }))).toMatch(/resource is being modified/);
    await sandbox.advance(60);
    await update('own-image', { maxvCpus: 16, instanceTypes: ['p3.8xlarge'] });
    expect(await environmentStatus(ground, 'own-image')).toMatch(/UPDATING/);
    await sandbox.advance(300);
    const { computeEnvironments } = await ground.batch.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: ['own-image'] }),
    );
    expect(computeEnvironments![0]!.computeResources).toMatchObject({
      maxvCpus: 16,
      instanceTypes: ['p3.8xlarge'],
      imageId: 'ami-0123456789abcdef0',
    });
  });

  it('is deleted only when switched off and in no queue', async () => {
    const remove = (computeEnvironment: string) =>
      ground.batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment }));
    const off = (computeEnvironment: string) =>
      ground.batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, state: 'DISABLED' }));
    expect(await refusal(remove('e'))).toMatch(/is not DISABLED/);
    await ground.environment('spare');
    await ground.queue('spare-queue', ['spare']);
    await off('spare');
    await sandbox.advance(60);
    expect(await refusal(remove('spare'))).toBe(
      'ClientException: Cannot delete, found existing JobQueue relationship',
    );
    expect(await refusal(ground.batch.send(new DeleteJobQueueCommand({ jobQueue: 'spare-queue' })))).toMatch(
      /is not DISABLED/,
    );
    await ground.batch.send(new UpdateJobQueueCommand({ jobQueue: 'spare-queue', state: 'DISABLED' }));
    expect(await refusal(ground.batch.send(new DeleteJobQueueCommand({ jobQueue: 'spare-queue' })))).toBe(
      'ClientException: Cannot delete, resource is being modified',
    );
    await sandbox.advance(60);
    await ground.batch.send(new DeleteJobQueueCommand({ jobQueue: 'spare-queue' }));
    await sandbox.advance(60);
    await remove('spare');
    await sandbox.advance(120);
    expect(await environmentStatus(ground, 'spare')).toBe('gone');
    await remove('spare');
  });
});

describe('a job queue', () => {
  const limit = (reason: string, maxTimeSeconds = 3600, action = 'CANCEL') => ({
    jobStateTimeLimitActions: [{ reason, state: 'RUNNABLE', maxTimeSeconds, action } as never],
  });

  it.each<[string, object, RegExp]>([
    ['a reason that Batch cannot act on', limit('UNDETERMINED'), /reason can only be one of/],
    [
      'a limit under ten minutes',
      limit('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY', 300),
      /between 600 and 86400/,
    ],
    ['TERMINATE', limit('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY', 600, 'TERMINATE'), /must be CANCEL/],
    ['no environment', { computeEnvironmentOrder: [] }, /at least one/],
    ['a priority over 1000', { priority: 1001 }, /priority must be/],
  ])('is refused with %s', async (_, more, words) => {
    expect(await refusal(ground.queue('wrong', ['e'], more))).toMatch(words);
  });

  it('is refused over an environment that is not there', async () => {
    expect(await refusal(ground.queue('wrong', ['nobody']))).toMatch(/ComputeEnvironment nobody not found/);
  });

  it('keeps its limits and its tags', async () => {
    const more = { ...limit('MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'), tags: { team: 'sales' } };
    const arn = await ground.queue('tagged', ['e'], more);
    const { jobQueues } = await ground.batch.send(new DescribeJobQueuesCommand({ jobQueues: [arn] }));
    expect(jobQueues![0]).toMatchObject({
      ...more,
      jobQueueName: 'tagged',
      state: 'ENABLED',
      status: 'VALID',
      statusReason: 'JobQueue Healthy',
    });
    await ground.batch.send(new TagResourceCommand({ resourceArn: arn, tags: { year: '2026' } }));
    await ground.batch.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['team'] }));
    const { tags } = await ground.batch.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ year: '2026' });
  });

  it('is there once', async () => {
    const input = {
      jobQueueName: 'q',
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'e' }],
    };
    expect(await refusal(ground.batch.send(new CreateJobQueueCommand(input)))).toBe(
      'ClientException: Object already exists',
    );
  });
});

describe('a job definition', () => {
  it('has revisions, also after one was deregistered', async () => {
    const first = await ground.definition('revised');
    const second = await ground.definition('revised');
    expect([first, second].map((arn) => arn.split('/')[1])).toEqual(['revised:1', 'revised:2']);
    await ground.batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: second }));
    expect((await ground.definition('revised')).split('/')[1]).toBe('revised:3');
    const { jobDefinitions } = await ground.batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitionName: 'revised', status: 'ACTIVE' }),
    );
    expect(jobDefinitions!.map((d) => d.revision)).toEqual([3, 1]);
    const all = await ground.batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitions: ['revised:2', 'revised:1'] }),
    );
    expect(all.jobDefinitions!.map((d) => [d.revision, d.status])).toEqual([
      [2, 'INACTIVE'],
      [1, 'ACTIVE'],
    ]);
  });

  const attempts = (evaluateOnExit: object[], more: object = { attempts: 3 }) => ({
    retryStrategy: { ...more, evaluateOnExit: evaluateOnExit as never[] },
  });
  const exit = { action: 'EXIT', onReason: '*' };

  it.each<[string, object, object, RegExp]>([
    ['no vCPUs', { resourceRequirements: [{ type: 'MEMORY', value: '2048' }] }, {}, /vCPU is not provided/],
    ['no memory', { resourceRequirements: [{ type: 'VCPU', value: '1' }] }, {}, /Memory is not provided/],
    [
      'half a GPU',
      { resourceRequirements: [{ type: 'GPU', value: '0.5' }], vcpus: 1, memory: 512 },
      {},
      /Value 0.5/,
    ],
    [
      'a variable of Batch',
      { environment: [{ name: 'AWS_BATCH_MINE', value: '1' }] },
      {},
      /must not start with AWS_BATCH/,
    ],
    ['eleven attempts', {}, { retryStrategy: { attempts: 11 } }, /between 1 and 10/],
    ['six rules', {}, attempts([exit, exit, exit, exit, exit, exit]), /at most 5/],
    ['rules without attempts', {}, attempts([exit], {}), /together with evaluateOnExit/],
    ['a time limit under a minute', {}, { timeout: { attemptDurationSeconds: 59 } }, /at least 60/],
  ])('is refused with %s', async (_, container, more, words) => {
    expect(await refusal(ground.definition('wrong', container, more))).toMatch(words);
  });

  it('takes the deprecated vcpus and memory on EC2, as the API model says', async () => {
    const container = { resourceRequirements: [], vcpus: 2, memory: 2000 };
    const arn = await ground.definition('old', container);
    const { jobDefinitions } = await ground.batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }),
    );
    expect(jobDefinitions![0]!.containerProperties).toMatchObject({ vcpus: 2, memory: 2000 });
  });

  it('says by name what the sandbox does not model', async () => {
    const multinode = { jobDefinitionName: 'many', type: 'multinode' as const };
    expect(await refusal(ground.batch.send(new RegisterJobDefinitionCommand(multinode)))).toMatch(
      /^NotModelledInSandbox/,
    );
  });
});
