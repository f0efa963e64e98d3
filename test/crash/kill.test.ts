/**
 * Kills the program at every point of every plan, forward and on the way back, and judges by the account what the next
 * start makes of it. `MILLWRIGHT_LONG` also runs points that nothing sets apart, and a pair of kills for each.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planSources } from '../../main/plans/sources.ts';
import { keepMeasurement } from '../../scripts/lib/measurements.mjs';
import { shows } from '../status/shows.ts';
import { forkAt, type Fork, type Forks, kindOf } from '../support/crash/forks.ts';
import type { Row } from '../support/crash/preparing.ts';
import { rows, rowsFor, titleOf } from '../support/crash/rows.ts';
import { long, print, seeded, seedOfRun } from '../support/crash/seeded.ts';
import { copyOf, crash, openStages, type Stages, type Story, tell } from '../support/crash/story.ts';
import { trainingRows } from '../support/crash/training-rows.ts';
import { writesIn, writesOfProduct } from '../support/crash/writes.ts';

const seed = seedOfRun();
const random = seeded(seed);
const limitMs = long ? 3_600_000 : 180_000;

let stages: Stages;
let folders = 0;
/** Of every row: points there and back by kind, and cases that were run. */
interface Count {
  there: string[];
  back: string[];
  different: number;
  cases: number;
  pairs: number;
}
const counts = new Map<string, Count>();

beforeAll(async () => {
  print(`Crash points: MILLWRIGHT_SEED=${seed} repeats the pairs.`);
  for (const row of rows) if (!told.includes(row)) print(`Dropped for time: ${titleOf(row)}.`);
  stages = await openStages();
});
afterAll(() => stages.remove());

const folder = () => join(stages.root, `case-${(folders += 1)}`);

/** One kill and the next start; answers what is wrong with it, by the name of the point. */
async function killed(story: Story, fork: Fork, undo: boolean, then = ''): Promise<string[]> {
  const found = await crash(story, copyOf(fork, folder()), undo);
  const how = `${then}${fork.at} ${fork.point}, then ${undo ? 'taken back' : 'gone on'}`;
  return found.map((one) => `${how}: ${one}`);
}

/** The next start is killed too, where `wanted` says, and the one after that has to manage. */
async function killedAgain(
  story: Story,
  fork: Fork,
  undo: boolean,
  wanted: (at: number, point: string) => boolean,
  undoThen: () => boolean,
): Promise<{ found: string[]; ran: boolean }> {
  const then = `${fork.at} ${fork.point}, ${undo ? 'back' : 'on'}, then `;
  let second: Forks | undefined;
  const root = folder();
  const first = await crash(story, copyOf(fork, folder()), undo, (spine) => {
    second = forkAt(spine.root, root, spine.sandbox, { wanted });
    return second;
  });
  const found = first.map((one) => `${then}let be: ${one}`);
  const again = second?.forks[0];
  if (again !== undefined) found.push(...(await killed(story, again, undoThen(), then)));
  return { found, ran: again !== undefined };
}

/** The points of a row that a quick run tries; undefined: all. The end is one of them, where the way back begins. */
function sampleOf({ quick }: Row): ((at: number, point: string) => boolean) | undefined {
  if (long || quick === undefined) return undefined;
  const chance = seeded(seed);
  return (_, point) => point === 'ended:before' || quick.always.test(point) || chance(quick.oneIn) === 0;
}

/** At a point by chance. */
function killedTwice(story: Story, fork: Fork): Promise<{ found: string[]; ran: boolean }> {
  const undo = random(2) === 0;
  const most = Math.max(4, (undo ? story.back.points.length : story.there.points.length - fork.at) - 1);
  const at = random(most);
  return killedAgain(
    story,
    fork,
    undo,
    (n) => n === at,
    () => random(2) === 0,
  );
}

const told = rowsFor(long, seed);

