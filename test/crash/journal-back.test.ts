/** Taking back what a damaged journal, or one that ended at the wrong moment, knows only in part. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlanLine } from '../../main/plans/journal-lines.ts';
import { readHistory } from '../../main/plans/history.ts';
import { scan } from '../../main/storage/journal-format.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { diskOf, killAt } from '../support/kill.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
beforeEach(async () => {
  spine = await openSpine();
});
afterEach(() => spine.close());

/** The disk of a program that died while it made a bucket, perhaps with a notebook. */
async function diedAt(at: string, source: string, answers: Answers): Promise<{ dir: string; plan: Plan }> {
  const kill = killAt(0, (point) => point === at);
  const engine = await spine.engine(kill);
  const foundation = await spine.engine(undefined, join(spine.root, 'first'));
  await spine.apply(foundation, await spine.plan(foundation, 'foundation', {}));
  await foundation.close();
  const plan = await spine.plan(engine, source, answers);
  const applied = spine.apply(engine, plan);
  await Promise.race([applied, kill.dead]);
  return { dir: await diskOf(spine.stateDir, `${spine.stateDir}-left`), plan };
}

test('what was finished is taken back also where the line is lost that announced it', async () => {
  const { dir } = await diedAt('journal:ended:before', 'storage', { name: 'back-files-4417' });
  const path = join(dir, 'journal');
  const bytes = await readFile(path);
  for (let from = 0; from < bytes.length; from = bytes.indexOf(0x0a, from) + 1) {
    const to = bytes.indexOf(0x0a, from);
    if (/"step":"(?:change-set|execute)"/.test(bytes.subarray(from, to).toString()))
      bytes.fill(0, to - 4, to);
  }
  await writeFile(path, bytes);
  const engine = await spine.engine(undefined, dir);
  expect(engine.applying.reconciling.pending()).not.toBeNull();
  const { ended } = await engine.applying.recover({ undo: true });
  expect((await ended).map(({ state }) => state)).toEqual(['cancelled']);
  expect(spine.existing(/^s3\/bucket/)).toEqual([]);
  expect(spine.existing(/stack$/).filter((key) => key.includes('storage'))).toEqual([]);
  await engine.close();
});

test('a plan that was asked to be taken back in the moment of its end is open again', async () => {
  const { dir } = await diedAt('journal:ended:before', 'storage', { name: 'back-files-4417' });
  const lines = scan(await readFile(join(dir, 'journal'))).found.map(({ line }) => line as PlanLine);
  const [{ taskId, at } = { taskId: '', at: '' }] = lines.flatMap((line) =>
    line.line === 'begun' ? [line] : [],
  );
  const turned: PlanLine = { line: 'turned', at, taskId, why: 'cancelled' };
  const done: PlanLine = { line: 'ended', at, taskId, outcome: 'done' };
  const after = (...more: PlanLine[]) => readHistory([...lines, ...more]).get(taskId)?.ended;
  expect(after(done)).toBeDefined();
  expect(after(done, turned)).toBeUndefined();
  expect(after(turned, done)).toBeUndefined();
  expect(after(turned, { ...done, outcome: 'cancelled' })).toBeDefined();
});

test('a plan whose first stack AWS finished meanwhile goes on from there, though the lines of it are lost', async () => {
  const { dir, plan } = await diedAt('journal:outcome:execute:before', 'notebook', {
    name: 'back',
    size: 'ml.t3.medium',
    bucket: { choice: 'new', newName: 'back-files-4417' },
    evening: { at: '19:00', timeZone: 'UTC' },
  });
  const path = join(dir, 'journal');
  const bytes = await readFile(path);
  // All behind the line that the plan was begun.
  await writeFile(path, bytes.subarray(0, bytes.indexOf('"line":"intent"') - 40));
  const engine = await spine.engine(undefined, dir);
  const { ended } = await engine.applying.recover();
  expect((await ended).map(({ state, error }) => `${state} ${error?.code ?? ''}`)).toEqual([
    'failed state.recordLost',
  ]);
  await spine.sandbox.advance(600);
  const task = await spine.apply(engine, plan);
  expect(task.error).toBeUndefined();
  expect(task.state).toBe('succeeded');
  expect(spine.existing(/notebook-instance$/)).toHaveLength(1);
  expect(spine.sandbox.ledger().filter(({ kind }) => kind === 's3/bucket')).toHaveLength(1);
  await engine.close();
});
