/** What AWS does not answer, or refuses to show, is said as that: nothing is called moved, failed or done for it. */
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { AppFailure } from '../../main/failure.ts';
import type { FaultSpec } from '../../main/sandbox/index.ts';
import { shows } from '../status/shows.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

const minute = 60_000;
const bucket = 'sight-bucket-4417';
let spine: Spine;
let engine: Engine;
let cases = 0;
const fresh = () => `sight-${(cases += 1)}-end`;
const answers = (name: string) => smallNotebook(name, bucket);

beforeAll(async () => {
  spine = await openSpine(await quickFolder('millwright-sight-'));
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
  await rm(spine.root, { recursive: true, force: true });
});
const undo: (() => void)[] = [];
afterEach(() => {
  for (const stop of undo.splice(0)) stop();
  spine.sandbox.faults.switchOff();
});

const existing = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));
const fault = (
  fault: FaultSpec['fault'],
  service: string,
  operation: string,
  more: Partial<FaultSpec> = {},
) => spine.sandbox.faults.switchOn({ fault, service, operation, when: 'before', times: null, ...more });

async function refusal(work: Promise<unknown>): Promise<AppFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppFailure) return error;
    throw error;
  }
  throw new Error('Nobody refused.');
}

/** Carries the plan out; `seen` is what the task said while it waited. */
async function run(source: string, given: object) {
  const plan = await spine.plan(engine, source, given as never);
  const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
  return { plan, task: await engine.applying.ended(taskId) };
}

/** From the first such call on, every look is refused. */
function blindAfter(operation: string, id: FaultSpec['fault'], looks: readonly string[]) {
  undo.push(
    spine.sandbox.hook({
      after: (call) => {
        if (call.via !== 'wire' || call.operation !== operation || spine.sandbox.faults.list().length > 0)
          return;
        for (const look of looks) fault(id, call.service, look);
      },
    }),
  );
}

const billed = (name: string) =>
  spine.sandbox
    .ledger()
    .filter(({ kind, key, goneAt }) => kind === 'sagemaker/notebook-instance' && key === name && !goneAt);

describe('a look that is refused after AWS has begun', () => {
  const stackLooks = ['DescribeStacks', 'DescribeStackEvents'];
  test.each([
    ['F21', ['DescribeStacks']],
    ['F21', ['DescribeStackEvents']],
    ['F23', ['DescribeStackEvents']],
    ['F24', stackLooks],
    ['F25', stackLooks],
    ['F21', ['ListStackResources']],
  ] as const)(
    '%s at %o: nothing is called failed; the next look finds the end' + shows('done-when:2.2/every-call'),
    async (id, looks) => {
      const name = fresh();
      blindAfter('ExecuteChangeSet', id, looks);
      const { task } = await run('notebook', answers(name));
      expect(task.state, JSON.stringify(task.error)).toBe('lost');
      expect(task.error?.code).toBe('outcome.unseen');
      expect(task.leftOver.map((one) => one.name).join()).toContain(name);
      expect(task.leftOver.some(({ usdPerHour }) => usdPerHour === null || usdPerHour > 0)).toBe(true);
      expect(task.endedAt).toBeUndefined();
      for (const stop of undo.splice(0)) stop();
      await spine.sandbox.advance(600);
      expect(billed(name)).toHaveLength(1);
      // Still refused: it stays as it is, and says so.
      await engine.applying.look(task.id);
      expect((await engine.applying.ended(task.id)).state).toBe('lost');
      spine.sandbox.faults.switchOff();
      await engine.applying.look(task.id);
      const after = await engine.applying.ended(task.id);
      expect(after.state, JSON.stringify(after.error)).toBe('succeeded');
      expect(billed(name)).toHaveLength(1);
    },
  );

  test('while a notebook is stopped by a call', async () => {
    const name = fresh();
    expect((await run('notebook', answers(name))).task.state).toBe('succeeded');
    blindAfter('StopNotebookInstance', 'F21', ['DescribeNotebookInstance']);
    const { task } = await run('notebook-stop', { name });
    expect([task.state, task.error?.code]).toEqual(['lost', 'outcome.unseen']);
    for (const stop of undo.splice(0)) stop();
    spine.sandbox.faults.switchOff();
    await engine.applying.look(task.id);
    expect((await engine.applying.ended(task.id)).state).toBe('succeeded');
  });

  test('while it is taken back: it is gone after the next look', async () => {
    const name = fresh();
    const plan = await spine.plan(engine, 'notebook', answers(name));
    blindAfter('DeleteStack', 'F21', stackLooks);
    let executed = () => {};
    const begun = new Promise<void>((resolve) => (executed = resolve));
    undo.push(
      spine.sandbox.hook({
        after: (call) => {
          if (call.via === 'wire' && call.operation === 'ExecuteChangeSet') executed();
        },
      }),
    );
    const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
    await begun;
    await engine.applying.cancel(taskId);
    const lost = await engine.applying.ended(taskId);
    expect([lost.state, lost.error?.code]).toEqual(['lost', 'outcome.unseen']);
    for (const stop of undo.splice(0)) stop();
    spine.sandbox.faults.switchOff();
    await engine.applying.look(taskId);
    expect((await engine.applying.ended(taskId)).state).toBe('cancelled');
    expect(existing(name)).toEqual([]);
  });

  test('before anything was begun is a refusal, and nothing is left', async () => {
    const name = fresh();
    blindAfter('CreateChangeSet', 'F21', ['DescribeChangeSet']);
    const { task } = await run('notebook', answers(name));
    expect([task.state, task.error?.code]).toEqual(['failed', 'permission.deniedExplicitly']);
    expect(billed(name)).toEqual([]);
  });
});

