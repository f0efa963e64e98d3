/** Plans that are made of what the sandbox account answers, and what its CloudFormation makes of the shipped templates. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenAws } from '../../main/aws/connect.ts';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { makePlan, wizardOptions } from '../../main/plans/make.ts';
import { recheck } from '../../main/plans/recheck.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { loadTemplate, type TemplateName } from '../../main/plans/templates.ts';
import { notebook } from '../../main/wizards/notebook/index.ts';
import type { Plan, StackChange } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { steps, texts } from '../wizard/support.ts';
import { connected } from './support/connected.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { shows } from '../status/shows.ts';

let sandbox: TestSandbox;
let aws: OpenAws;
const prices = await openPriceBook(undefined, () => '000000000000');
/** Friday, 14:02 in Berlin. */
const start = Date.parse('2026-11-20T13:02:00Z');

beforeAll(async () => {
  sandbox = await testSandbox({ clock: { mode: 'manual', start } });
  aws = await connected(sandbox);
});
afterAll(async () => {
  aws.close();
  await sandbox.end();
});

const making = () => ({
  aws,
  region: aws.target.region,
  now: () => aws.now(),
  timeZone: 'Europe/Berlin',
  prices,
});
const make = (source: string, answers: Answers) => makePlan(requireSource(source), answers, making());

/** Status of a stack after its work has ended; undefined when it is gone. */
async function settled(name: string): Promise<string | undefined> {
  for (let tries = 0; tries < 100; tries += 1) {
    await sandbox.advance(30);
    const stacks = await aws.call('cloudformation', 'DescribeStacks', {}).then(({ Stacks }) => Stacks ?? []);
    const status = stacks.find((stack) => stack.StackName === name)?.StackStatus;
    if (status?.endsWith('_IN_PROGRESS') !== true) return status;
  }
  throw new Error(`${name} does not come to an end.`);
}

/** What the change set does, `Add Notebook`, and how the stack ended. */
async function carryOut(change: StackChange): Promise<{ changes: string[]; status: string | undefined }> {
  const { stackName: StackName, roleArn, template } = change;
  const RoleARN = roleArn === undefined ? {} : { RoleARN: roleArn };
  if (change.action === 'delete') {
    await aws.call('cloudformation', 'DeleteStack', { StackName, ...RoleARN });
    return { changes: [], status: await settled(StackName) };
  }
  const given = Object.entries(change.parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const update = change.action === 'update';
  const { Stacks = [] } = update ? await aws.call('cloudformation', 'DescribeStacks', { StackName }) : {};
  const kept = (Stacks[0]?.Parameters ?? [])
    .filter(({ ParameterKey = '' }) => !Object.hasOwn(change.parameters, ParameterKey))
    .map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true }));
  const ChangeSetName = 'test';
  await aws.call('cloudformation', 'CreateChangeSet', {
    StackName,
    ChangeSetName,
    ChangeSetType: update ? 'UPDATE' : 'CREATE',
    ...(template
      ? { TemplateBody: loadTemplate(template.name as TemplateName).body }
      : { UsePreviousTemplate: true }),
    Parameters: [...given, ...kept],
    Capabilities: change.capabilities as 'CAPABILITY_NAMED_IAM'[],
    Tags: Object.entries(change.tags).map(([Key, Value]) => ({ Key, Value })),
    ...RoleARN,
  });
  await sandbox.advance(30);
  const set = await aws.call('cloudformation', 'DescribeChangeSet', { StackName, ChangeSetName });
  await aws.call('cloudformation', 'ExecuteChangeSet', { StackName, ChangeSetName });
  const changes = (set.Changes ?? []).map(
    ({ ResourceChange: r }) => `${r?.Action ?? ''} ${r?.LogicalResourceId ?? ''}`,
  );
  return { changes: changes.sort(), status: await settled(StackName) };
}

async function applyAll(plan: Plan): Promise<void> {
  for (const change of plan.changes) {
    if (change.kind === 'stack') {
      const { changes, status } = await carryOut(change);
      const expected: Record<string, string> = { create: 'CREATE_COMPLETE', update: 'UPDATE_COMPLETE' };
      expect(status).toBe(expected[change.action]);
      const words = {
        create: 'Add',
        update: 'Modify',
        restart: 'Modify',
        replace: 'Modify',
        delete: 'Remove',
        keep: '',
      };
      if (change.action !== 'delete')
        expect(changes).toEqual(change.resources.map((r) => `${words[r.effect]} ${r.logicalId}`).sort());
    } else if (change.kind === 'call') {
      const call = aws.call.bind(aws) as (
        service: string,
        operation: string,
        input: object,
      ) => Promise<unknown>;
      await call(change.service, change.operation, change.input);
      await sandbox.advance(600);
    }
  }
}

const statusOf = async (name: string) =>
  (await aws.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName: name }))
    .NotebookInstanceStatus;

