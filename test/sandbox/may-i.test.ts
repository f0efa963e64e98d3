/** "May I?" before anything is done: each right that a person lacks is a plain no, and only real doubt is "not checked". */
import { rm } from 'node:fs/promises';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../main/engine.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import {
  clientOf,
  documentOf,
  hire,
  personName,
  type PolicyDocument,
  without,
} from '../support/policies/person.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

let spine: Spine;
let operator: Engine;
let iam: IAMClient;
const UserName = personName('operator');
const arn = (name: string) => `arn:aws:iam::000000000000:policy/${name}`;
const bucket = 'may-i-bucket-4417';
const wanted = {
  notebook: {
    name: 'asked',
    size: 'ml.t3.medium',
    bucket: { choice: bucket },
    evening: { at: '19:00', timeZone: 'UTC' },
  },
  'notebook-start': { name: 'there', hours: 2 },
  'notebook-delete': { name: 'there' },
};

beforeAll(async () => {
  spine = await openSpine(await quickFolder('millwright-may-i-'));
  const administrator = await spine.engine();
  for (const [source, given] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
    ['notebook', { ...wanted.notebook, name: 'there' }],
    ['notebook-stop', { name: 'there' }],
  ] as const) {
    const task = await spine.apply(administrator, await spine.plan(administrator, source, given));
    expect(task.state).toBe('succeeded');
  }
  await administrator.close();
  iam = new IAMClient(clientOf(spine));
  const env = { ...spine.env, ...(await hire(spine, 'operator')) };
  operator = await createEngine({
    stateDir: `${spine.stateDir}-operator`,
    env,
    clock: spine.clock,
    onFault: (error) => {
      throw error;
    },
  });
}, 60_000);
afterAll(async () => {
  await operator.close();
  await spine.close();
  await rm(spine.root, { recursive: true, force: true });
});

let count = 0;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const back of undo.splice(0)) await back();
});

/** The operator has this policy in place of the published one until the test ends. */
async function instead(document: PolicyDocument) {
  const name = `instead-${(count += 1)}`;
  await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: JSON.stringify(document) }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arn(name) }));
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: arn('operator') }));
  undo.push(async () => {
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arn('operator') }));
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: arn(name) }));
  });
}

async function besides(statement: object) {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const PolicyName = `company-${(count += 1)}`;
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  undo.push(() => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })));
}

const plan = async (source: keyof typeof wanted): Promise<Plan> =>
  makePlan(requireSource(source), wanted[source], await operator.making('account'));
const answersOf = ({ permissions }: Plan, answer: string) =>
  permissions.filter((one) => one.answer === answer).map(({ action }) => action);

test.each(Object.keys(wanted) as (keyof typeof wanted)[])(
  'an operator may do all of %s, and each right that is taken away is a no',
  async (source) => {
    const whole = await plan(source);
    expect(answersOf(whole, 'unknown')).toEqual([]);
    expect(answersOf(whole, 'no')).toEqual([]);
    const needed = [...new Set(whole.permissions.map(({ action }) => action))];
    expect(needed.length).toBeGreaterThan(0);
    for (const action of needed) {
      await instead(without(documentOf('operator'), action));
      const less = await plan(source);
      const refused = answersOf(less, 'no');
      expect(refused).toContain(action);
      // Without this one the foundation is not seen, and the plan is another.
      if (action !== 'cloudformation:DescribeStacks') {
        expect(refused).toEqual([action]);
        expect(answersOf(less, 'unknown'), action).toEqual([]);
      }
      for (const back of undo.splice(0)) await back();
    }
  },
  60_000,
);

test('a rule of the company that hangs on what only the real call carries is not checked', async () => {
  await besides({
    Effect: 'Deny',
    Action: 'sagemaker:*',
    Resource: '*',
    Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } },
  });
  const { permissions, blockers } = await plan('notebook-start');
  expect(permissions.map(({ answer }) => answer)).toEqual(permissions.map(() => 'unknown'));
  expect(blockers).toEqual([]);
});

test('a rule of the company about the region is answered', async () => {
  const rule = (region: string) => ({
    Effect: 'Deny',
    Action: 'sagemaker:StartNotebookInstance',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': region } },
  });
  await besides(rule(spine.env['AWS_REGION'] ?? ''));
  expect(answersOf(await plan('notebook-start'), 'yes').length).toBeGreaterThan(0);
  await besides(rule('eu-central-1'));
  expect(answersOf(await plan('notebook-start'), 'no').length).toBeGreaterThan(0);
});
