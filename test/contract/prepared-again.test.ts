/**
 * Somebody removes the prepared account while notebooks live: AWS keeps the upper limit of their roles. What then starts
 * says that nothing ends it, and preparing the account anew uses the limit that stayed.
 */
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  IAMClient,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { say } from '../../words/index.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { clientOf } from './support/planted.ts';

let spine: Spine;
let engine: Engine;
const [name, bucket] = ['outlives', 'outlives-files-4417'];
const StackName = 'millwright-foundation';
const PolicyArn = 'arn:aws:iam::000000000000:policy/millwright/millwright-us-east-1-boundary';

const made = (source: string, answers: Answers) => spine.plan(engine, source, answers);
const done = async (plan: Plan) => {
  const task = await spine.apply(engine, plan);
  expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
};
const words = (list: Plan['warnings']) =>
  list.map((one) => say('en', one, { timeZone: 'UTC', now: spine.clock.now() }));

/** Deletes the stack with the account's own tools; true when it is gone. */
async function removed(keep: string[]): Promise<boolean> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const { Stacks: [stack] = [] } = await cloud.send(new DescribeStacksCommand({ StackName }));
  const StackId = stack?.StackId;
  await cloud.send(new DeleteStackCommand({ StackName, ...(keep.length > 0 && { RetainResources: keep }) }));
  await spine.sandbox.advance(600);
  const { Stacks: [after] = [] } = await cloud.send(new DescribeStacksCommand({ StackName: StackId }));
  return after?.StackStatus === 'DELETE_COMPLETE';
}

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await done(await made('notebook', smallNotebook(name, bucket)));
  await done(await made('notebook-stop', { name }));
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
});

test('the limit of living roles stays when the prepared account is removed', async () => {
  expect(await removed([])).toBe(false);
  expect(await removed(['Boundary'])).toBe(true);
  expect(spine.existing(/^iam\/policy$/)).toEqual([expect.stringContaining('us-east-1-boundary')]);
});

test('a start then promises no end, and says why and what mends it', async () => {
  const plan = await made('notebook-start', { name });
  expect(plan.guards).toEqual([]);
  expect(words(plan.warnings)).toContainEqual(
    expect.stringContaining('Its evening stop at 19:00 does nothing'),
  );
  for (const [source, answers] of [
    ['notebook-extend', { name }],
    ['notebook-change', { name, size: 'ml.m5.xlarge' }],
  ] as const)
    expect(words((await made(source, answers)).blockers)).toContainEqual(
      expect.stringContaining('Prepare the account first.'),
    );
});

test('a limit that says something else is not used', async () => {
  const iam = new IAMClient(clientOf(spine));
  const { PolicyVersion } = await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn,
      SetAsDefault: true,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      }),
    }),
  );
  const plan = await made('foundation', {});
  expect(words(plan.blockers)).toEqual([expect.stringContaining('millwright-us-east-1-boundary')]);
  expect(JSON.stringify(plan.changes)).not.toContain('boundaryStands');

  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: PolicyVersion?.VersionId ?? '' }));
});

test('a wizard that would prepare it on the way says what is in its way', async () => {
  const plan = await made('storage', { name: 'beside-files-4417' });
  const task = await spine.apply(engine, plan);
  expect(task.state).toBe('failed');
  expect(words(task.error ? [task.error.says] : [])[0]).toContain('Prepare the account” alone');
  expect(spine.existing(/^cloudformation\/stack$/).join()).not.toContain('beside-files');
});

test('preparing the account anew uses the limit that stayed, and the evening stop works again', async () => {
  const plan = await made('foundation', {});
  expect(plan.blockers).toEqual([]);
  const [change] = plan.changes;
  expect(change?.kind === 'stack' && change.resources.map(({ logicalId }) => logicalId)).not.toContain(
    'Boundary',
  );
  await done(plan);
  const start = await made('notebook-start', { name });
  expect(start.guards).toHaveLength(1);
  await done(start);
  await spine.sandbox.advance(10 * 3600);
  const stop = await made('notebook-start', { name });
  expect(words(stop.blockers)).toEqual([]);
  await done(await made('notebook-change', { name, size: 'ml.m5.xlarge' }));
  await done(await made('foundation-change', { email: 'a@example.com' }));
  const cloud = new CloudFormationClient(clientOf(spine));
  const { Stacks: [stack] = [] } = await cloud.send(new DescribeStacksCommand({ StackName }));
  expect(stack?.Parameters).toContainEqual({ ParameterKey: 'BoundaryStands', ParameterValue: 'yes' });
});