test(
  'a fresh account: foundation, bucket and notebook are made as the plan says, as the foundation’s role' +
    shows('system:2/roles', 'system:15/change-set'),
  async () => {
    const plan = await make('notebook', {
      name: 'Sales-Forecast',
      bucket: { choice: 'new', newName: 'sales-forecast-4417' },
      // Only the guard shall end it here.
      idle: { on: false },
    });
    expect(steps(plan)).toHaveLength(5);
    expect(plan.blockers).toEqual([]);
    expect(plan.permissions.every(({ answer }) => answer === 'yes')).toBe(true);
    expect(plan.quotas[0]?.limit).toBeGreaterThan(0);
    expect(plan.facts.every(({ source }) => source.kind === 'live')).toBe(true);
    // Figures of the sandbox's own price list.
    expect(plan.cost.perHour).toEqual({ usd: 0.05, unknown: [] });
    expect(plan.cost.worstMonth.unknown).toEqual([]);
    const { moved, blockers } = await recheck(plan, making());
    expect([moved, blockers]).toEqual([[], []]);
    await applyAll(plan);
    expect(await statusOf('Sales-Forecast')).toBe('InService');
    const again = await recheck(plan, making());
    expect(again.moved.length).toBeGreaterThan(0);
  },
);

test('a change of the plan on disk is found, though its digest is the same', async () => {
  const plan = await make('notebook-stop', { name: 'Sales-Forecast' });
  const call = plan.changes[0];
  if (call?.kind !== 'call') throw new Error('no call');
  const bent: Plan = { ...plan, changes: [{ ...call, input: { NotebookInstanceName: 'other' } }] };
  expect((await recheck(bent, making())).moved).toHaveLength(1);
});

test('a price that rose by more than a tenth needs a new plan', async () => {
  const plan = await make('notebook-extend', { name: 'Sales-Forecast' });
  const cheaper = (factor: number): Plan => ({
    ...plan,
    cost: {
      ...plan.cost,
      lines: plan.cost.lines.map((line) => ({ ...line, unitPrice: (line.unitPrice ?? 0) / factor })),
    },
  });
  expect((await recheck(cheaper(1.09), making())).moved).toEqual([]);
  expect(texts((await recheck(cheaper(1.2), making())).moved)[0]).toContain('the price was');
});

test('a plan that waited until its own end is made again', async () => {
  const plan = await make('notebook-extend', { name: 'Sales-Forecast', until: '2026-11-20T21:00:00+01:00' });
  const late = { ...making(), now: () => Date.parse('2026-11-20T19:55:00Z') };
  expect(texts((await recheck(plan, late)).moved)[0]).toContain('Make the plan again');
});

test('extending changes the schedule only, and the guard then stops the notebook by itself', async () => {
  await applyAll(
    await make('notebook-extend', { name: 'Sales-Forecast', until: '2026-11-20T21:00:00+01:00' }),
  );
  const until = (clock: string) =>
    sandbox.advance((Date.parse(`2026-11-20T${clock}:00Z`) - aws.now()) / 1000);
  await until('19:59');
  expect(await statusOf('Sales-Forecast')).toBe('InService');
  await until('20:14');
  expect(['Stopped', 'Stopping']).toContain(await statusOf('Sales-Forecast'));
});

test('starting in the evening moves the stop first; stop and delete leave the bucket only', async () => {
  await sandbox.advance(600);
  const start = await make('notebook-start', { name: 'Sales-Forecast' });
  expect(start.changes.map(({ id }) => id)).toEqual(['evening', 'StartNotebookInstance']);
  await applyAll(start);
  expect(await statusOf('Sales-Forecast')).toBe('InService');
  await applyAll(await make('notebook-delete', { name: 'Sales-Forecast' }));
  const left = sandbox.ledger().filter(({ goneAt, billed }) => goneAt === null && billed.length > 0);
  expect(left.map(({ key }) => key).filter((key) => key !== 'sales-forecast-4417')).toEqual([]);
});

test('the questions offer what the account has', async () => {
  const { options, missing } = await wizardOptions(notebook, making());
  expect(missing).toEqual([]);
  expect(options['bucket.choice']?.map(({ value }) => value)).toEqual(['sales-forecast-4417']);
  expect(options['network']?.length).toBeGreaterThan(1);
});

test('a bucket with a file is not deleted, an empty one is', async () => {
  const put = { Bucket: 'sales-forecast-4417', Key: 'in/a.csv', Body: 'a,b\n1,2\n' };
  await aws.call('s3', 'PutObject', put);
  expect((await make('storage-delete', { name: 'sales-forecast-4417' })).blockers).toHaveLength(1);
  await applyAll(await make('data-delete', { bucket: 'sales-forecast-4417', keys: ['in/'] }));
  await applyAll(await make('storage-delete', { name: 'sales-forecast-4417' }));
  const { Buckets = [] } = await aws.call('s3', 'ListBuckets', {});
  expect(Buckets).toEqual([]);
});