describe('AWS in trouble for ever, whatever is asked', () => {
  test.each([
    ['F6', 'CreateChangeSet', 'aws.unavailable'],
    ['F5', 'ExecuteChangeSet', 'aws.unavailable'],
    ['F14', 'DescribeStacks', 'aws.unavailable'],
  ] as const)(
    '%s from %s on: lost after an hour with its reason, and the next look goes on',
    async (id, from, code) => {
      const name = fresh();
      let since = 0;
      let begun = false;
      undo.push(
        spine.sandbox.hook({
          before: (call) => {
            if (call.via !== 'wire') return;
            begun ||= call.operation === 'CreateChangeSet';
            if (since > 0 || !begun || call.operation !== from) return;
            since = spine.clock.now();
            spine.sandbox.faults.switchOn({
              fault: id,
              service: null,
              operation: null,
              when: 'before',
              times: null,
            });
          },
        }),
      );
      const { task } = await run('notebook', answers(name));
      expect([task.state, task.error?.code]).toEqual(['lost', code]);
      const took = spine.clock.now() - since;
      expect(took).toBeGreaterThanOrEqual(60 * minute);
      expect(took).toBeLessThan(65 * minute);
      spine.sandbox.faults.switchOff();
      await engine.applying.look(task.id);
      const after = await engine.applying.ended(task.id);
      expect(after.state, JSON.stringify(after.error)).toBe('succeeded');
      expect(billed(name)).toHaveLength(1);
    },
  );

  test('past the end that was agreed to: what was announced and not begun is not begun', async () => {
    const name = fresh();
    const halfHour = 30 * minute;
    const soon = Math.ceil((spine.clock.now() + 40 * minute) / halfHour) * halfHour;
    const at = new Date(soon).toISOString().slice(11, 16);
    fault('F9', 'cloudformation', 'ExecuteChangeSet');
    const { task } = await run('notebook', {
      ...answers(name),
      evening: { at, timeZone: 'UTC' },
    });
    expect([task.state, task.error?.code]).toEqual(['failed', 'plan.changed']);
    await spine.sandbox.advance(60);
    expect(existing(name)).toEqual([]);
  });
});

describe('facts that cannot be read again when a plan is applied', () => {
  test.each([
    ['F6', 's3', 'HeadBucket', 'aws.unavailable'],
    ['F9', 's3', 'HeadBucket', 'network.lost'],
    ['F13', 's3', 'HeadBucket', 'network.captivePortal'],
    ['F21', 'cloudformation', 'DescribeStacks', 'permission.deniedExplicitly'],
  ] as const)(
    '%s at %s: %s is said with its cause, and the plan stays good',
    async (id, service, call, code) => {
      const name = fresh();
      const plan = await spine.plan(engine, 'notebook', answers(name));
      fault(id, service, call);
      const { error } = await refusal(spine.apply(engine, plan));
      expect(error.code).toBe(code);
      expect((await engine.tasks.list()).filter((task) => task.planId === plan.id)).toEqual([]);
      expect(existing(name)).toEqual([]);
      spine.sandbox.faults.switchOff();
      const task = await spine.apply(engine, plan);
      expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    },
  );
});
