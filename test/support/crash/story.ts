/** One row of the harness: its uninterrupted run with all of its points, and the cases that follow from them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { noPoints } from '../../../main/points.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import { openSpine, quickFolder } from '../spine.ts';
import { type AccountState, readAccount } from './account.ts';
import { copyWorld } from './folders.ts';
import { type Fork, forkAt, type Forks } from './forks.ts';
import { findings, type Reference, touchedRows } from './judge.ts';
import { earlier, type Row, type Stage, steps } from './preparing.ts';
import { openEngine, restart } from './restart.ts';

export interface Stages {
  root: string;
  of(stage: Stage): Promise<string>;
  remove(): void;
}

/** Prepares each account when it is first asked for. */
export async function openStages(): Promise<Stages> {
  const root = await quickFolder('millwright-crash-');
  const made = new Map<Stage, Promise<string>>();
  const make = async (stage: Stage): Promise<string> => {
    const folder = join(root, `stage-${stage}`);
    const before = earlier[stage];
    if (before !== null) copyWorld(await of(before), folder);
    const spine = await openSpine(folder);
    const faults: unknown[] = [];
    const engine = await openEngine(spine, undefined, faults);
    if (stage !== 'empty') await steps[stage](spine, engine);
    await engine.close();
    await spine.close();
    if (faults.length > 0) throw new Error(`${stage}: ${String(faults[0])}`);
    return folder;
  };
  const of = (stage: Stage) => {
    const known = made.get(stage) ?? make(stage);
    made.set(stage, known);
    return known;
  };
  return { root, of, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Story {
  row: Row;
  plan: Plan;
  reference: Reference;
  /** Points of the way there, and of the ways back from its end and from the row's other points. */
  there: Pick<Forks, 'points' | 'forks'>;
  back: Pick<Forks, 'points' | 'forks'>;
  /** Root folder of all copies. */
  root: string;
  remove(): void;
}

export interface StoryOptions {
  whole?: boolean;
  /** Changes the prepared account before the plan is made. */
  plant?: (root: string) => void;
  /** Only these points are kept; the last one before the end must be among them. */
  wanted?: (at: number, point: string) => boolean;
}

let stories = 0;

/** Runs the row to its end once, and takes it back once. */
export async function tell(row: Row, prepared: Stages, options: StoryOptions = {}): Promise<Story> {
  const root = join(prepared.root, `story-${(stories += 1)}`);
  const first = copyWorld(await prepared.of(row.stage), join(root, 'first'));
  options.plant?.(first);
  const spine = await openSpine(first);
  const faults: unknown[] = [];
  let points = noPoints;
  const engine = await openEngine(spine, { reach: (name) => points.reach(name) }, faults);
  const answers = await row.prepare(spine, engine);
  const plan = await spine.plan(engine, row.source, answers);
  if (plan.blockers.length > 0) throw new Error(JSON.stringify(plan.blockers));
  const baseAt = copyWorld(first, join(root, 'base'));
  const there = forkAt(first, join(root, 'there'), spine.sandbox, options);
  points = there;
  const task = await spine.apply(engine, plan);
  if (task.state !== 'succeeded') throw new Error(`${row.source}: ${JSON.stringify(task.error)}`);
  there.stop();
  points = noPoints;
  if (row.settles !== undefined) await spine.clock.sleep(row.settles * 1000);
  await engine.close();
  await spine.close();
  const base = readAccount(join(baseAt, 'account'));
  const done = readAccount(join(first, 'account'));

  // All was done and nobody had written down that it ended: from there the whole way back is gone.
  const end = there.points.indexOf('ended:before');
  const last = there.forks.findLast(({ at }) => at <= end);
  const others = (options.wanted ? [] : (row.backFrom ?? [])).map((name) =>
    there.forks.find(({ point }) => point === name),
  );
  const ways: { forks: Forks; account: AccountState }[] = [];
  for (const [index, from] of [last, ...others].entries()) {
    if (from === undefined) throw new Error(`${row.source} has no such point to turn round at.`);
    let forks: Forks | undefined;
    const turned = await restart(copyOf(from, join(root, `turned-${index}`)), plan, {
      undo: true,
      settles: row.settles,
      watch(again) {
        forks = forkAt(again.root, join(root, `back-${index}`), again.sandbox, options);
        return forks;
      },
    });
    if (forks === undefined) throw new Error('The way back has no points.');
    forks.stop();
    faults.push(...turned.faults);
    ways.push({ forks, account: turned.account });
  }
  if (faults.length > 0) throw new Error(`${row.source}: ${String(faults[0])}`);
  const reference = { base, done, touched: touchedRows(base, done, ...ways.map(({ account }) => account)) };
  const back = {
    points: ways.flatMap(({ forks }) => forks.points),
    forks: ways.flatMap(({ forks }) => forks.forks),
  };
  return {
    row,
    plan,
    reference,
    there,
    back,
    root,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export const copyOf = (fork: Fork, root: string): Fork => ({ ...fork, root: copyWorld(fork.root, root) });

const guardMs = 30_000;

/** Findings of one crash and the start after it. A start that hangs or throws is a finding. */
export async function crash(story: Story, fork: Fork, undo: boolean, again?: Again): Promise<string[]> {
  const { row, plan, reference } = story;
  let forks: Forks | undefined;
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<'hang'>((resolve) => (timer = setTimeout(() => resolve('hang'), guardMs)));
  try {
    const watch = again && ((spine: Parameters<Again>[0]) => (forks = again(spine)));
    const run = restart(fork, plan, { undo, settles: row.settles, watch });
    const got = await Promise.race([run, hang]);
    return got === 'hang' ? ['hangs'] : findings(row, reference, undo, got);
  } catch (error) {
    return [`throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    clearTimeout(timer);
    forks?.stop();
  }
}

/** Makes the points of a start that is itself killed. */
export type Again = (spine: { root: string; sandbox: Parameters<typeof forkAt>[2] }) => Forks;
export type { AccountState };
