/**
 * Random plans, named faults, deaths, damaged journals and clocks on two laptops that work at once, all from a seed; what
 * must hold is judged by the account's own ledger. A failing seed is repeated by the line that it prints.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { keepMeasurement } from '../../scripts/lib/measurements.mjs';
import { type Crew, openCrew, type Told } from '../support/simulation/crew.ts';
import { mutantNamed, mutants } from '../support/simulation/mutants.ts';
import { forgetPrepared } from '../support/simulation/prepared.ts';
import { noCounts, type Run, simulate } from '../support/simulation/story.ts';
import type { Mutant } from '../support/simulation/world.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const one = process.env['MILLWRIGHT_SEED'];
const whole = 10_000;
const quickly = 15;
const count = Number(process.env['MILLWRIGHT_SEEDS'] ?? (long ? whole : quickly));
/** So many seeds are looked through for one that finds a planted bug. */
const within = 500;
/** Seeds whose trace is compared with that of a second run. */
const twice = 100;

const told = ({ seed, violations, hash }: Pick<Run, 'seed' | 'violations' | 'hash'>): string =>
  `seed ${seed}, trace ${hash}: ${violations.join('; ')}\n  repeat it: npm run test:long -- --seed ${seed}`;

const print = (text: string) => {
  console.log(text);
};

afterAll(forgetPrepared);

/** Adds up what happened in the runs. */
function tally() {
  const sums = noCounts();
  let ms = 0;
  return {
    sums,
    add: (run: Pick<Run, 'counts'> & { ms?: number }) => {
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += run.counts[key];
      ms += run.ms ?? 0;
    },
    ms: () => ms,
  };
}

test.runIf(one !== undefined)(
  'the seed that was asked for',
  async () => {
    const run = await simulate(Number(one));
    print([...run.trace, `trace ${run.hash}`].join('\n'));
    expect(run.violations, told(run)).toEqual([]);
  },
  300_000,
);

describe.runIf(one === undefined && !long)('seeds', () => {
  test(`0 to ${count - 1} keep every promise`, async () => {
    const { sums, add } = tally();
    const failing: string[] = [];
    const hashes: string[] = [];
    const begun = Date.now();
    for (let seed = 0; seed < count; seed += 1) {
      const run = await simulate(seed);
      hashes.push(run.hash);
      add(run);
      if (run.violations.length > 0) failing.push(told(run));
    }
    const ms = Math.round((Date.now() - begun) / count);
    print(
      `Simulation: ${count} seeds, ${JSON.stringify(sums)}, ${ms} ms a seed; dropped for time: ${whole - count} seeds (npm run test:long runs them).`,
    );
    expect(failing.join('\n')).toBe('');
    // A story that became too thin proves nothing.
    expect(sums.plans).toBeGreaterThan(count * 2);
    for (const happened of ['deaths', 'faults', 'cancels', 'damaged', 'together'] as const)
      expect(sums[happened], happened).toBeGreaterThan(count / 20);
    for (const seed of [1, count - 1])
      expect((await simulate(seed)).hash, 'the same seed twice is the same trace').toBe(hashes[seed]);
  }, 300_000);

  /** Found by one of the first seeds. */
  const quick = [
    'the plan is not written down before it begins',
    'the change set is not announced',
    'what is found open is taken for done',
    'a damaged journal is taken for whole',
    'the evening stop is made switched off',
  ];

  test.each(quick)(
    'a planted bug is found: %s',
    async (name) => {
      const mutant = mutantNamed(name);
      let found: Run | undefined;
      for (let seed = 0; seed < 24 && found === undefined; seed += 1) {
        const run = await simulate(seed, { mutant });
        if (run.violations.length > 0) found = run;
      }
      print(`${name}: ${found ? `seed ${found.seed}, ${found.violations[0] ?? ''}` : 'not found'}`);
      expect(found?.violations).toBeDefined();
    },
    120_000,
  );
});

describe.runIf(one === undefined && long)('seeds, whole', () => {
  let crew: Crew | undefined;
  const opened = () => (crew ??= openCrew(2));
  afterAll(() => crew?.close());

  test(`0 to ${count - 1} keep every promise`, async () => {
    const { sums, add, ms } = tally();
    const failing: Told[] = [];
    const hashes: string[] = [];
    let done = 0;
    const begun = Date.now();
    const all = Array.from({ length: count }, async (_, seed) => {
      const run = await opened().run({ seed });
      hashes[seed] = run.hash;
      add(run);
      if (run.violations.length > 0) {
        failing.push(run);
        print(told(run));
      }
      done += 1;
      if (done % 250 === 0)
        print(`${done} seeds in ${Math.round((Date.now() - begun) / 1000)} s, ${failing.length} failing`);
    });
    await Promise.all(all);
    const minutes = (Date.now() - begun) / 60_000;
    let different = 0;
    const sample = Math.min(twice, count);
    const again = Array.from({ length: sample }, async (_, i) => {
      const seed = Math.floor((i * count) / sample);
      if ((await opened().run({ seed })).hash !== hashes[seed]) different += 1;
    });
    await Promise.all(again);
    const lines = [
      `| Seeds | Failing | Plans | Deaths | Faults met | Cancels | Journals damaged | Steps of two programs at once, turns in them | ms a seed | Minutes, two processes |`,
      `|---|---|---|---|---|---|---|---|---|---|`,
      `| ${count} | ${failing.length} | ${sums.plans} | ${sums.deaths} | ${sums.faults} | ${sums.cancels} | ${sums.damaged} | ${sums.together}, ${sums.turns} | ${Math.round(ms() / count)} | ${minutes.toFixed(1)} |`,
      '',
      `${sample} seeds a second time: ${different} with another trace.`,
    ];
    print(lines.join('\n'));
    await keepMeasurement('simulation', 'Seeded simulation', lines.join('\n'));
    expect(failing.map(told).join('\n')).toBe('');
    expect(different, 'the same seed twice is the same trace').toBe(0);
  }, 7_200_000);

  test('planted bugs are found', async () => {
    const rows = await Promise.all(mutants.map((one) => firstThatFinds(opened(), one)));
    const lines = [
      'Bugs of recovery, planted one at a time, and the first seed that finds each:',
      '',
      '| Bug | Seed | Found as |',
      '|---|---|---|',
      ...rows.map(({ name, seed, as }) => `| ${name} | ${seed ?? 'not found'} | ${as} |`),
    ];
    const missed = rows.filter(({ seed }) => seed === null).map(({ name }) => name);
    print(lines.join('\n'));
    await keepMeasurement('simulation-bugs', 'Planted bugs of recovery', lines.join('\n'));
    expect(rows.length - missed.length).toBeGreaterThanOrEqual(20);
    expect(missed).toEqual([]);
  }, 7_200_000);
});

/** The first seed that fails with the bug and not without it. */
async function firstThatFinds(crew: Crew, { name, diesAt }: Mutant) {
  // A bug that makes a plan fail shows where AWS itself gave it no reason to.
  const alone = { calm: true, dies: name };
  for (const how of diesAt === undefined ? [{}, alone] : [alone, {}])
    for (let seed = 0; seed < within; seed += 1) {
      const { violations } = await crew.run({ ...how, seed, mutant: name });
      if (violations[0] === undefined) continue;
      if ((await crew.run({ ...how, seed })).violations.length > 0) continue;
      const as = (violations[0].split('\n')[0] ?? '').replaceAll(/\b[0-9a-f]{20}\b/g, 'PLAN');
      return { name, seed: 'calm' in how ? `${seed}, deaths alone` : String(seed), as };
    }
  return { name, seed: null, as: '' };
}
