/**
 * The same plans on an AWS stand-in that nobody here wrote: moto_server, reached by AWS_ENDPOINT_URL and nothing else.
 * What moto does otherwise than AWS is listed by type; no template is bent to it. docs/aws.md, "moto_server".
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchClient,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  JobStatus,
  ListJobsCommand,
} from '@aws-sdk/client-batch';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetBucketEncryptionCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeNotebookInstanceCommand,
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../main/engine.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { findWizard } from '../../main/wizards/index.ts';
import type { Plan, StackChange } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { shows } from '../status/shows.ts';
import { describeWith } from './support/oracles.ts';
import { throughGaps } from './support/moto-gaps.ts';
import { startMoto } from './support/program.ts';

/** Types that moto's CloudFormation does not know: it answers CREATE_COMPLETE and lists a row without a logical id. */
const NOT_IN_MOTO = ['AWS::S3::BucketPolicy', 'AWS::SNS::Subscription', 'AWS::Scheduler::Schedule'];

/**
 * moto's change sets name what a condition leaves out, and a plan rightly refuses a change set that does more than it
 * says. With these answers every condition of the templates holds.
 */
const answers: Record<string, Answers> = {
  foundation: { email: 'it@example.com' },
  storage: {},
  notebook: { evening: { at: '19:15', timeZone: 'Europe/Berlin' } },
  'gpu-training': {
    bid: { on: true, percent: 80 },
    machineImage: 'ami-12345678',
    imported: { hostFolder: '/data', keyPair: 'mine' },
  },
};

const isStack = (change: Plan['changes'][number]): change is StackChange => change.kind === 'stack';

