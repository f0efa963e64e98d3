/** One step of one person: opens the program, and starts, cancels, repeats or takes back something. */
import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../../../main/engine.ts';
import { AppFailure } from '../../../main/failure.ts';
import { canGoOn } from '../../../main/plans/again.ts';
import { readHistory } from '../../../main/plans/history.ts';
import { makePlan } from '../../../main/plans/make.ts';
import { requireSource } from '../../../main/plans/sources.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { type Judge, isAlone, mark } from './judge.ts';
import type { Counts } from './story.ts';
import { type Fate, traced } from './troubles.ts';
import { wishFor } from './wishes.ts';
import { type Laptop, linesOnDisk, type World } from './world.ts';

/** What is in store for one run of a program. */
export interface Trial {
  dies: Fate;
  /** The person presses Cancel at a point. */
  asks: ((point: string) => Promise<void>) | null;
  counts: Counts;
}

export async function person(world: World, laptop: Laptop, watching: Judge, trial: Trial): Promise<void> {
  const { dice } = world;
  const engine = await start(world, laptop, watching, dice.percent(20));
  const tasks = await engine.tasks.list();
  const broken = tasks.filter(({ state }) => state === 'failed' || state === 'lost');
  if (broken.length > 0 && dice.percent(50)) return mend(world, laptop, engine, dice.pick(broken), watching);
  const earlier = [...watching.agreed.values()];
  // The same plan on the other laptop, or once more on this one.
  if (earlier.length > 0 && dice.percent(8))
    return begin(world, laptop, engine, dice.pick(earlier), watching, trial);
  const wish = wishFor(world);
  const answers = await wish.answers(engine);
  const plan = await makePlan(requireSource(wish.source), answers, await engine.making('account'));
  const blocked = plan.blockers.map(({ key }) => key).join();
  world.trace.push(`${laptop.name} plans ${wish.source} ${plan.id} ${blocked}`);
  if (plan.blockers.length === 0) await begin(world, laptop, engine, plan, watching, trial);
}

/** Opens the program and lets it settle what it finds; `undo` takes back instead. */
export async function start(world: World, laptop: Laptop, watching: Judge, undo: boolean): Promise<Engine> {
  if (laptop.engine !== null) return laptop.engine;
  const { lost } = laptop;
  laptop.lost = false;
  const before = openTasks(laptop);
  const engine = await world.open(laptop);
  const { reconciling } = engine.applying;
  if (lost && reconciling.pending() === null)
    world.violations.push('P5 lines of the journal are gone and nobody says so');
  const pending = reconciling.pending() !== null;
  if (undo && !pending) for (const { planId } of before) watching.asked.add(mark(laptop, planId));
  const { ended } = await engine.applying.recover({ undo: undo && !pending });
  const listed = new Set((await engine.tasks.list()).map(({ id }) => id));
  for (const { taskId } of before)
    if (!listed.has(taskId)) world.violations.push('P1 what was begun is not listed at the next start');
  const { faults } = watching;
  for (const task of await ended) {
    world.trace.push(`${laptop.name} recovered ${task.planId} ${task.state}`);
    const plan = watching.agreed.get(task.planId);
    // Later the evening stop may have ended what was started.
    const soon = world.sandbox.account.clock.now() - Date.parse(task.startedAt) < 3_600_000;
    const unknown = soon && task.state === 'failed' && task.error?.code === 'outcome.unknown';
    if (unknown && watching.faults === faults && plan !== undefined && isAlone(plan, laptop, watching))
      world.violations.push(`P1 nobody knows any more whether ${plan.source} was done`);
  }
  const found = reconciling.found()[0];
  if (found !== undefined && world.dice.percent(30)) await reconciling.leave(found.id);
  return engine;
}

function openTasks(laptop: Laptop): { taskId: string; planId: string }[] {
  return [...readHistory(linesOnDisk(laptop)).values()]
    .filter(({ ended }) => ended === undefined)
    .map(({ taskId, begun }) => ({ taskId, planId: begun.plan.id }));
}

