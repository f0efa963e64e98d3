/** An account in which jobs can run: roles, an instance profile, quota for GPU machines; helpers around the real client. */
import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type ComputeResource,
  type ContainerProperties,
  type CreateJobQueueRequest,
  type JobDetail,
  type RegisterJobDefinitionRequest,
  type SubmitJobRequest,
} from '@aws-sdk/client-batch';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { RequestServiceQuotaIncreaseCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { makeRole } from './notebooks.ts';
import type { TestSandbox } from './sandbox.ts';

export const REGION = 'us-east-1';
export const GPU_SPOT = 'L-3819A6DF';

export interface Ground {
  batch: BatchClient;
  subnets: string[];
  securityGroup: string;
  jobRole: string;
  /** Spot, price and capacity optimized, 4 vCPUs of g4dn.xlarge, g5.xlarge and g6.xlarge. */
  resources(more?: Partial<ComputeResource>): ComputeResource;
  /** Makes it and waits until it rests. */
  environment(name: string, more?: Partial<ComputeResource>): Promise<string>;
  queue(name: string, environments: string[], more?: Partial<CreateJobQueueRequest>): Promise<string>;
  definition(
    name: string,
    container?: Partial<ContainerProperties>,
    more?: Partial<RegisterJobDefinitionRequest>,
  ): Promise<string>;
  submit(name: string, more?: Partial<SubmitJobRequest>): Promise<string>;
  job(id: string): Promise<JobDetail>;
  /** Moves time until the job has one of these states. */
  until(id: string, ...states: string[]): Promise<JobDetail>;
}

/** A queue "q" over an environment "e" and a definition "d" are there. */
export async function makeGround(sandbox: TestSandbox, gpuVcpus = 64): Promise<Ground> {
  const ec2 = new EC2Client(sandbox.client);
  const iam = new IAMClient(sandbox.client);
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  await makeRole(sandbox, 'machines', 'ec2.amazonaws.com', []);
  const jobRole = await makeRole(sandbox, 'jobs', 'ecs-tasks.amazonaws.com', []);
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'machines' }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'machines', RoleName: 'machines' }),
  );
  if (gpuVcpus > 0) {
    const quotas = new ServiceQuotasClient(sandbox.client);
    const input = { ServiceCode: 'ec2', QuotaCode: GPU_SPOT, DesiredValue: gpuVcpus };
    await quotas.send(new RequestServiceQuotaIncreaseCommand(input));
    await sandbox.advance(1900);
  }
  const batch = new BatchClient(sandbox.client);
  const ground: Ground = {
    batch,
    subnets: Subnets!.map((s) => s.SubnetId!),
    securityGroup: SecurityGroups![0]!.GroupId!,
    jobRole,
    resources: (more = {}) => ({
      type: 'SPOT',
      allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
      minvCpus: 0,
      maxvCpus: 4,
      instanceTypes: ['g4dn.xlarge', 'g5.xlarge', 'g6.xlarge'],
      subnets: ground.subnets,
      securityGroupIds: [ground.securityGroup],
      instanceRole: 'machines',
      ec2Configuration: [{ imageType: 'ECS_AL2023_NVIDIA' }],
      ...more,
    }),
    async environment(name, more) {
      const input = {
        computeEnvironmentName: name,
        type: 'MANAGED',
        computeResources: ground.resources(more),
      };
      const made = await batch.send(new CreateComputeEnvironmentCommand(input as never));
      await sandbox.advance(30);
      return made.computeEnvironmentArn!;
    },
    async queue(name, environments, more = {}) {
      const made = await batch.send(
        new CreateJobQueueCommand({
          jobQueueName: name,
          priority: 1,
          computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
            order,
            computeEnvironment,
          })),
          ...more,
        }),
      );
      await sandbox.advance(10);
      return made.jobQueueArn!;
    },
    async definition(name, container = {}, more = {}) {
      const made = await batch.send(
        new RegisterJobDefinitionCommand({
          jobDefinitionName: name,
          type: 'container',
          containerProperties: {
            image: 'public.ecr.aws/docker/library/python:3.12',
            command: ['python', 'train.py', 'Ref::rounds'],
            resourceRequirements: [
              { type: 'GPU', value: '1' },
              { type: 'VCPU', value: '4' },
              { type: 'MEMORY', value: '14000' },
            ],
            jobRoleArn: jobRole,
            ...container,
          },
          parameters: { rounds: '10' },
          ...more,
        }),
      );
      return made.jobDefinitionArn!;
    },
    async submit(name, more = {}) {
      const input = { jobName: name, jobQueue: 'q', jobDefinition: 'd', ...more };
      return (await batch.send(new SubmitJobCommand(input))).jobId!;
    },
    async job(id) {
      const { jobs } = await batch.send(new DescribeJobsCommand({ jobs: [id] }));
      return jobs![0]!;
    },
    async until(id, ...states) {
      for (let i = 0; i < 400; i++) {
        const job = await ground.job(id);
        if (states.includes(job.status!)) return job;
        await sandbox.advance(15);
      }
      throw new Error(
        `The job does not become ${states.join(' or ')}: ${JSON.stringify(await ground.job(id))}`,
      );
    },
  };
  await ground.environment('e');
  await ground.queue('q', ['e']);
  await ground.definition('d');
  return ground;
}

export async function environmentStatus(ground: Ground, name: string): Promise<string> {
  const { computeEnvironments } = await ground.batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
  );
  const found = computeEnvironments![0];
  return found ? `${found.state!} ${found.status!}: ${found.statusReason!}` : 'gone';
}

/** Machines of the ledger: type, and minutes from launch to end (null: still there). */
export const machines = (sandbox: TestSandbox) =>
  sandbox
    .ledger()
    .filter((entry) => entry.kind === 'ec2/instance')
    .map((entry) => ({
      priceKeys: [...new Set(entry.billed.map((b) => b.priceKey))],
      minutes: entry.goneAt === null ? null : (Date.parse(entry.goneAt) - Date.parse(entry.madeAt)) / 60_000,
    }));