describeWith(['moto_server'], 'moto_server', () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let way: Awaited<ReturnType<typeof throughGaps>>;
  let engine: Engine;
  let dir: string;
  const plans: Record<string, Plan> = {};
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };
  const client = () => ({ endpoint: moto.url, region: 'us-east-1', credentials, maxAttempts: 1 });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'moto-'));
    moto = await startMoto();
    way = await throughGaps(moto.url);
    engine = await createEngine({
      stateDir: join(dir, 'state'),
      env: {
        AWS_ENDPOINT_URL: way.url,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
        AWS_CONFIG_FILE: join(dir, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: join(dir, 'none'),
      },
      onFault: (error) => {
        throw error;
      },
    });
  }, 90_000);
  afterAll(async () => {
    await engine.close();
    await way.close();
    await moto.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const consented = (plan: Plan) => engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
  const notebooks = async () =>
    (await new SageMakerClient(client()).send(new ListNotebookInstancesCommand({}))).NotebookInstances ?? [];

  /** Names of the jobs in every state. */
  async function jobs(): Promise<string[]> {
    const batch = new BatchClient(client());
    const all = Object.values(JobStatus).map(async (jobStatus) => {
      const { jobSummaryList = [] } = await batch.send(
        new ListJobsCommand({ jobQueue: 'millwright-training', jobStatus }),
      );
      return jobSummaryList.map(({ jobName }) => jobName ?? '');
    });
    return (await Promise.all(all)).flat();
  }

  test.each(Object.keys(answers))(
    'carries out the plan of the example: %s',
    async (id) => {
      const given = { ...findWizard(id)!.example, ...answers[id] };
      const plan = await makePlan(requireSource(id), given, await engine.making('account'));
      plans[id] = plan;
      expect(plan.blockers).toEqual([]);
      const task = await engine.applying.ended((await consented(plan)).taskId);
      expect(task.error).toBeUndefined();
      expect(task.state).toBe('succeeded');
    },
    90_000,
  );

  test('has every resource of the plans, but for the types it does not know', async () => {
    const cloudformation = new CloudFormationClient(client());
    const missing = new Set<string>();
    for (const change of Object.values(plans).flatMap((plan) => plan.changes.filter(isStack))) {
      const { StackResources } = await cloudformation.send(
        new DescribeStackResourcesCommand({ StackName: change.stackName }),
      );
      const there = new Map(StackResources!.map((one) => [one.LogicalResourceId, one.ResourceType]));
      const planned = new Map(change.resources.map(({ logicalId, type }) => [logicalId, type]));
      for (const [logicalId, type] of planned) if (there.get(logicalId) !== type) missing.add(type);
      const nameless = StackResources!.filter((one) => one.LogicalResourceId === undefined);
      expect(there.size - (nameless.length > 0 ? 1 : 0) + nameless.length).toBe(planned.size);
      for (const logicalId of there.keys())
        if (logicalId !== undefined) expect(planned.has(logicalId)).toBe(true);
    }
    expect([...missing].sort()).toEqual(NOT_IN_MOTO);
  }, 30_000);

  test(
    'holds the notebook’s role, its bucket, its lifecycle configuration and exactly one notebook' +
      shows('done-when:1.5/moto'),
    async () => {
      const iam = new IAMClient(client());
      const { Roles: made = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/millwright/made/' }));
      const Roles = made.filter(({ RoleName }) => RoleName?.startsWith('millwright-notebook-') === true);
      expect(Roles).toHaveLength(1);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: Roles[0]!.RoleName! }));
      expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toContain('sagemaker.amazonaws.com');
      expect(Role!.PermissionsBoundary?.PermissionsBoundaryArn).toMatch(
        /policy\/millwright\/millwright-us-east-1-boundary$/,
      );

      const s3 = new S3Client({ ...client(), forcePathStyle: true });
      const { Buckets } = await s3.send(new ListBucketsCommand({}));
      expect(Buckets!.map(({ Name }) => Name).sort()).toEqual(['sales-data-441783', 'sales-forecast-441783']);
      const { ServerSideEncryptionConfiguration } = await s3.send(
        new GetBucketEncryptionCommand({ Bucket: 'sales-forecast-441783' }),
      );
      expect(JSON.stringify(ServerSideEncryptionConfiguration)).toContain('AES256');

      const sagemaker = new SageMakerClient(client());
      const [one, ...others] = await notebooks();
      expect(others).toEqual([]);
      const notebook = await sagemaker.send(
        new DescribeNotebookInstanceCommand({ NotebookInstanceName: one!.NotebookInstanceName }),
      );
      expect(notebook).toMatchObject({ InstanceType: 'ml.t3.medium', RoleArn: Role!.Arn });

      const { StackResources } = await new CloudFormationClient(client()).send(
        new DescribeStackResourcesCommand({ StackName: 'millwright-notebook-sales-forecast' }),
      );
      const arn = StackResources!.find(
        ({ LogicalResourceId }) => LogicalResourceId === 'OnStart',
      )!.PhysicalResourceId!;
      const { OnStart } = await sagemaker.send(
        new DescribeNotebookInstanceLifecycleConfigCommand({
          NotebookInstanceLifecycleConfigName: arn.slice(arn.lastIndexOf('/') + 1),
        }),
      );
      const script = Buffer.from(OnStart![0]!.Content!, 'base64').toString('utf8');
      expect(script.trim()).toBe(readFileSync('assets/bootstrap/notebook-on-start.sh', 'utf8').trim());
    },
    30_000,
  );

  test(
    'holds the environment of trainings, its queue, one definition and exactly one job' +
      shows('done-when:4.3/moto'),
    async () => {
      const batch = new BatchClient(client());
      const { computeEnvironments } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
      expect(computeEnvironments).toMatchObject([
        {
          type: 'MANAGED',
          state: 'ENABLED',
          computeResources: {
            type: 'SPOT',
            minvCpus: 0,
            instanceRole: expect.stringContaining('/') as string,
          },
        },
      ]);
      const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({}));
      expect(jobQueues).toMatchObject([
        {
          jobQueueName: 'millwright-training',
          computeEnvironmentOrder: [{ computeEnvironment: computeEnvironments?.[0]?.computeEnvironmentArn }],
        },
      ]);
      const { jobDefinitions } = await batch.send(new DescribeJobDefinitionsCommand({}));
      expect(jobDefinitions?.map(({ jobDefinitionName }) => jobDefinitionName)).toEqual([
        'millwright-training-census-income',
      ]);
      expect(await jobs()).toEqual([`census-income-${plans['gpu-training']?.id ?? ''}`]);
    },
    30_000,
  );

  test(
    'gets no second job when the same plan is applied again' + shows('done-when:4.3/moto'),
    async () => {
      await expect(
        consented(plans['gpu-training']!).then(({ taskId }) => engine.applying.ended(taskId)),
      ).rejects.toMatchObject({ error: { code: 'plan.alreadyApplied' } });
      expect(await jobs()).toHaveLength(1);
    },
    30_000,
  );

  test('makes no second notebook when the same plan is applied again', async () => {
    await expect(
      consented(plans['notebook']!).then(({ taskId }) => engine.applying.ended(taskId)),
    ).rejects.toMatchObject({ error: { code: 'plan.alreadyApplied' } });
    expect(await notebooks()).toHaveLength(1);
  }, 30_000);
});
