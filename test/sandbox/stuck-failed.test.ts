/** An apply that fails, or is lost sight of: what exists and costs is named, and every button on the page works. */
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from '../contract/support/whole-program.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let program: WholeProgram;
let page: Page;

const answers = {
  name: 'sales',
  size: 'ml.t3.medium',
  bucket: { choice: 'new', newName: 'sales-files-4417' },
  evening: { at: '19:00', timeZone: 'UTC' },
};

const open = async () => {
  program = await openWhole({ spine, stateDir: join(spine.stateDir, 'whole') });
  await program.app.recover();
  page = await program.openPage();
};
const close = async () => {
  page.close();
  await program.close();
};

beforeEach(async () => {
  spine = await openSpine();
  await open();
}, 60_000);
afterEach(async () => {
  await close();
  await spine.close();
});

const get = async (id: string): Promise<Task> => valueOf(await page.api.tasks.get({ id }));
const until = (id: string, good: (task: Task) => boolean): Promise<Task> =>
  vi.waitUntil(
    async () => {
      const task = await get(id);
      return good(task) ? task : undefined;
    },
    { timeout: 30_000, interval: 20 },
  );
/** As the button does: a new consent to the same plan. */
async function again(plan: Plan, taskId: string): Promise<Task> {
  const ticket = await program.consent(page, plan);
  const { id, digest } = plan;
  const started = valueOf(await page.api.plans.apply({ id, digest, ticket }));
  expect(started.taskId).toBe(taskId);
  return until(taskId, (task) => task.endedAt !== undefined);
}
const noMachine = () =>
  spine.sandbox.faults.switchOn({
    fault: 'F23',
    service: 'sagemaker',
    operation: 'CreateNotebookInstance',
    when: 'before',
    times: null,
    via: 'inside',
  });
const made = (kind: string) => spine.sandbox.ledger().filter((entry) => entry.kind === kind);
const stacks = () => made('cloudformation/stack').map(({ goneAt }) => goneAt === null);

test('goes on from the change that failed: what was finished is kept, and nothing is made twice', async () => {
  noMachine();
  const { plan, task } = await program.perform(page, 'notebook', answers);
  expect(task.state).toBe('failed');
  expect(task.steps.map(({ state }) => state)).toEqual(['done', 'done', 'failed']);
  expect(task.error?.code).toBe('aws.stackFailed');
  const types = task.leftOver.map(({ type }) => type);
  expect(types).toContain('AWS::S3::Bucket');
  expect(types).not.toContain('AWS::SageMaker::NotebookInstance');
  expect(stacks()).toEqual([true, true, false]);
  spine.sandbox.faults.switchOff();
  const ended = await again(plan, task.id);
  expect(ended.error).toBeUndefined();
  expect(ended.state).toBe('succeeded');
  expect(ended.leftOver).toEqual([]);
  expect(stacks()).toEqual([true, true, false, true]);
  expect(made('s3/bucket')).toHaveLength(1);
  expect(made('sagemaker/notebook-instance')).toHaveLength(1);
  // Done is done: the same consent does not do it once more.
  const ticket = await program.consent(page, plan);
  const refused = await page.api.plans.apply({ id: plan.id, digest: plan.digest, ticket });
  expect(refused).toMatchObject({ ok: false, error: { code: 'plan.alreadyApplied' } });
});

