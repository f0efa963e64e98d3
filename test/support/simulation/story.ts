/** What happens in a run: people make plans on two laptops, AWS and the network fail, programs die, clocks jump. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Engine } from '../../../main/engine.ts';
import { AppFailure } from '../../../main/failure.ts';
import { makePlan } from '../../../main/plans/make.ts';
import { requireSource } from '../../../main/plans/sources.ts';
import { AwsError, DropAnswer } from '../../../main/sandbox/index.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { judge, type Judge } from './judge.ts';
import { bucket, Died, type Laptop, linesOnDisk, type Mutant, openWorld, type World } from './world.ts';

export interface Run {
  seed: number;
  violations: string[];
  trace: string[];
  /** SHA-256 of the trace, short. */
  hash: string;
  counts: { plans: number; deaths: number; faults: number; cancels: number; damaged: number };
}

const faults: readonly (() => Error)[] = [
  () => new AwsError('Throttling', 'Rate exceeded', 400),
  () => new AwsError('TooManyRequestsException', 'Slow down', 429),
  () => new AwsError('InternalFailure', 'Internal', 500),
  () => new AwsError('ServiceUnavailable', 'Unavailable', 503),
  () => new DropAnswer(),
  () => new AwsError('ExpiredToken', 'The security token included in the request is expired', 403),
];
const oneByOne =
  /ChangeSet|DescribeStackEvents|ListStackResources|DeleteStack|(?:Start|Stop|Delete)NotebookInstance|Object$|DeleteBucket/;
const traced = (point: string): boolean =>
  point.startsWith('journal:') ||
  (point.startsWith('call:') && !/:(?:Describe|List|Get|Head|Simulate)/.test(point));

export async function simulate(seed: number, mutant?: Mutant): Promise<Run> {
  const world = await openWorld(seed, mutant);
  const watching = judge(world);
  const counts = { plans: 0, deaths: 0, faults: 0, cancels: 0, damaged: 0 };
  try {
    const steps = 2 + world.dice.int(3);
    for (let step = 0; step < steps && world.violations.length === 0; step += 1)
      await oneStep(world, watching, counts);
    if (world.violations.length === 0) await rest(world, watching);
  } catch (error) {
    world.violations.push(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await world.close();
  }
  const { trace, violations } = world;
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 12);
  return { seed, violations, trace, hash, counts };
}

async function oneStep(world: World, watching: Judge, counts: Run['counts']): Promise<void> {
  const { dice, sandbox } = world;
  const laptop = dice.pick(world.laptops);
  world.active = laptop;
  if (dice.percent(25)) await sandbox.advance(dice.int(30 * 3600));
  // A clock that is wrong, within what a person's laptop shows.
  if (dice.percent(15)) laptop.skewMs = (dice.int(52) - 26) * 3_600_000;
  const died = await maybeDies(
    world,
    laptop,
    async () => {
      const engine = await start(world, laptop, watching, dice.percent(20));
      await act(world, laptop, engine, watching, counts);
    },
    counts,
  );
  if (died && dice.percent(12)) {
    damage(laptop, dice.int(1 << 30));
    counts.damaged += 1;
  }
  if (died || !dice.percent(30)) return;
  // Closed as a person closes it.
  await laptop.engine?.close();
  laptop.engine = null;
}

/** Does `work`; in some runs the program dies at a point of it, AWS fails at a call, or the other laptop works meanwhile. */
async function maybeDies(
  world: World,
  laptop: Laptop,
  work: () => Promise<void>,
  counts: Run['counts'],
): Promise<boolean> {
  const { dice, sandbox } = world;
  let untilDeath = dice.percent(55) ? dice.int(24) : -1;
  let untilFault = dice.percent(50) ? dice.int(16) : -1;
  const when = dice.pick(['before', 'after'] as const);
  const fault = dice.pick(faults);
  let dies: () => void = () => undefined;
  const dead = new Promise<'dead'>((resolve) => (dies = () => resolve('dead')));
  laptop.at = (point) => {
    if (!traced(point) || untilDeath < 0) return undefined;
    untilDeath -= 1;
    if (untilDeath >= 0) return undefined;
    world.trace.push(`${laptop.name} dies at ${point}`);
    counts.deaths += 1;
    dies();
    return new Promise<never>((_, reject) => waiting.push(() => reject(new Died('off'))));
  };
  const waiting: (() => void)[] = [];
  const stop = sandbox.hook({
    [when]: (call: { via: string; operation: string }) => {
      // Facts are asked for at once, in an order that no seed decides.
      if (call.via !== 'wire' || untilFault < 0 || !oneByOne.test(call.operation)) return;
      untilFault -= 1;
      if (untilFault >= 0) return;
      counts.faults += 1;
      const thrown = fault();
      world.trace.push(`fault ${when} ${call.operation} ${thrown.message}`);
      throw thrown;
    },
  });
  const done = work().then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof Died) return 'died' as const;
      if (!(error instanceof AppFailure)) throw error;
      world.trace.push(`${laptop.name} refused ${error.error.code}`);
      return 'refused' as const;
    },
  );
  const how = await Promise.race([done, dead]);
  stop();
  if (how === 'dead') {
    const killed = world.kill(laptop);
    for (const end of waiting) end();
    await killed;
    await done.catch(() => undefined);
  }
  laptop.at = null;
  return how === 'dead';
}

