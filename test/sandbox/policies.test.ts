/** The published policies: enough for the work, and no way to more. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAws } from '../../main/aws/connect.ts';
import { openMeter } from '../../main/aws/meter.ts';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { loadTemplate } from '../../main/plans/templates.ts';
import { noPoints } from '../../main/points.ts';
import { asset } from '../../main/program.ts';
import { texts } from '../wizard/support.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { shows } from '../status/shows.ts';

const region = 'us-east-1';
const stackRole = `arn:aws:iam::000000000000:role/millwright/millwright-${region}-cloudformation`;
let sandbox: TestSandbox;
type Client = TestSandbox['client'];
const clients: Record<string, Client> = {};

const policy = (name: string) => readFileSync(asset('policies', `${name}.json`), 'utf8');

/** A person with one of the published policies. */
async function person(name: string): Promise<Client> {
  const iam = new IAMClient(sandbox.client);
  const UserName = `the-${name}`;
  await iam.send(new CreateUserCommand({ UserName }));
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy(name) }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: made.Policy!.Arn! }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  return { ...sandbox.client, credentials };
}

async function stack(
  as: Client,
  StackName: string,
  body: string,
  parameters: Record<string, string>,
  RoleARN?: string,
) {
  const cloudformation = new CloudFormationClient(as);
  await cloudformation.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: 'test',
      ChangeSetType: 'CREATE',
      TemplateBody: body,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...(RoleARN === undefined ? {} : { RoleARN }),
    }),
  );
  await sandbox.advance(30);
  await cloudformation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'test' }));
  await sandbox.advance(900);
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
}

/** The plan that this person would see. */
async function planAs({ endpoint, credentials }: Client, source: string, name: string): Promise<Plan> {
  const clock = { now: () => sandbox.account.clock.now(), sleep: async () => undefined };
  const access = { region, endpoint, credentials: async () => credentials };
  const aws = await connectAws(access, { clock, points: noPoints, meter: openMeter() });
  const making = {
    aws,
    region,
    now: () => aws.now(),
    timeZone: 'UTC',
    prices: await openPriceBook(undefined),
  };
  const plan = await makePlan(requireSource(source), { name }, making);
  aws.close();
  return plan;
}

const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error as Error).name,
  );

const foundation = { AlertEmail: '' };
const notebook = {
  NotebookName: 'ours',
  NotebookNameInArn: 'ours',
  BucketName: 'policies-4417',
  EveningStop: 'cron(0/15 19-23,0-5 * * ? *)',
};

beforeAll(async () => {
  sandbox = await testSandbox();
  for (const name of ['administrator', 'operator', 'viewer']) clients[name] = await person(name);
  const iam = new IAMClient(sandbox.client);
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'powerful',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
  await sandbox.advance(60);
  const sagemaker = new SageMakerClient(sandbox.client);
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'foreign',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::000000000000:role/powerful',
    }),
  );
  await sandbox.advance(900);
});
afterAll(() => sandbox.end());

test(
  'the published policies are four, each small enough to be one managed policy' + shows('system:2/policies'),
  () => {
    const names = readdirSync(asset('policies')).sort();
    expect(names).toEqual(['administrator.json', 'job-runner.json', 'operator.json', 'viewer.json']);
    for (const name of names) {
      const text = JSON.stringify(JSON.parse(readFileSync(asset('policies', name), 'utf8')));
      expect(text.length).toBeLessThanOrEqual(6144);
      expect(text).not.toContain('"Action":"*"');
    }
  },
);

test('the administrator prepares the account, the operator cannot', async () => {
  const body = loadTemplate('foundation').body;
  expect(await refused(stack(clients['operator']!, 'millwright-foundation', body, foundation))).toMatch(
    /AccessDenied/,
  );
  expect(await stack(clients['administrator']!, 'millwright-foundation', body, foundation)).toBe(
    'CREATE_COMPLETE',
  );
});

test('the operator makes, starts, opens, stops and deletes with the foundation’s role', async () => {
  const as = clients['operator']!;
  const bucket = { BucketName: 'policies-4417' };
  expect(
    await stack(as, 'millwright-storage-policies-4417', loadTemplate('storage').body, bucket, stackRole),
  ).toBe('CREATE_COMPLETE');
  const tagged = new CloudFormationClient(as);
  await tagged.send(
    new CreateChangeSetCommand({
      StackName: 'millwright-notebook-ours',
      ChangeSetName: 'test',
      ChangeSetType: 'CREATE',
      TemplateBody: loadTemplate('notebook').body,
      Parameters: Object.entries(notebook).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ['CAPABILITY_IAM'],
      Tags: [{ Key: 'millwright:plan', Value: 'aa' }],
      RoleARN: stackRole,
    }),
  );
  await sandbox.advance(30);
  await tagged.send(
    new ExecuteChangeSetCommand({ StackName: 'millwright-notebook-ours', ChangeSetName: 'test' }),
  );
  await sandbox.advance(900);
  const sagemaker = new SageMakerClient(as);
  const NotebookInstanceName = 'ours';
  await sagemaker.send(new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName }));
  await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  await sandbox.advance(900);
  const start = await planAs(as, 'notebook-start', NotebookInstanceName);
  expect(start.permissions.map(({ answer }) => answer)).toEqual(['yes']);
  await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName }));
  await sandbox.advance(900);
  await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  await sandbox.advance(900);
  await tagged.send(new DeleteStackCommand({ StackName: 'millwright-notebook-ours' }));
  await sandbox.advance(900);
  const left = sandbox.ledger().filter((entry) => entry.goneAt === null && entry.key.includes('ours'));
  expect(left.filter(({ billed }) => billed.length > 0)).toEqual([]);
});

test(
  'a viewer who plans is told which rights are missing, and nothing can be started' + shows('system:2/may-i'),
  async () => {
    const plan = await planAs(clients['viewer']!, 'notebook-stop', 'foreign');
    // A viewer may not even ask IAM: not checked is not passed.
    expect(plan.permissions).toEqual([expect.objectContaining({ answer: 'unknown' })]);
    expect(texts(plan.warnings)).toContain('Not checked: whether you may do all of this.');
    // Ending the cost of somebody's notebook is given to operators, deleting it is not.
    const stop = new StopNotebookInstanceCommand({ NotebookInstanceName: 'foreign' });
    await new SageMakerClient(clients['operator']!).send(stop);
    await sandbox.advance(900);
    const denied = await planAs(clients['operator']!, 'notebook-delete', 'foreign');
    expect(denied.permissions.map(({ action, answer }) => [action, answer === 'yes'])).toEqual([
      ['sagemaker:DeleteNotebookInstance', false],
    ]);
  },
);
