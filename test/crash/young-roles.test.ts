/** A stack whose new role no service accepts yet: at most two stacks, a wait with words, and no thing twice. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import type { Task } from '../../preload/contract/task.ts';
import { shows } from '../status/shows.ts';
import { diskOf, killAt, traces } from '../support/kill.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const minute = 60_000;
const bucket = 'young-bucket-4417';
let root = '';
let spine: Spine;
let engine: Engine;
let cases = 0;
/** Killed programs hold their files until the end. */
const graves: Engine[] = [];
const fresh = () => `young-${(cases += 1)}-end`;
const answers = (name: string) => smallNotebook(name, bucket);

beforeAll(async () => {
  root = await quickFolder('millwright-young-');
  spine = await openSpine(root);
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
  await rm(root, { recursive: true, force: true });
});
afterEach(() => spine.sandbox.faults.switchOff());

const young = (seconds: number) =>
  spine.sandbox.faults.switchOn({ fault: 'F28', service: 'sagemaker', when: 'before', times: null, seconds });
const of = (kind: string, name: string) =>
  spine.sandbox.ledger().filter((entry) => entry.kind === kind && entry.key.includes(name));
const living = (name: string) =>
  of('sagemaker/notebook-instance', name).filter(({ goneAt }) => goneAt === null);
const left = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));

/** Applies, and notes what the task said while it waited. */
async function carriedOut(name: string) {
  // In the evening the notebooks of earlier cases stop, and their quota is free again.
  if (cases % 10 === 0) await spine.sandbox.advance(24 * 3600);
  const plan = await spine.plan(engine, 'notebook', answers(name));
  const said: Task[] = [];
  const stop = engine.tasks.onChange((task) => {
    if (task.state === 'waiting') said.push(task);
  });
  const begun = spine.clock.now();
  const task = await spine.apply(engine, plan);
  stop();
  return { task, said: said.map(({ detail }) => detail?.key), took: spine.clock.now() - begun };
}

test.each(long ? [5, 25, 40, 60, 80, 100, 115] : [25, 100])(
  'a role that nobody may use for %i s makes at most two stacks' + shows('done-when:2.2/time'),
  async (seconds) => {
    const name = fresh();
    young(seconds);
    const { task, said } = await carriedOut(name);
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(said).toContain('apply.roleYoung');
    expect(of('cloudformation/stack', name).length).toBeLessThanOrEqual(2);
    expect(of('iam/role', name).filter(({ goneAt }) => goneAt === null)).toHaveLength(1);
    expect(of('sagemaker/notebook-instance', name)).toHaveLength(1);
  },
);

test('a role that stays unusable is said after two stacks, and nothing is left', async () => {
  const name = fresh();
  young(86_400);
  const { task, took } = await carriedOut(name);
  expect(task.state).toBe('failed');
  expect(JSON.stringify(task.error)).toContain('role.notUsableYet');
  expect(took).toBeLessThan(10 * minute);
  expect(of('cloudformation/stack', name)).toHaveLength(2);
  expect(left(name)).toEqual([]);
});

describe('killed while it waits for its role', () => {
  /** Kills a program at one point of a plan whose role is young; the next start works on a copy of its disk. */
  async function killed(at: number, undo: boolean) {
    const name = fresh();
    if (cases % 5 === 0) await spine.sandbox.advance(24 * 3600);
    const dir = await diskOf(spine.stateDir, join(root, `dead-${name}`));
    young(60);
    const points = killAt(at, traces);
    const dying = await spine.engine(points, dir);
    const plan = await spine.plan(dying, 'notebook', answers(name));
    points.reached.length = 0;
    const work = spine.apply(dying, plan);
    const died = await Promise.race([points.dead.then(() => true), work.then(() => false)]);
    if (died) graves.push(dying);
    else await dying.close();
    const next = await diskOf(dir, join(root, `next-${name}`));
    const second = await spine.engine(undefined, next);
    const { ended } = await second.applying.recover({ undo });
    const [task] = await ended;
    await second.close();
    spine.sandbox.faults.switchOff();
    return { name, died, reached: points.reached, task };
  }
  test(
    'it goes on or is taken back from every point, and makes nothing twice' + shows('done-when:2.1/resume'),
    async () => {
      const whole = await killed(-1, false);
      expect(whole.task).toBeUndefined();
      expect(of('sagemaker/notebook-instance', whole.name)).toHaveLength(1);
      const points = whole.reached.findIndex((point) => point.startsWith('journal:ended'));
      const from = whole.reached.findIndex((point) => point.includes('attempt-'));
      expect(from).toBeGreaterThan(0);
      expect(points).toBeGreaterThan(from + 10);
      for (let at = from; at < points; at += long ? 1 : 6) {
        for (const undo of [false, true]) {
          const where = `${at} ${whole.reached[at] ?? ''} ${undo ? 'back' : 'on'}`;
          const { name, died, task } = await killed(at, undo);
          expect(died, where).toBe(true);
          expect(task?.state, where + JSON.stringify(task?.error)).toBe(undo ? 'cancelled' : 'succeeded');
          if (undo) expect(left(name), where).toEqual([]);
          else expect(living(name), where).toHaveLength(1);
          expect(of('cloudformation/stack', name).length, where).toBeLessThanOrEqual(2);
        }
      }
    },
    long ? 600_000 : 120_000,
  );
});
