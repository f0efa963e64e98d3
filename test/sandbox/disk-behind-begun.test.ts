/** The disk refuses right behind the line that begins a plan: the person is told, nothing is half begun, nothing is lost. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../main/engine.ts';
import { AppFailure } from '../../main/failure.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { badDisk, refusal, type Step } from '../support/bad-disk.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

let spine: Spine;
let engine: Engine;
let faults: unknown[];
/** What of the disk refuses from the line that begins a plan on. */
let refuses: 'nothing' | 'tasks' | 'everything';
let begun = false;
let last: Step | undefined;

const full = () => begun && refuses === 'everything';
const tasks = () => join(spine.stateDir, 'tasks');
/** No folder can be where a file lies; a full disk cannot be made here. */
const block = async () => {
  await rename(tasks(), `${tasks()}-aside`).catch(() => undefined);
  await writeFile(tasks(), '');
};
const free = async () => {
  refuses = 'nothing';
  await rm(tasks());
  await rename(`${tasks()}-aside`, tasks()).catch(() => undefined);
};
const open = () =>
  createEngine({
    stateDir: spine.stateDir,
    env: spine.env,
    clock: spine.clock,
    files: badDisk((step) => {
      const before = last;
      last = step;
      // A full disk still takes what is written over what is there, as the mark is.
      if (full() && step === 'write' && before !== 'truncate') throw refusal('ENOSPC');
    }),
    points: {
      async reach(name) {
        if (name !== 'journal:begun:after' || refuses === 'nothing') return;
        begun = true;
        await block();
      },
    },
    onFault: (error) => faults.push(error),
  });

beforeEach(async () => {
  spine = await openSpine();
  [faults, refuses, begun] = [[], 'nothing', false];
  engine = await open();
}, 60_000);
afterEach(async () => {
  await engine.close();
  await spine.close();
});

const plan = () => spine.plan(engine, 'storage', { name: 'disk-bucket-4417' });
const apply = (of: Plan) => engine.applying.apply(of, { kind: 'digest', digest: of.digest });
const buckets = () => spine.existing(/^s3\/bucket$/).length;
const only = async () => {
  const [task, ...others] = await engine.tasks.list();
  expect(others).toEqual([]);
  if (task === undefined) throw new Error('the task is listed');
  return task;
};

test('the task could not be kept: it ends in words, and the same plan can be started again', async () => {
  const made = await plan();
  refuses = 'tasks';
  const refused = await apply(made).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppFailure);
  expect((refused as AppFailure).error.code).toMatch(/^disk\./);
  expect(await only()).toMatchObject({
    state: 'failed',
    error: { code: (refused as AppFailure).error.code },
  });
  await free();
  // The next start does not begin by itself what was refused.
  await engine.close();
  engine = await open();
  expect(await (await engine.applying.recover()).ended).toEqual([]);
  expect(buckets()).toBe(0);
  const { taskId } = await apply(made);
  expect((await engine.applying.ended(taskId)).state).toBe('succeeded');
  expect(buckets()).toBe(1);
  expect((await only()).id).toBe(taskId);
});

test(
  'not even the end could be written down: it is shown as lost, and a look goes on with it' +
    shows('done-when:2.3/disk'),
  async () => {
    const made = await plan();
    refuses = 'everything';
    const { taskId } = await apply(made);
    expect(await only()).toMatchObject({
      id: taskId,
      state: 'lost',
      error: { code: expect.stringMatching(/^disk\./) as string },
    });
    expect(buckets()).toBe(0);
    // Still full: it stays to be looked at.
    await expect(engine.applying.look(taskId)).rejects.toThrow(/^disk\./);
    expect((await only()).state).toBe('lost');
    await free();
    await engine.applying.look(taskId);
    expect((await engine.applying.ended(taskId)).state).toBe('succeeded');
    expect(buckets()).toBe(1);
    expect(faults.length).toBeGreaterThan(0);
  },
);
