/** Taking back an update whose state before is in no line of the journal any more. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import type { Facts } from '../../main/plans/journal-lines.ts';
import type { Steps } from '../../main/plans/journal.ts';
import type { ChangeContext } from '../../main/stacks/context.ts';
import { findStack } from '../../main/stacks/look.ts';
import { takeBackStack } from '../../main/stacks/take-back.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine;
let extended: Plan;

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  const evening = { at: '19:00', timeZone: 'UTC' };
  const bucket = { choice: 'new', newName: 'before-bucket-4417' };
  const made = { name: 'before', size: 'ml.t3.medium', bucket, evening };
  expect((await spine.apply(engine, await spine.plan(engine, 'notebook', made))).state).toBe('succeeded');
  extended = await spine.plan(engine, 'notebook-extend', { name: 'before', hours: 2 });
  expect((await spine.apply(engine, extended)).state).toBe('succeeded');
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
});

const stepsWith = (
  back: boolean,
  intents: Record<string, Facts>,
  outcomes: Record<string, Facts>,
): Steps => ({
  back,
  intended: (step) => intents[step],
  outcome: (step) => outcomes[step],
  intend: (step, facts) => Promise.resolve(void (intents[step] = facts)),
  settle: (step, facts) => Promise.resolve(void (outcomes[step] = facts)),
});

async function takenBack(intents: Record<string, Facts>, outcomes: Record<string, Facts>) {
  const change = extended.changes.find((one) => one.kind === 'stack');
  if (change?.kind !== 'stack') throw new Error('The plan changes no stack.');
  const context: ChangeContext = {
    aws: await engine.connections.aws(),
    clock: spine.clock,
    signal: new AbortController().signal,
    purpose: 'apply',
    planId: extended.id,
    changeId: change.id,
    steps: stepsWith(true, {}, {}),
    onDetail: () => undefined,
    onEvents: () => undefined,
    onTrouble: () => undefined,
  };
  const look = () => findStack(context.aws, change.stackName, context);
  const before = await look();
  const work = takeBackStack(context, change, stepsWith(false, intents, outcomes));
  const ended = await work.then(
    () => 'taken back',
    (error: unknown) => (error as { error: { code: string } }).error.code,
  );
  return { ended, same: JSON.stringify((await look())?.Parameters) === JSON.stringify(before?.Parameters) };
}

test.each([
  ['the line of the change set is lost', { execute: { stackId: 'millwright-notebook-before' } }, {}],
  ['all lines but the last are lost', {}, { finished: { made: [], removed: [] } }],
])('%s: it says that what was before is not known, and changes nothing', async (_, intents, outcomes) => {
  expect(await takenBack(intents, outcomes)).toEqual({ ended: 'state.beforeLost', same: true });
});

test('where nothing was begun, taking back has nothing to do', async () => {
  const prepared = { 'change-set': { stackName: 'millwright-notebook-before', changeSetName: 'none' } };
  expect(await takenBack({}, {})).toEqual({ ended: 'taken back', same: true });
  expect(await takenBack(prepared, {})).toEqual({ ended: 'taken back', same: true });
});
