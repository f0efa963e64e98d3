/** The CloudFormation types of Batch: made, changed in place, replaced, deleted; nothing drifts. */
import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import {
  DeleteStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeGround, type Ground } from './support/batch.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf, type Stacks } from './support/stacks.ts';

let sandbox: TestSandbox;
let ground: Ground;
let stacks: Stacks;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox);
  stacks = stacksOf(sandbox);
}, 60_000);
afterAll(() => sandbox.end());

interface Wish {
  maxvCpus?: number | string;
  types?: string[];
  keep?: boolean;
  priority?: number;
  limit?: number;
  attempts?: number;
  profile?: string;
  tags?: Record<string, string>;
}

const template = ({
  maxvCpus = '4',
  types = ['g5.xlarge', 'g6.xlarge'],
  keep = true,
  priority = 1,
  limit = 3600,
  attempts = 3,
  profile = 'machines',
  tags = {},
}: Wish) =>
  JSON.stringify({
    Resources: {
      Machines: {
        Type: 'AWS::Batch::ComputeEnvironment',
        Properties: {
          Type: 'MANAGED',
          ReplaceComputeEnvironment: !keep,
          ...(Object.keys(tags).length > 0 ? { Tags: tags } : {}),
          ComputeResources: {
            Type: 'SPOT',
            AllocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
            MinvCpus: 0,
            MaxvCpus: maxvCpus,
            InstanceTypes: types,
            Subnets: ground.subnets,
            SecurityGroupIds: [ground.securityGroup],
            InstanceRole: profile,
            Ec2Configuration: [{ ImageType: 'ECS_AL2023_NVIDIA' }],
          },
        },
      },
      Queue: {
        Type: 'AWS::Batch::JobQueue',
        Properties: {
          JobQueueName: 'stacked',
          Priority: priority,
          ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: { Ref: 'Machines' } }],
          JobStateTimeLimitActions: [
            {
              Reason: 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
              State: 'RUNNABLE',
              MaxTimeSeconds: limit,
              Action: 'CANCEL',
            },
          ],
        },
      },
      Job: {
        Type: 'AWS::Batch::JobDefinition',
        Properties: {
          Type: 'container',
          PlatformCapabilities: ['EC2'],
          Parameters: { rounds: '3' },
          ContainerProperties: {
            Image: 'public.ecr.aws/docker/library/python:3.12',
            Command: ['python', 'train.py', 'Ref::rounds'],
            JobRoleArn: ground.jobRole,
            Environment: [{ Name: 'RUN_SCRIPT', Value: 'train.py' }],
            ResourceRequirements: [
              { Type: 'GPU', Value: '1' },
              { Type: 'VCPU', Value: '4' },
              { Type: 'MEMORY', Value: '14000' },
            ],
            LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': '/aws/batch/job' } },
          },
          RetryStrategy: { Attempts: attempts, EvaluateOnExit: [{ Action: 'EXIT', OnReason: '*' }] },
          Timeout: { AttemptDurationSeconds: 14_400 },
        },
      },
    },
    Outputs: {
      Environment: { Value: { Ref: 'Machines' } },
      Queue: { Value: { 'Fn::GetAtt': ['Queue', 'JobQueueArn'] } },
      Definition: { Value: { Ref: 'Job' } },
    },
  });

const wish: Wish = {};
const change = (more: Wish) => {
  Object.assign(wish, more);
  return stacks.deploy('batch', { TemplateBody: template(wish), ChangeSetType: 'UPDATE' });
};
const drift = async () => {
  const { StackDriftDetectionId } = await stacks.client.send(
    new DetectStackDriftCommand({ StackName: 'batch' }),
  );
  await sandbox.advance(60);
  const found = await stacks.client.send(
    new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
  );
  return found.StackDriftStatus;
};

