/** Kills the program at every point of a notebook's plan that leaves a trace, and looks at what the next start makes of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { diskOf, killAt, traces } from '../support/kill.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let points: string[] = [];
let undoPoints: string[] = [];
let cases = 0;
/** Programs that died hold their files open, as a crashed one does until its process is gone. */
const graves: Engine[] = [];

const bucket = 'crash-bucket-4417';
const answers = (name: string) => ({
  name,
  size: 'ml.t3.medium',
  bucket: { choice: bucket },
  evening: { at: '19:00', timeZone: 'UTC' },
});

beforeAll(async () => {
  spine = await openSpine();
  const engine = await spine.engine();
  for (const [source, given] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
  ] as const)
    expect((await spine.apply(engine, await spine.plan(engine, source, given))).state).toBe('succeeded');
  await engine.close();
  // What a whole run reaches, and what taking back in the middle reaches.
  const whole = await crashed('whole', -1);
  expect(whole.died).toBe(false);
  points = whole.reached;
  await remove('whole');
  const half = await crashed('half', points.indexOf('journal:outcome:execute:after'));
  const undo = killAt(-1, traces);
  const again = await spine.engine(undo, half.disk);
  await (
    await again.applying.recover({ undo: true })
  ).ended;
  await again.close();
  undoPoints = undo.reached;
}, 120_000);
afterAll(() => spine.close());

/** Applies the plan of a new notebook and dies at a point; answers the disk that is left. */
async function crashed(name: string, at: number) {
  const kill = killAt(at, traces);
  const dir = `${spine.stateDir}-${name}`;
  const engine = await spine.engine(kill, dir);
  const plan = await spine.plan(engine, 'notebook', answers(name));
  kill.reached.length = 0;
  const applied = spine.apply(engine, plan).then(() => false);
  const died = await Promise.race([applied, kill.dead.then(() => true)]);
  if (died) graves.push(engine);
  else await engine.close();
  return { plan, died, reached: [...kill.reached], disk: await diskOf(dir, `${dir}-after`) };
}

async function remove(name: string): Promise<void> {
  const engine = await spine.engine(undefined, `${spine.stateDir}-${name}-remove`);
  const task = await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name }));
  expect(task.state).toBe('succeeded');
  await engine.close();
}

/** Everything of this notebook that still is, apart from the bucket that was there before. */
const left = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));
/** How often a notebook of this name was ever made. */
const made = (name: string) =>
  spine.sandbox.ledger().filter((entry) => entry.kind === 'sagemaker/notebook-instance' && entry.key === name)
    .length;

async function recovered(engine: Engine, undo: boolean) {
  const { open, ended } = await engine.applying.recover({ undo });
  const tasks = await ended;
  for (const task of tasks)
    expect(['succeeded', 'cancelled'], JSON.stringify(task.error)).toContain(task.state);
  return { open, tasks };
}

const name = () => `nb-${(cases += 1)}-end`;

describe('killed at any point while it makes a notebook', () => {
  test('the points are those of every change', () => {
    expect(points).toHaveLength(18);
    expect(undoPoints.length).toBeGreaterThan(8);
  });

  test.each(Array.from({ length: 18 }, (_, at) => at))(
    'point %i: goes on, and makes exactly one',
    async (at) => {
      const notebook = name();
      const { died, disk, plan } = await crashed(notebook, at);
      expect(died).toBe(true);
      const engine = await spine.engine(undefined, disk);
      const { open } = await recovered(engine, false);
      if (open.length === 0) {
        // Before the intent was written nothing had been done, or everything had and the end was written.
        const begun = points[at] !== 'journal:begun:before';
        expect(made(notebook)).toBe(begun ? 1 : 0);
      } else {
        expect(open[0]?.planId).toBe(plan.id);
        expect(made(notebook)).toBe(1);
      }
      const again = spine
        .apply(engine, plan)
        .catch((e: unknown) => (e as { error: { code: string } }).error.code);
      if (made(notebook) === 1) expect(await again).toBe('plan.alreadyApplied');
      else await again;
      expect(made(notebook)).toBe(1);
      await engine.close();
      await remove(notebook);
      expect(left(notebook)).toEqual([]);
    },
  );

  test.each(Array.from({ length: 17 }, (_, at) => at))(
    'point %i: takes back, and leaves nothing',
    async (at) => {
      const notebook = name();
      const { disk } = await crashed(notebook, at);
      const engine = await spine.engine(undefined, disk);
      await recovered(engine, true);
      await engine.close();
      expect(left(notebook)).toEqual([]);
      expect(made(notebook)).toBeLessThanOrEqual(1);
    },
  );
});

describe('killed again while it takes back', () => {
  test('at every point, and leaves nothing after the next start', async () => {
    const half = points.indexOf('journal:outcome:execute:after');
    for (let at = 0; at < undoPoints.length; at += 1) {
      const notebook = name();
      const { disk } = await crashed(notebook, half);
      const kill = killAt(at, traces);
      const second = await spine.engine(kill, disk);
      graves.push(second);
      const ended = second.applying.recover({ undo: true }).then((one) => one.ended);
      await Promise.race([ended, kill.dead]);
      const third = await spine.engine(undefined, await diskOf(disk, `${disk}-again`));
      await recovered(third, kill.reached.at(-1) === 'journal:turned:before');
      await third.close();
      expect(left(notebook), undoPoints[at]).toEqual([]);
    }
  }, 120_000);
});
