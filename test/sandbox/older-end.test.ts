/**
 * The journal loses its newest lines, and with them that a failed task was tried again: what came of the second try is
 * what the person reads, not the failure before it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { AwsError } from '../../main/sandbox/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine;
const bucket = 'older-files-4417';

beforeEach(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
}, 60_000);
afterEach(async () => {
  await engine.close();
  await spine.close();
});

/** A notebook whose first try AWS refuses. */
async function failedOnce(): Promise<Plan> {
  const plan = await spine.plan(engine, 'notebook', smallNotebook('sales', bucket));
  const stop = spine.sandbox.hook({
    before: ({ operation }) => {
      if (operation === 'CreateNotebookInstance')
        throw new AwsError('ResourceLimitExceeded', 'Not now.', 400);
    },
  });
  expect((await spine.apply(engine, plan)).state).toBe('failed');
  stop();
  return plan;
}

/** The program was closed, and the disk has lost every line behind the first failure. */
async function loseSecondTry(): Promise<void> {
  await engine.close();
  const path = join(spine.stateDir, 'journal');
  const bytes = await readFile(path);
  const failure = bytes.indexOf('"outcome":"rolled-back"');
  expect(failure).toBeGreaterThan(0);
  await writeFile(path, bytes.subarray(0, bytes.indexOf(0x0a, failure) + 1));
  engine = await spine.engine();
  expect(engine.applying.reconciling.pending()).not.toBeNull();
}

const taskOf = async ({ id }: Plan) => (await engine.tasks.list()).find(({ planId }) => planId === id);

test('a second try that ended well stays well', async () => {
  const plan = await failedOnce();
  expect((await spine.apply(engine, plan)).state).toBe('succeeded');
  const { endedAt } = (await taskOf(plan))!;
  await loseSecondTry();
  await (
    await engine.applying.recover()
  ).ended;
  expect(await taskOf(plan)).toMatchObject({ state: 'succeeded', endedAt, leftOver: [] });
  // The same at the start after.
  await engine.close();
  engine = await spine.engine();
  await (
    await engine.applying.recover()
  ).ended;
  expect(await taskOf(plan)).toMatchObject({ state: 'succeeded', endedAt, leftOver: [] });
});

test('a second try of which nobody knows the end is proved by what AWS shows', async () => {
  const plan = await failedOnce();
  const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
  await vi.waitUntil(() => spine.existing(/notebook-instance$/).length > 0, { timeout: 20_000, interval: 1 });
  await loseSecondTry();
  await (
    await engine.applying.recover()
  ).ended;
  expect(spine.existing(/notebook-instance$/)).toHaveLength(1);
  expect(await engine.tasks.get(taskId)).toMatchObject({ state: 'succeeded', leftOver: [] });
});