it('makes all three, through which a job runs', async () => {
  const stack = await stacks.deploy('batch', { TemplateBody: template(wish), ChangeSetType: 'CREATE' });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  const { Environment, Queue, Definition } = outputs(stack);
  expect(Environment).toMatch(/:compute-environment\/batch-Machines-\w{12}$/);
  expect(Queue).toMatch(/:job-queue\/stacked$/);
  expect(Definition).toMatch(/:job-definition\/batch-Job-\w{12}:1$/);
  const id = await ground.submit('stacked', { jobQueue: 'stacked', jobDefinition: Definition! });
  expect((await ground.until(id, 'SUCCEEDED')).retryStrategy).toMatchObject({ attempts: 3 });
  expect(await drift()).toBe('IN_SYNC');
});

it('changes sizes, limits and priority in place', async () => {
  const before = outputs(await stacks.stack('batch'));
  const after = await change({ maxvCpus: '8', priority: 5, limit: 600 });
  expect(after.StackStatus).toBe('UPDATE_COMPLETE');
  expect(outputs(after)).toEqual(before);
  const { jobQueues } = await ground.batch.send(new DescribeJobQueuesCommand({ jobQueues: ['stacked'] }));
  expect(jobQueues![0]).toMatchObject({ priority: 5, jobStateTimeLimitActions: [{ maxTimeSeconds: 600 }] });
  const { computeEnvironments } = await ground.batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [before['Environment']!] }),
  );
  expect(computeEnvironments![0]!.computeResources!.maxvCpus).toBe(8);
  expect(await drift()).toBe('IN_SYNC');
});

it('a changed definition is the next revision, and the one before is no longer active', async () => {
  const before = outputs(await stacks.stack('batch'))['Definition']!;
  const after = outputs(await change({ attempts: 2 }))['Definition']!;
  expect(after).toBe(before.replace(/:1$/, ':2'));
  const { jobDefinitions } = await ground.batch.send(
    new DescribeJobDefinitionsCommand({ jobDefinitions: [before, after] }),
  );
  expect(jobDefinitions!.map((d) => [d.revision, d.status])).toEqual([
    [2, 'ACTIVE'],
    [1, 'INACTIVE'],
  ]);
});

it('other machine types keep the environment unless ReplaceComputeEnvironment lets it be replaced', async () => {
  const before = outputs(await stacks.stack('batch'))['Environment'];
  expect(outputs(await change({ types: ['g5'] }))['Environment']).toBe(before);
  const replaced = await change({ types: ['g6'], keep: false });
  expect(replaced.StackStatus).toBe('UPDATE_COMPLETE');
  const now = outputs(replaced)['Environment'];
  expect(now).not.toBe(before);
  const { jobQueues } = await ground.batch.send(new DescribeJobQueuesCommand({ jobQueues: ['stacked'] }));
  expect(jobQueues![0]!.computeEnvironmentOrder).toEqual([{ order: 1, computeEnvironment: now }]);
  const { computeEnvironments } = await ground.batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [before!] }),
  );
  expect(computeEnvironments).toEqual([]);
});

it('tags of the template are create-only, as the resource schema says', async () => {
  const before = outputs(await stacks.stack('batch'))['Environment'];
  expect(outputs(await change({ tags: { team: 'sales' } }))['Environment']).not.toBe(before);
});

it('an environment that cannot be set up takes the stack back', async () => {
  const before = outputs(await stacks.stack('batch'));
  const after = await change({ profile: 'nobody', keep: true });
  expect(after.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const reasons = (await stacks.events('batch')).map((e) => e.ResourceStatusReason ?? '');
  expect(reasons.join('\n')).toContain(
    'ComputeEnvironment went INVALID with error: CLIENT_ERROR - Invalid IamInstanceProfile: nobody',
  );
  expect(outputs(after)).toEqual(before);
  wish.profile = 'machines';
});

it('deletes all three', async () => {
  const { Environment } = outputs(await stacks.stack('batch'));
  const { StackId } = await stacks.stack('batch');
  await stacks.client.send(new DeleteStackCommand({ StackName: 'batch' }));
  expect((await stacks.rest(StackId!)).StackStatus).toBe('DELETE_COMPLETE');
  const { computeEnvironments } = await ground.batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [Environment!] }),
  );
  const { jobQueues } = await ground.batch.send(new DescribeJobQueuesCommand({ jobQueues: ['stacked'] }));
  expect([computeEnvironments, jobQueues]).toEqual([[], []]);
});