describe.each(told.map((row) => [titleOf(row), row] as const))('%s', (title, row) => {
  const trains = trainingRows.includes(row) ? ['done-when:4.3/harness'] : [];
  let story: Story;
  let count: Count;
  beforeAll(async () => {
    const wanted = sampleOf(row);
    story = await tell(row, stages, { whole: long, ...(wanted && { wanted }) });
    if (wanted)
      print(
        `Dropped for time: ${title}, all but ${story.there.forks.length} points there and ${story.back.forks.length} back of ${story.there.points.length} and ${story.back.points.length}.`,
      );
    const { there, back } = story;
    count = {
      there: there.points,
      back: back.points,
      different: there.forks.length + back.forks.length,
      cases: 0,
      pairs: 0,
    };
    counts.set(title, count);
  }, limitMs);
  afterAll(() => story.remove());

  const all = async (forks: readonly Fork[], undo: boolean) => {
    const found: string[] = [];
    for (const fork of forks) found.push(...(await killed(story, fork, undo)));
    count.cases += forks.length;
    return found;
  };

  test(
    'goes on after every point, and makes each thing once' + shows('done-when:2.1/resume', ...trains),
    async () => expect(await all(story.there.forks, false)).toEqual([]),
    limitMs,
  );
  test(
    'is taken back after every point, and leaves nothing' + shows('done-when:2.1/undo', ...trains),
    async () => expect(await all(story.there.forks, true)).toEqual([]),
    limitMs,
  );
  test(
    'killed again at every point of the way back' + shows('done-when:2.1/undo', ...trains),
    async () => expect(await all(story.back.forks, false)).toEqual([]),
    limitMs,
  );
  test.each([false, true])(
    'taken back, and killed while what was prepared is being deleted; taken back once more: %s',
    async (undo) => {
      const prepared = story.there.forks.filter(({ point }) => point === 'outcome:change-set:after');
      for (const fork of prepared) {
        const wanted = (_: number, point: string) => point === 'outcome:delete:after';
        expect((await killedAgain(story, fork, true, wanted, () => undo)).found).toEqual([]);
      }
    },
    limitMs,
  );
  test(
    'killed, and the next start killed too' + shows('done-when:2.1/resume', 'done-when:2.1/undo'),
    async () => {
      const { forks } = story.there;
      const chosen = long ? forks : [0].flatMap(() => forks[random(forks.length)] ?? []);
      const found: string[] = [];
      for (const fork of chosen) {
        const pair = await killedTwice(story, fork);
        found.push(...pair.found);
        if (pair.ran) count.pairs += 1;
      }
      expect(found).toEqual([]);
    },
    limitMs,
  );
});

describe('nothing is left out', () => {
  test('every source of plans has a row', () => {
    const sources = new Set(told.map(({ source }) => source));
    expect(planSources.map(({ id }) => id).filter((id) => !sources.has(id))).toEqual([]);
  });

  /** Writes that no plan makes, and why they need no points. */
  const outside: Record<string, string> = {
    'sagemaker:CreatePresignedNotebookInstanceUrl':
      'a link for a browser: nothing is made that lasts or costs',
    'cloudformation:DetectStackDrift': 'AWS looks and remembers what it saw: nothing is changed',
  };

  /** Only the row of an image of one's own reaches them, which has its turn; the second one on a way back from the middle. */
  const rare = ['codebuild:StartBuild', 'codebuild:StopBuild'];

  test('a call that changes AWS and that no row reaches is named' + shows('done-when:2.1/printed'), () => {
    const reached = new Set(
      [...counts.values()].flatMap(({ there, back }) =>
        [...there, ...back].map((point) => point.replace(/:(?:before|sent|committed|answered)$/, '')),
      ),
    );
    const dropped = long ? [] : rare.filter((call) => !reached.has(call));
    if (dropped.length > 0) print(`Dropped for time: the kills around ${dropped.join(' and ')}.`);
    const missed = writesOfProduct().filter(
      ({ call }) => !reached.has(call) && outside[call] === undefined && !dropped.includes(call),
    );
    expect(missed).toEqual([]);
    // The control: a new call would be found.
    const made = writesIn('new.ts', "await aws.call('sagemaker', 'CreateEndpoint', input, options);");
    expect(made.map(({ call }) => call)).toEqual(['sagemaker:CreateEndpoint']);
    expect(reached.has('sagemaker:CreateEndpoint')).toBe(false);
  });

  test('their number is printed' + shows('done-when:2.1/printed'), async () => {
    const kinds = new Map<string, number>();
    const lines = [...counts].map(([title, { there, back, different, cases, pairs }]) => {
      for (const point of [...there, ...back]) kinds.set(kindOf(point), (kinds.get(kindOf(point)) ?? 0) + 1);
      return `| ${title} | ${there.length} | ${back.length} | ${different} | ${cases} | ${pairs} |`;
    });
    const sum = (of: (count: Count) => number) => [...counts.values()].reduce((n, count) => n + of(count), 0);
    const total = `| all | ${sum((c) => c.there.length)} | ${sum((c) => c.back.length)} | ${sum((c) => c.different)} | ${sum((c) => c.cases)} | ${sum((c) => c.pairs)} |`;
    const table = [
      '| Plan | Points there | Points back | Run apart | Kills, each with its next start | Pairs of kills |',
      '| --- | --: | --: | --: | --: | --: |',
      ...lines,
      total,
      '',
      [...kinds].map(([kind, n]) => `${kind} ${n}`).join(' · '),
      '',
      `Seed of the pairs: ${seed}. Orphans, duplicates, foreign changes, billed and unlisted: 0 in every case.`,
    ].join('\n');
    print(table);
    if (!long)
      print(
        `Dropped for time: pairs of kills for all but one point of each plan (npm run test:long runs them).`,
      );
    for (const kind of [
      'before intent',
      'after intent',
      'sent',
      'committed but unanswered',
      'answered',
      'recorded',
    ])
      expect(kinds.get(kind), kind).toBeGreaterThan(0);
    if (long && counts.size === rows.length) await keepMeasurement('crash-points', 'Crash points', table);
  });
});