/** Opens the program and lets it settle what it finds; `undo` takes back instead. */
async function start(world: World, laptop: Laptop, watching: Judge, undo: boolean): Promise<Engine> {
  if (laptop.engine !== null) return laptop.engine;
  const lost = lostLines(laptop);
  const engine = await world.open(laptop);
  if (lost && engine.applying.reconciling.pending() === null)
    world.violations.push('P5 lines of the journal are gone and nobody says so');
  const pending = engine.applying.reconciling.pending() !== null;
  if (undo && !pending) for (const line of openTasks(laptop)) watching.asked.add(line);
  const { ended } = await engine.applying.recover({ undo: undo && !pending });
  for (const task of await ended) world.trace.push(`${laptop.name} recovered ${task.planId} ${task.state}`);
  return engine;
}

function openTasks(laptop: Laptop): string[] {
  const open = new Map<string, string>();
  for (const line of linesOnDisk(laptop)) {
    if (line.line === 'begun') open.set(line.taskId, line.plan.id);
    if (line.line === 'ended') open.delete(line.taskId);
  }
  return [...open.values()];
}

const damaged = new WeakMap<Laptop, string>();
const lostLines = (laptop: Laptop): boolean => damaged.get(laptop) === laptop.dir && damaged.delete(laptop);

/** The disk loses the end of the journal, at a line's end, so that nothing in the file itself shows it. */
function damage(laptop: Laptop, at: number): void {
  const path = join(laptop.dir, 'journal');
  const bytes = readFileSync(path);
  const ends = [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);
  // The last line may be one that was never answered, so that its loss is none.
  if (ends.length < 3) return;
  writeFileSync(path, bytes.subarray(0, ends[at % (ends.length - 2)]));
  damaged.set(laptop, laptop.dir);
}

const names = ['nb-a', 'nb-b', 'nb-theirs', 'taken'];

function wish(world: World): [source: string, answers: Record<string, unknown>] {
  const { dice } = world;
  const name = dice.pick(names);
  const roll = dice.int(100);
  if (roll < 45)
    return [
      'notebook',
      { name, size: 'ml.t3.medium', bucket: { choice: bucket }, evening: { at: '19:00', timeZone: 'UTC' } },
    ];
  if (roll < 55) return ['notebook-stop', { name }];
  if (roll < 65) return ['notebook-start', { name }];
  if (roll < 70) return ['notebook-extend', { name }];
  if (roll < 82) return ['notebook-delete', { name }];
  if (roll < 90) return ['storage', { name: `sim-more-${dice.int(2)}-4417` }];
  if (roll < 94) return ['storage-delete', { name: `sim-more-${dice.int(2)}-4417` }];
  if (roll < 97) return ['stack-remove', { stackName: `millwright-notebook-${name}` }];
  return ['data-upload', {}];
}

async function act(
  world: World,
  laptop: Laptop,
  engine: Engine,
  watching: Judge,
  counts: Run['counts'],
): Promise<void> {
  const { dice } = world;
  const [source, answers] = wish(world);
  const given = source === 'data-upload' ? await stage(engine, dice.int(1_000)) : answers;
  const plan: Plan = await makePlan(requireSource(source), given as never, await engine.making('account'));
  world.trace.push(`${laptop.name} plans ${source} ${plan.id} ${plan.blockers.map(({ key }) => key).join()}`);
  if (plan.blockers.length > 0) return;
  counts.plans += 1;
  watching.agreed.set(plan.id, plan);
  const consent = { kind: 'digest' as const, digest: plan.digest };
  const asks = dice.percent(15);
  let untilCancel = asks ? 1 + dice.int(12) : -1;
  const before = laptop.at;
  laptop.at = async (point) => {
    await before?.(point);
    if (!traced(point) || point.startsWith('journal:begun') || untilCancel < 0) return;
    untilCancel -= 1;
    if (untilCancel >= 0) return;
    const known = (await engine.tasks.list()).find(({ planId }) => planId === plan.id);
    if (known?.cancellable !== true || known.endedAt !== undefined) return;
    counts.cancels += 1;
    watching.asked.add(plan.id);
    await engine.applying.cancel(known.id);
    // From here on it has been answered, and must hold through every crash.
    watching.tookBack.add(plan.id);
  };
  const { taskId } = await engine.applying.apply(plan, consent);
  const task: Task = await engine.applying.ended(taskId);
  world.trace.push(`${laptop.name} ended ${source} ${task.state} ${task.error?.code ?? ''}`);
  if (task.state === 'succeeded') {
    const again = await engine.applying.apply(plan, consent).then(
      () => 'applied twice',
      (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
    );
    if (again !== 'plan.alreadyApplied') world.violations.push(`P2 the same plan again: ${again}`);
  }
}

async function stage(engine: Engine, bytes: number) {
  const { stageId } = await engine.staging.reserve([{ path: 'a.csv', bytes }], 'window');
  await engine.staging.receive(stageId, 0, Readable.from([Buffer.alloc(bytes, 'x')]));
  return { stageId, bucket, prefix: 'in/' };
}

/** No more faults: every laptop starts once more, and everything comes to an end. */
async function rest(world: World, watching: Judge): Promise<void> {
  for (const laptop of world.laptops) {
    world.active = laptop;
    laptop.skewMs = 0;
    const engine = laptop.engine ?? (await start(world, laptop, watching, false));
    const { ended } = await engine.applying.recover();
    await ended;
  }
  await watching.end();
}