test('without a ticket nothing goes on, and two presses are one', async () => {
  noMachine();
  const { plan, task, ticket } = await program.perform(page, 'notebook', answers);
  const { id, digest } = plan;
  const before = stacks().length;
  expect(await page.api.plans.apply({ id, digest, ticket })).toMatchObject({
    ok: false,
    error: { code: 'ticket.used' },
  });
  expect(stacks()).toHaveLength(before);
  spine.sandbox.faults.switchOff();
  const tickets = [await program.consent(page, plan), await program.consent(page, plan)];
  const answered = await Promise.all(tickets.map((one) => page.api.plans.apply({ id, digest, ticket: one })));
  expect(answered.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect((await until(task.id, ({ endedAt }) => endedAt !== undefined)).state).toBe('succeeded');
  expect(made('sagemaker/notebook-instance')).toHaveLength(1);
});

test('a stack that AWS could not take back is named with its price, removed first, and made anew', async () => {
  spine.sandbox.faults.switchOn({
    fault: 'F21',
    service: 'scheduler',
    operation: 'DeleteSchedule',
    when: 'before',
    times: null,
    via: 'inside',
  });
  noMachine();
  const { plan, task } = await program.perform(page, 'notebook', answers);
  expect(task.error?.code).toBe('aws.stackStuck');
  expect(task.leftOver.map(({ type }) => type)).toContain('AWS::Scheduler::Schedule');
  const needs = valueOf(await page.api.home.summary({ refresh: true })).needs;
  expect(needs.map(({ id }) => id)).toContain('stack:millwright-notebook-sales');
  spine.sandbox.faults.switchOff();
  expect((await again(plan, task.id)).state).toBe('succeeded');
  expect(made('scheduler/schedule').filter(({ goneAt }) => goneAt === null)).toHaveLength(1);
  expect(stacks().filter(Boolean)).toHaveLength(3);
});

test('after a restart Remove all leaves nothing', async () => {
  noMachine();
  const { task } = await program.perform(page, 'notebook', answers);
  expect(task.cancellable).toBe(true);
  await close();
  await open();
  expect((await get(task.id)).leftOver).toEqual(task.leftOver);
  await removeAll(task.id);
  const ended = await until(task.id, ({ state }) => state === 'cancelled');
  expect(ended.leftOver).toEqual([]);
  expect(spine.existing(/^(?:cloudformation\/stack|s3\/bucket|sagemaker|scheduler|iam\/role)/)).toEqual([]);
});

test('Remove all that AWS refuses says what is still there, and asks AWS anew when it is pressed again', async () => {
  const refuse = () =>
    spine.sandbox.faults.switchOn({
      fault: 'F21',
      service: 'scheduler',
      operation: 'DeleteSchedule',
      when: 'before',
      times: null,
      via: 'inside',
    });
  refuse();
  noMachine();
  const { task } = await program.perform(page, 'notebook', answers);
  await removeAll(task.id);
  const refused = await until(
    task.id,
    ({ state, endedAt }) => state === 'failed' && endedAt !== task.endedAt,
  );
  expect(refused.error?.code).toBe('aws.stackStuck');
  expect(refused.cancellable).toBe(true);
  const left = refused.leftOver.map(({ type }) => type);
  expect(left).toContain('AWS::Scheduler::Schedule');
  expect(left).toContain('AWS::S3::Bucket');
  await close();
  await open();
  expect((await get(task.id)).leftOver).toEqual(refused.leftOver);
  spine.sandbox.faults.switchOff();
  await removeAll(task.id);
  const ended = await until(task.id, ({ state }) => state === 'cancelled');
  expect(ended.leftOver).toEqual([]);
  expect(spine.existing(/^(?:cloudformation\/stack|s3\/bucket|sagemaker|scheduler|iam\/role)/)).toEqual([]);
}, 30_000);

test('after a restart it goes on from there too', async () => {
  noMachine();
  const { plan, task } = await program.perform(page, 'notebook', answers);
  spine.sandbox.faults.switchOff();
  await close();
  await open();
  expect((await again(plan, task.id)).state).toBe('succeeded');
  expect(made('sagemaker/notebook-instance')).toHaveLength(1);
  await close();
  await open();
  expect((await get(task.id)).state).toBe('succeeded');
});

test('when the account moved, the old consent does not hold: the same answers make a plan with another digest', async () => {
  noMachine();
  const { plan, task } = await program.perform(page, 'notebook', answers);
  spine.sandbox.faults.switchOff();
  const cloud = new CloudFormationClient({
    endpoint: spine.env['AWS_ENDPOINT_URL']!,
    region: spine.env['AWS_REGION']!,
    credentials: {
      accessKeyId: spine.env['AWS_ACCESS_KEY_ID']!,
      secretAccessKey: spine.env['AWS_SECRET_ACCESS_KEY']!,
    },
  });
  const StackName = 'millwright-notebook-sales';
  const TemplateBody = 'Resources: {Topic: {Type: AWS::SNS::Topic}}';
  await cloud.send(new CreateStackCommand({ StackName, TemplateBody }));
  await spine.sandbox.advance(60);
  const ticket = await program.consent(page, plan);
  const refused = await page.api.plans.apply({ id: plan.id, digest: plan.digest, ticket });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: expect.stringMatching(/^name\.taken|^plan\./) },
  });
  expect((await get(task.id)).state).toBe('failed');
  await cloud.send(new DeleteStackCommand({ StackName }));
  await spine.sandbox.advance(60);
  const fresh = valueOf(await page.api.plans.make({ source: plan.source, answers: plan.answers }));
  expect(fresh.digest).not.toBe(plan.digest);
  expect(fresh.changes.map(({ id }) => id)).not.toContain('foundation');
});

test(
  'lost sight of: what may exist is named with its price, and Look again goes on' +
    shows('done-when:2.4/failed'),
  async () => {
    const plan = valueOf(await page.api.plans.make({ source: 'notebook', answers }));
    const ticket = await program.consent(page, plan);
    const asked = new Promise<void>((resolve) => {
      const stop = spine.sandbox.observe(({ operation }) => {
        if (operation !== 'CreateNotebookInstance') return;
        stop();
        resolve();
      });
    });
    const { taskId } = valueOf(await page.api.plans.apply({ id: plan.id, digest: plan.digest, ticket }));
    // Closed in the middle of making it, and AWS does not answer when it is opened again.
    await asked;
    await close();
    spine.sandbox.faults.switchOn({
      fault: 'F6',
      service: null,
      operation: null,
      when: 'before',
      times: null,
      via: 'wire',
    });
    await open();
    const lost = await until(taskId, ({ state }) => state === 'lost');
    expect(lost.error?.code).toBe('aws.unavailable');
    const stack = lost.leftOver.find(({ name }) => name === 'millwright-notebook-sales');
    expect(stack?.usdPerHour).toBeGreaterThan(0.04);
    spine.sandbox.faults.switchOff();
    expect(await page.api.tasks.look({ id: taskId })).toMatchObject({ ok: true });
    const ended = await until(taskId, ({ endedAt }) => endedAt !== undefined);
    expect(ended.state).toBe('succeeded');
    expect(made('sagemaker/notebook-instance')).toHaveLength(1);
    expect(await page.api.tasks.look({ id: taskId })).toMatchObject({
      ok: false,
      error: { code: 'state.wrong' },
    });
  },
  30_000,
);

/** As the button does: the confirmation surface is asked, and its ticket takes back. */
async function removeAll(id: string): Promise<void> {
  const ticket = await program.press(page, valueOf(await page.api.tasks.askConsent({ id })));
  valueOf(await page.api.tasks.cancel({ id, ticket }));
}