/** Goes on with what failed or was lost sight of, or takes it back. */
async function mend(
  world: World,
  laptop: Laptop,
  engine: Engine,
  task: Task,
  watching: Judge,
): Promise<void> {
  const { applying, plans } = engine;
  const told = (how: string) => world.trace.push(`${laptop.name} ${how} ${task.planId}`);
  if (task.state === 'lost') {
    told('looks again at');
    await applying.look(task.id);
    await applying.search();
  } else if (task.cancellable && world.dice.percent(50)) {
    told('takes back');
    watching.asked.add(mark(laptop, task.planId));
    await applying.cancel(task.id);
    watching.tookBack.add(mark(laptop, task.planId));
  } else {
    const history = readHistory(linesOnDisk(laptop)).get(task.id);
    if (history === undefined || !canGoOn(history)) return;
    told('tries again');
    const key = mark(laptop, task.planId);
    watching.presses.set(key, (watching.presses.get(key) ?? 0) + 1);
    const { plan } = await plans.get(task.planId);
    await applying.apply(plan, { kind: 'digest', digest: plan.digest });
  }
  world.trace.push(`${laptop.name} mended ${(await settled(engine, task.id)).state}`);
}

async function begin(
  world: World,
  laptop: Laptop,
  engine: Engine,
  plan: Plan,
  watching: Judge,
  trial: Trial,
): Promise<void> {
  const { dice, trace } = world;
  trial.counts.plans += 1;
  if (watching.agreed.has(plan.id)) trace.push(`${laptop.name} begins ${plan.id} too`);
  watching.agreed.set(plan.id, plan);
  watching.begin(laptop, plan);
  const consent = { kind: 'digest' as const, digest: plan.digest };
  let untilCancel = dice.percent(25) ? 1 + dice.int(14) : -1;
  trial.asks = async (point) => {
    if (!traced(point) || point.startsWith('journal:begun') || untilCancel < 0) return;
    untilCancel -= 1;
    if (untilCancel >= 0) return;
    const known = (await engine.tasks.list()).find(({ planId }) => planId === plan.id);
    if (known?.cancellable !== true || known.endedAt !== undefined) return;
    trial.counts.cancels += 1;
    watching.asked.add(mark(laptop, plan.id));
    trace.push(`${laptop.name} cancels ${plan.id} at ${point}`);
    await engine.applying.cancel(known.id);
    // From here on it has been answered, and must hold through every crash.
    watching.tookBack.add(mark(laptop, plan.id));
    if (!dice.percent(50)) return;
    let left = dice.int(6);
    trial.dies = () => (left -= 1) === -1;
  };
  const { taskId } = await engine.applying.apply(plan, consent);
  const task = await settled(engine, taskId, () => watching.tookBack.has(mark(laptop, plan.id)));
  trace.push(`${laptop.name} ended ${plan.source} ${task.state} ${task.error?.code ?? ''}`);
  if (task.state !== 'succeeded') return;
  const again = await engine.applying.apply(plan, consent).then(
    () => 'applied twice',
    (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
  );
  // The program may have died meanwhile.
  if (again !== 'plan.alreadyApplied' && again !== 'call.cancelled')
    world.violations.push(`P2 the same plan again: ${again}`);
}

const resting: readonly Task['state'][] = ['succeeded', 'failed', 'cancelled', 'lost'];

/** The end, also of the way back of what was finished when its cancel was heard: `back` says that it was. */
async function settled(engine: Engine, taskId: string, back = () => false): Promise<Task> {
  for (let task = await engine.applying.ended(taskId), same = 0; ; same += 1) {
    await setImmediate();
    const next = await engine.applying.ended(taskId);
    if (next.state !== task.state || next.endedAt !== task.endedAt) same = 0;
    task = next;
    // Between two runs of a task it waits for its connection.
    const rests = resting.includes(task.state) && !(task.state === 'succeeded' && back());
    if (same > (rests ? 5 : 200)) return task;
  }
}
