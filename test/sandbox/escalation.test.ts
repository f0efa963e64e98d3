/** With the operator's policy nobody comes to more rights; the same call by the account's owner succeeds each time. */
import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  RegisterJobDefinitionCommand,
} from '@aws-sdk/client-batch';
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTemplate } from '../../main/plans/templates.ts';
import { shows } from '../status/shows.ts';
import {
  arnOf,
  attempts,
  type Client,
  definition,
  everything,
  foreign,
  makeStack,
  misledGuard,
  roles,
  stacks,
  strongestStack,
  trusting,
} from '../support/policies/escape.ts';
import { clientOf, hire, listen } from '../support/policies/person.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

let root = '';
let spine: Spine;
let owner: Client;
let operator: Client;

const services = ['sagemaker', 'scheduler', 'cloudformation'].map((name) => `${name}.amazonaws.com`);

beforeAll(async () => {
  root = await quickFolder('millwright-escape-');
  spine = await openSpine(root);
  owner = clientOf(spine);
  operator = clientOf({ env: { ...spine.env, ...(await hire(spine, 'operator')) } });
  const iam = new IAMClient(owner);
  await iam.send(new CreateUserCommand({ UserName: 'somebody' }));
  for (const [RoleName, who] of [
    [roles.powerful, { Service: services }],
    [roles.open, { AWS: 'arn:aws:iam::000000000000:root' }],
  ] as const) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(who) }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: everything }));
  }
  await spine.sandbox.advance(120);
  const made = await makeStack(spine, owner, 'millwright-foundation', loadTemplate('foundation').body);
  expect(made.status).toBe('CREATE_COMPLETE');
  await makeStack(spine, owner, 'production', { T: { Type: 'AWS::SNS::Topic' } });
  const sagemaker = new SageMakerClient(owner);
  await sagemaker.send(
    new CreateNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: foreign.config }),
  );
  for (const NotebookInstanceName of [foreign.notebook, foreign.idle, foreign.running])
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName,
        InstanceType: 'ml.t3.medium',
        RoleArn: arnOf.powerful,
      }),
    );
  await batchOfOthers();
  await spine.sandbox.advance(900);
  for (const NotebookInstanceName of [foreign.notebook, foreign.idle])
    await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  await spine.sandbox.advance(900);
}, 60_000);
afterAll(async () => {
  await spine.close();
  await rm(root, { recursive: true, force: true });
});

/** Queues over machines that nobody starts, and a program of the owner that runs with the stronger role. */
async function batchOfOthers(): Promise<void> {
  const batch = new BatchClient(owner);
  const { computeEnvironmentArn } = await batch.send(
    new CreateComputeEnvironmentCommand({ computeEnvironmentName: 'foreign', type: 'UNMANAGED' }),
  );
  await spine.sandbox.advance(60);
  for (const jobQueueName of [foreign.queue, foreign.trainings])
    await batch.send(
      new CreateJobQueueCommand({
        jobQueueName,
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: computeEnvironmentArn }],
      }),
    );
  await batch.send(new RegisterJobDefinitionCommand(definition(foreign.definition)));
}

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );

/** Everything that is, without what calls leave behind by themselves. */
const account = () => spine.existing(/^(?!sts\/|logs\/|cloudformation\/stack-event)/);

test('asking AWS directly: all of it is refused, and changes nothing', async () => {
  const before = account();
  const names = Object.keys(attempts);
  for (const [index, name] of names.entries())
    expect(await outcome(attempts[name]!(operator, `try${index}`)), name).toMatch(/^AccessDenied/);
  expect(account()).toEqual(before);
  expect(names.length).toBeGreaterThan(30);
});

describe('a stack with the foundation’s role', () => {
  const RoleARN = arnOf.stack;

  test.each(Object.keys(stacks))('cannot hold %s', async (what) => {
    const name = `millwright-notebook-n${Object.keys(stacks).indexOf(what)}`;
    const { status, why } = await makeStack(spine, operator, name, stacks[what]!, { RoleARN });
    expect(status).toMatch(/^ROLLBACK_/);
    expect(why).toMatch(/not authorized to perform/);
  });

  test('can make no role that does more than the boundary', async () => {
    const { status } = await makeStack(spine, operator, 'millwright-notebook-strongest', strongestStack, {
      RoleARN,
    });
    expect(status).toBe('CREATE_COMPLETE');
    const become = async (RoleArn: string) => {
      const { Credentials: given } = await new STSClient(owner).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
      );
      return {
        ...owner,
        credentials: {
          accessKeyId: given?.AccessKeyId ?? '',
          secretAccessKey: given?.SecretAccessKey ?? '',
          sessionToken: given?.SessionToken ?? '',
        },
      };
    };
    await spine.sandbox.advance(120);
    const strongest = await become('arn:aws:iam::000000000000:role/millwright/made/strongest');
    const makeUser = (as: Client, UserName: string) =>
      new IAMClient(as).send(new CreateUserCommand({ UserName }));
    expect(await outcome(makeUser(strongest, 'new'))).toMatch(/^AccessDenied.*boundary/);
    const list = (as: Client) =>
      new S3Client({ ...as, forcePathStyle: true }).send(new ListBucketsCommand({}));
    expect(await outcome(list(strongest))).toMatch(/^AccessDenied/);
    // The same words in a policy, without a boundary.
    const powerful = await become(arnOf.open);
    expect(await outcome(makeUser(powerful, 'new'))).toBe('done');
    expect(await outcome(list(powerful))).toBe('done');
  });

  test.each([
    ['iam:createUser', { UserName: 'misled' }, 'iam:CreateUser'],
    [
      'sagemaker:stopNotebookInstance',
      { NotebookInstanceName: foreign.running },
      'sagemaker:StopNotebookInstance',
    ],
  ])('cannot mislead the guard to %s of what is not Millwright’s', async (target, input, action) => {
    const asked = listen(spine);
    const name = `millwright-notebook-${target.replace(':', '-')}`;
    const { status } = await makeStack(spine, operator, name, misledGuard(target, input), { RoleARN });
    expect(status).toBe('CREATE_COMPLETE');
    await spine.sandbox.advance(3600);
    const byGuard = asked.filter(({ who }) => who === roles.guard);
    expect(new Set(byGuard.map((one) => `${one.action} ${one.allowed ? 'done' : 'refused'}`))).toEqual(
      new Set([`${action} refused`]),
    );
    await new CloudFormationClient(owner).send(new DeleteStackCommand({ StackName: name }));
    await spine.sandbox.advance(300);
  });
});

test(
  'the owner can do each of it: the attempts are real ones' + shows('done-when:2.5/policies'),
  async () => {
    for (const [index, [what, resources]] of Object.entries(stacks).entries())
      expect((await makeStack(spine, owner, `control${index}`, resources)).status, what).toBe(
        'CREATE_COMPLETE',
      );
    for (const [index, [name, attempt]] of Object.entries(attempts).entries())
      expect(await outcome(attempt(owner, `own${index}`)), name).toBe('done');
  },
);
