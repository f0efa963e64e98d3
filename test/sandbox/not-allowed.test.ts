/** A right that is missing is said by its name where its list would stand; nothing is shown as "none" for want of a right. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { openBuckets } from '../../main/data/buckets.ts';
import type { Engine } from '../../main/engine.ts';
import { homeHandlers } from '../../main/home/handlers.ts';
import { notebookInstances } from '../../main/inventory/collectors/notebook-instances.ts';
import { Inventory } from '../../main/inventory/inventory.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import { LiveList } from '../../main/inventory/live-list.ts';
import { OtherRegions } from '../../main/inventory/other-regions.ts';
import { notebookHandlers } from '../../main/notebooks/handlers.ts';
import { type NotebookRow, Refused } from '../../preload/contract/domains/notebooks.ts';
import { Message } from '../../preload/contract/message.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine | null = null;
beforeEach(async () => {
  spine = await openSpine();
});
afterEach(async () => {
  await engine?.close();
  engine = null;
  await spine.close();
});

const context = { requestId: 'test', windowId: 'test', signal: new AbortController().signal };
const client = () => ({
  endpoint: spine.env['AWS_ENDPOINT_URL']!,
  region: 'us-east-1',
  credentials: {
    accessKeyId: spine.env['AWS_ACCESS_KEY_ID']!,
    secretAccessKey: spine.env['AWS_SECRET_ACCESS_KEY']!,
  },
});

const rights = [
  'sagemaker:ListNotebookInstances', 'sagemaker:DescribeNotebookInstance', 'sagemaker:ListTags', 'logs:FilterLogEvents',
  'cloudwatch:GetMetricData', 'cloudformation:DescribeStacks', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity',
]; // prettier-ignore

/** A notebook that runs, and from then on a person who lacks one right. */
async function without(...missing: string[]): Promise<void> {
  const iam = new IAMClient(client());
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'sagemaker.amazonaws.com' },
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'notes',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await spine.sandbox.advance(60);
  await new SageMakerClient(client()).send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'there',
      InstanceType: 'ml.t3.medium',
      RoleArn: Role!.Arn,
    }),
  );
  await spine.sandbox.advance(600);
  const Action = rights.filter((right) => !missing.includes(right));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'narrow', PolicyDocument }));
  await iam.send(new CreateUserCommand({ UserName: 'narrow' }));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'narrow', PolicyArn: Policy!.Arn! }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'narrow' }));
  spine.env['AWS_ACCESS_KEY_ID'] = AccessKey!.AccessKeyId!;
  spine.env['AWS_SECRET_ACCESS_KEY'] = AccessKey!.SecretAccessKey!;
  await spine.sandbox.advance(60);
  engine = await spine.engine();
}

function rooms() {
  const connect = () => engine!.connections.aws();
  let kept: InventorySnapshot | null = null;
  const inventory = new Inventory({
    connect,
    collectors: [notebookInstances],
    store: { read: async () => kept, write: async (snapshot) => void (kept = snapshot) },
    price: () => 0.05,
  });
  const others = new OtherRegions([notebookInstances]);
  const now = () => spine.clock.now();
  return {
    others,
    connect,
    home: homeHandlers({
      inventory,
      others,
      price: () => 0.05,
      tasks: async () => [],
      timeZone: () => 'UTC',
      now,
      lost: () => ({ loss: null, found: [], trouble: null, stateDir: spine.stateDir }),
    }),
    notebooks: notebookHandlers({
      connect,
      inventory,
      price: () => 0.05,
      receipts: async () => [],
      live: new LiveList<NotebookRow>(),
      tell: () => undefined,
      now,
      openPage: async () => ({ how: 'opened' }) as never,
    }),
    buckets: openBuckets({ connect, ownBuckets: async () => new Set() }),
  };
}

const said = (refused: z.input<typeof Refused>[] | undefined) =>
  Refused.array()
    .parse(refused)
    .map(({ of, error }) => [of, error.says.params?.['action']]);

test('with every right nothing is refused', async () => {
  await without();
  const { notebooks, home, buckets } = rooms();
  const list = await notebooks.list({ refresh: true, first: false }, context);
  expect(list.rows.map(({ name }) => name)).toEqual(['there']);
  expect(list.refused).toEqual([]);
  expect((await home.summary({ refresh: false } as never, context)).refused).toEqual([]);
  expect((await buckets.read()).refused).toEqual([]);
  expect(said((await notebooks.get({ name: 'there' }, context)).refused)).toEqual([]);
});

test('notebooks that may not be listed are named with the right, and stacks are seen all the same', async () => {
  await without('sagemaker:ListNotebookInstances');
  const { notebooks, home, others, connect } = rooms();
  const list = await notebooks.list({ refresh: true, first: false }, context);
  expect(said(list.refused)).toEqual([['notebooks', 'sagemaker:ListNotebookInstances']]);
  await others.look(await connect(), 'us-east-2');
  const summary = await home.summary({ refresh: false } as never, context);
  expect(said(summary.refused)).toEqual([['notebooks', 'sagemaker:ListNotebookInstances']]);
  expect(summary.regions.unreachable).toEqual([]);
});

test('without the right to see stacks an end is "not known", never "no end"', async () => {
  await without('cloudformation:DescribeStacks');
  const { notebooks, home } = rooms();
  const list = await notebooks.list({ refresh: true, first: false }, context);
  expect(list.rows.map(({ name }) => name)).toEqual(['there']);
  expect(said(list.refused)).toEqual([['stacks', 'cloudformation:DescribeStacks']]);
  const summary = await home.summary({ refresh: false } as never, context);
  expect(summary.rows.map(({ ends, noEnd }) => [Message.parse(ends), noEnd])).toEqual([
    [{ key: 'home.ends.notKnown' }, false],
  ]);
  expect(summary.needs).toEqual([]);
});

test('buckets that may not be listed are named with the right', async () => {
  await without('s3:ListAllMyBuckets');
  const { buckets } = rooms();
  const { rows, refused } = await buckets.read();
  expect(rows).toEqual([]);
  expect(said(refused)).toEqual([['buckets', 's3:ListAllMyBuckets']]);
});

test('the page of a notebook names each part that may not be seen', async () => {
  await without('sagemaker:ListTags', 'logs:FilterLogEvents', 'cloudwatch:GetMetricData');
  const { notebooks } = rooms();
  await notebooks.list({ refresh: true, first: false }, context);
  const page = await notebooks.get({ name: 'there' }, context);
  expect(said(page.refused).sort()).toEqual([
    ['log', 'logs:FilterLogEvents'],
    ['metrics', 'cloudwatch:GetMetricData'],
    ['tags', 'sagemaker:ListTags'],
  ]);
});
