/**
 * Two plans for one name on two laptops, begun at the same moment, share the empty stack that their change sets prepared.
 * Who gives up leaves alone what the other has made of it meanwhile.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import type { Task } from '../../preload/contract/task.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let count = 0;
let bucket = '';

/** A program that stands still at a point, once, until it is let go. */
interface Laptop {
  engine: Engine;
  holds: Map<string, { reached(): void; let: Promise<void> }>;
}

async function openLaptop(name: string): Promise<Laptop> {
  const holds: Laptop['holds'] = new Map();
  const reach = async (point: string) => {
    const hold = holds.get(point);
    if (hold === undefined) return;
    holds.delete(point);
    hold.reached();
    await hold.let;
  };
  return { engine: await spine.engine({ reach }, join(spine.root, name)), holds };
}

/** Resolves when the program stands there; the answer lets it go. */
function stop({ holds }: Laptop, point: string): Promise<() => void> {
  return new Promise((stands) => {
    let go: () => void = () => undefined;
    const let_ = new Promise<void>((resolve) => (go = resolve));
    holds.set(point, { reached: () => stands(go), let: let_ });
  });
}

interface Begun {
  taskId: string;
  ended: Promise<Task>;
}
async function begin({ engine }: Laptop): Promise<Begun> {
  const plan = await spine.plan(engine, 'storage', { name: bucket });
  const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
  return { taskId, ended: engine.applying.ended(taskId) };
}

let [one, two] = [] as unknown as [Laptop, Laptop];
beforeAll(async () => {
  spine = await openSpine();
  [one, two] = [await openLaptop('one'), await openLaptop('two')];
  const plan = await spine.plan(one.engine, 'foundation', {});
  expect((await spine.apply(one.engine, plan)).state).toBe('succeeded');
});
afterAll(async () => {
  await one.engine.close();
  await two.engine.close();
  await spine.close();
});
beforeEach(() => {
  count += 1;
  bucket = `shared-files-${count}`;
});

/** Both have made their change set and stand before carrying it out. */
async function sharing() {
  const before = 'call:cloudformation:CreateChangeSet:before';
  const arrived = [stop(one, before), stop(two, before)];
  const tasks = [await begin(one), await begin(two)] as const;
  const ready = [one, two].map((laptop) => stop(laptop, 'call:cloudformation:ExecuteChangeSet:before'));
  for (const go of await Promise.all(arrived)) go();
  const [goOne, goTwo] = await Promise.all(ready);
  return { first: tasks[0], second: tasks[1], goOne: goOne!, goTwo: goTwo! };
}

const stacks = () => spine.existing(/^cloudformation\/stack$/).filter((text) => text.includes(bucket));

test.each(['journal:intent:delete:after', 'call:cloudformation:ListChangeSets:before'])(
  'what the other made of it between %s and the deletion stays',
  async (point) => {
    const { first, second, goOne, goTwo } = await sharing();
    const proven = stop(one, point);
    await one.engine.applying.cancel(first.taskId);
    goOne();
    const goOn = await proven;
    goTwo();
    expect((await second.ended).state).toBe('succeeded');
    goOn();
    expect((await one.engine.applying.ended(first.taskId)).state).toBe('cancelled');
    expect(stacks()).toHaveLength(1);
    expect(spine.existing(/^s3\/bucket$/)).toContain(`s3/bucket ${bucket}`);
  },
);

test('while the change set of the other waits, the empty stack is left to it', async () => {
  const { first, second, goOne, goTwo } = await sharing();
  await one.engine.applying.cancel(first.taskId);
  goOne();
  expect((await one.engine.applying.ended(first.taskId)).state).toBe('cancelled');
  expect(stacks()).toHaveLength(1);
  goTwo();
  expect((await second.ended).state).toBe('succeeded');
  expect(spine.existing(/^s3\/bucket$/)).toContain(`s3/bucket ${bucket}`);
});

test('when both give up, nothing is left', async () => {
  const { first, second, goOne, goTwo } = await sharing();
  await Promise.all([one.engine.applying.cancel(first.taskId), two.engine.applying.cancel(second.taskId)]);
  goOne();
  goTwo();
  expect((await one.engine.applying.ended(first.taskId)).state).toBe('cancelled');
  expect((await two.engine.applying.ended(second.taskId)).state).toBe('cancelled');
  expect(stacks()).toEqual([]);
});
