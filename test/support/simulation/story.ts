/** What happens in a run: people make plans on two laptops, AWS and the network fail, programs die, clocks jump. */
import { createHash } from 'node:crypto';
import { AppFailure } from '../../../main/failure.ts';
import { Died } from './died.ts';
import { judge, type Judge } from './judge.ts';
import { person, start, type Trial } from './person.ts';
import { type Damage, damage, fate, faultsOn, traced } from './troubles.ts';
import { openRelay, type Relay } from './turns.ts';
import { type Laptop, type Mutant, openWorld, type World } from './world.ts';

export interface Counts {
  plans: number;
  deaths: number;
  faults: number;
  cancels: number;
  damaged: number;
  /** Steps in which both programs worked at once, and how often the turn went from one to the other in them. */
  together: number;
  turns: number;
}

export interface Run {
  seed: number;
  violations: string[];
  trace: string[];
  /** SHA-256 of the trace, short. */
  hash: string;
  counts: Counts;
}

export const noCounts = (): Counts => ({
  plans: 0,
  deaths: 0,
  faults: 0,
  cancels: 0,
  damaged: 0,
  together: 0,
  turns: 0,
});

export interface How {
  mutant?: Mutant | undefined;
  /** The same seed with deaths and losses, and no fault of AWS: then a plan must not fail at all. */
  calm?: boolean | undefined;
  /** The program dies at the first such point of each step instead of one by chance. */
  diesAt?: RegExp | undefined;
}

export async function simulate(seed: number, how: How = {}): Promise<Run> {
  const world = await openWorld(seed, how.mutant);
  const counts = noCounts();
  const watching = judge(world);
  watchFaults(world, watching, counts);
  try {
    const steps = 3 + world.dice.int(3);
    for (let step = 0; step < steps && world.violations.length === 0; step += 1)
      await oneStep(world, watching, counts, how);
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

function watchFaults(world: World, watching: Judge, counts: Counts): void {
  world.sandbox.faults.onMet((on, call) => {
    counts.faults += 1;
    watching.faults += 1;
    world.trace.push(
      `fault ${on.fault} ${on.when} ${call?.operation ?? 'AssumeRole'} ${call?.via ?? 'inside'}`,
    );
    if (on.fault === 'F11') world.giveUp();
    // What is stuck for ever would be waited for, look by look, for hours.
    if (on.fault === 'F32' && on.met > 2) world.sandbox.faults.switchOff(on.id);
    if (on.fault === 'F27' || on.fault === 'F33') watching.others = true;
  });
}

async function oneStep(world: World, watching: Judge, counts: Counts, how: How): Promise<void> {
  const { dice, sandbox, laptops } = world;
  if (dice.percent(25)) await sandbox.advance(dice.int(30 * 3600));
  const together = dice.percent(25);
  const at = dice.int(2);
  const [first, second] = at === 0 ? laptops : [laptops[1], laptops[0]];
  const faultsOff = faultsOn(world);
  if (how.calm === true) faultsOff();
  // Roles that are too young are met by services among themselves.
  if (sandbox.faults.list().some(({ fault }) => fault === 'F28')) watching.faults += 1;
  const relay = openRelay<Laptop>(dice, 30, (one) => (world.active = one));
  const working = together ? [first, second] : [first];
  const lived = await Promise.all(
    working.map((one) => live(world, one, relay, watching, counts, how.diesAt)),
  );
  faultsOff();
  if (together) counts.together += 1;
  counts.turns += relay.passed;
  for (const [i, one] of working.entries()) {
    world.active = one;
    await afterwards(world, one, lived[i] === 'died', watching, counts);
  }
}

async function afterwards(
  world: World,
  laptop: Laptop,
  died: boolean,
  watching: Judge,
  counts: Counts,
): Promise<void> {
  const { dice } = world;
  // A clock that is wrong, within what a person's laptop shows.
  if (dice.percent(15)) {
    laptop.skewMs = (dice.int(52) - 26) * 3_600_000;
    laptop.everSkewed = true;
  }
  if (died && dice.percent(30)) {
    const how = dice.pick<Damage>(['tail', 'tail', 'inside', 'missing']);
    if (!damage(laptop, how, dice.int(1 << 30))) return;
    counts.damaged += 1;
    laptop.lost = true;
    laptop.everLost = true;
    // A wish that is written nowhere any more cannot be kept.
    for (const one of watching.tookBack) if (one.startsWith(laptop.name)) watching.tookBack.delete(one);
    world.trace.push(`${laptop.name} loses lines: ${how}`);
  }
  if (died || !dice.percent(30)) return;
  // Closed as a person closes it.
  await laptop.engine?.close();
  laptop.engine = null;
}

/** What one person does in one step; the program may die at a point of it, and the other may have its turn meanwhile. */
async function live(
  world: World,
  laptop: Laptop,
  relay: Relay<Laptop>,
  watching: Judge,
  counts: Counts,
  diesAt: RegExp | undefined,
): Promise<'done' | 'died' | 'refused'> {
  await relay.enter(laptop);
  const chance = fate(world.dice);
  const dies = diesAt === undefined ? chance : (point: string) => diesAt.test(point);
  const trial: Trial = { dies, asks: null, counts };
  const waiting: (() => void)[] = [];
  let die: () => void = () => undefined;
  const dead = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  laptop.at = async (point) => {
    await relay.turn(laptop);
    if (!traced(point)) return;
    await trial.asks?.(point);
    if (!trial.dies(point)) return laptop.gate.idle() ? relay.pass(laptop) : undefined;
    world.trace.push(`${laptop.name} dies at ${point}`);
    counts.deaths += 1;
    trial.dies = () => false;
    die();
    return new Promise<never>((_, reject) => waiting.push(() => reject(new Died())));
  };
  laptop.turn = () => relay.turn(laptop);
  const done = person(world, laptop, watching, trial).then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof Died) return 'died' as const;
      if (!(error instanceof AppFailure)) throw error;
      world.trace.push(`${laptop.name} refused ${error.error.code}`);
      return 'refused' as const;
    },
  );
  try {
    const how = await Promise.race([done, dead]);
    if (how === 'died') {
      const killed = world.kill(laptop);
      for (const end of waiting) end();
      await killed;
      await done;
    }
    return how;
  } finally {
    laptop.at = null;
    laptop.turn = null;
    relay.leave(laptop);
  }
}

/** No more faults: every laptop starts once more, and everything comes to an end. */
async function rest(world: World, watching: Judge): Promise<void> {
  world.sandbox.faults.switchOff();
  await world.sandbox.advance(1_800);
  for (const laptop of world.laptops) {
    world.active = laptop;
    laptop.skewMs = 0;
    const engine = laptop.engine ?? (await start(world, laptop, watching, false));
    const { ended } = await engine.applying.recover();
    await ended;
  }
  await watching.end();
}
