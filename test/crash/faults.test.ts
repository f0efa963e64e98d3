/** Every call of a notebook's and a training's story meets every class of fault, before and after AWS has done it. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultKinds, type FaultClass, type FaultKind } from '../../main/sandbox/index.ts';
import { failedWith } from '../../main/failure.ts';
import { keepMeasurement } from '../../scripts/lib/measurements.mjs';
import { shows } from '../status/shows.ts';
import { recordStory, type Recorded, stages, wrapCalls } from '../support/fault-story.ts';
import { end, type FaultCase, type Verdict, verdictOf } from '../support/fault-verdict.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
/** Of the whole product only the cases whose title has this text. */
const chosen = process.env['MILLWRIGHT_CASE'];
const classes = [...new Set(faultKinds.map((kind) => kind.class))];

let root = '';
let recorded: Recorded[] = [];

beforeAll(async () => {
  ({ root, recorded } = await recordStory());
}, 120_000);
afterAll(async () => {
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
  if (!long || chosen !== undefined) return;
  const rows = [...tally].map(([fault, { counts, longest }]) => {
    const name = faultKinds.find(({ id }) => id === fault)?.key ?? '';
    return `| ${fault} ${name} | ${end.map((how) => counts[how] ?? 0).join(' | ')} | ${Math.round(longest / 60_000)} min |`;
  });
  const head = [
    `| Fault | ${end.join(' | ')} | Longest, virtual |`,
    `| --- |${' ---: |'.repeat(end.length + 1)}`,
  ];
  await keepMeasurement(
    'faults',
    'Every call of the story of a notebook and a training meets every fault',
    [...head, ...rows].join('\n'),
  );
});

/** The same numbers for the same seed (mulberry32). */
function numbers(from: number): (below: number) => number {
  let state = from;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}

const submit = 'batch:SubmitJob';
const kindsOf = (one: FaultClass): FaultKind[] => faultKinds.filter((kind) => kind.class === one);

/** Calls that only trainings make: in a quick run one of them, and the one that must not be made twice. */
function sampled(calls: readonly string[], pick: (below: number) => number, one: FaultClass): string[] {
  const last = stages.findIndex(({ id }) => id === 'gpus');
  const early = new Set(recorded.slice(0, last).flatMap(({ calls: of }) => [...of.keys()]));
  const others = calls.filter((call) => !early.has(call) && call !== submit);
  while (others.length > 1) others.splice(pick(others.length), 1);
  const dropped = calls.filter((call) => !early.has(call) && call !== submit && !others.includes(call));
  process.stdout.write(`Dropped for time: ${one} at ${dropped.join(', ')}.\n`);
  return calls.filter((call) => early.has(call) || call === submit || others.includes(call));
}

function casesOf(one: FaultClass): FaultCase[] {
  const pick = numbers(seed + classes.indexOf(one));
  const any = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
  const calls = [...new Set(recorded.flatMap(({ calls: of }) => [...of.keys()]))].sort();
  const kinds: readonly FaultKind[] = kindsOf(one);
  if (!long)
    return sampled(calls, pick, one).map((call) => {
      const stage = any(recorded.filter(({ calls: of }) => of.has(call)));
      const kind = any(kinds);
      return {
        recorded: stage,
        call,
        fault: kind.id as FaultCase['fault'],
        when: any(kind.when),
        lasts: any(['once', 'on'] as const),
        skip: pick(Math.min(3, stage.calls.get(call) ?? 1)),
      };
    });
  return recorded.flatMap((stage) =>
    [...stage.calls.keys()].flatMap((call) =>
      kinds.flatMap((kind) =>
        kind.when.flatMap((when) =>
          (['once', 'on'] as const).map((lasts) => ({
            recorded: stage,
            call,
            fault: kind.id as FaultCase['fault'],
            when,
            lasts,
            skip: 0,
          })),
        ),
      ),
    ),
  );
}

const titleOf = ({ recorded: { stage }, call, fault, when, lasts, skip }: FaultCase): string =>
  `${stage.id} ${call} ${fault} ${when} ${lasts} ${skip}`;

const tally = new Map<string, { counts: Record<string, number>; longest: number }>();
function count(one: FaultCase, verdict: Verdict): void {
  const row = tally.get(one.fault) ?? { counts: {}, longest: 0 };
  row.counts[verdict.end] = (row.counts[verdict.end] ?? 0) + 1;
  row.longest = Math.max(row.longest, verdict.took);
  tally.set(one.fault, row);
}

test.each(classes)(
  'every call of the story meets %s and ends well' +
    shows('done-when:2.2/every-call', 'done-when:4.3/harness'),
  async (one) => {
    const wrong: string[] = [];
    const verdicts: Verdict[] = [];
    const cases = casesOf(one).filter((each) => titleOf(each).includes(chosen ?? ''));
    const started = Date.now();
    for (const each of cases) {
      let tried = each;
      let verdict = await verdictOf(each, undefined, long ? 60_000 : 20_000);
      // Not every fault of a class can befall every call: the others of its class are tried in turn.
      const others = long ? [] : kindsOf(one).filter(({ id }) => id !== each.fault);
      for (const { id, when } of others) {
        if (verdict.end !== 'not met') break;
        tried = { ...each, fault: id as FaultCase['fault'], when: when[0] ?? 'before', skip: 0 };
        verdict = await verdictOf(tried);
      }
      count(tried, verdict);
      verdicts.push(verdict);
      if (process.env['MILLWRIGHT_SHOW'] !== undefined)
        process.stdout.write(
          `${titleOf(tried)}: ${verdict.end}, ${verdict.told}, ${verdict.wrong.join('; ')}\n`,
        );
      if (verdict.wrong.length > 0)
        wrong.push(
          `${titleOf(tried)} (${verdict.told}): ${verdict.wrong.join('; ')}\n  repeat it: npm run test:long -- --only crash/faults --case "${titleOf({ ...tried, skip: 0 })}"`,
        );
    }
    const ends = end.map((how) => `${how} ${verdicts.filter((verdict) => verdict.end === how).length}`);
    process.stdout.write(
      `faults ${one}: ${cases.length} cases in ${((Date.now() - started) / 1000).toFixed(0)} s, seed ${seed}: ${ends.join(', ')}\n`,
    );
    expect(wrong).toEqual([]);
  },
  long ? 3_600_000 : 120_000,
);

/** Bugs planted in the program through its own seams: the harness must not let one pass. */
describe('a program that', () => {
  const at = (
    stage: string,
    call: string,
    fault: FaultCase['fault'],
    more: Partial<FaultCase> = {},
  ): FaultCase => {
    const found = recorded.find((one) => one.stage.id === stage);
    if (!found) throw new Error(`There is no stage ${stage}.`);
    return { recorded: found, call, fault, when: 'after', lasts: 'once', skip: 0, ...more };
  };

  test('makes it again blindly when the answer is lost is caught', async () => {
    const one = at('storage', 'cloudformation:CreateChangeSet', 'F11');
    expect((await verdictOf(one)).wrong).toEqual([]);
    const bug = await verdictOf(one, (world) =>
      wrapCalls(world, async (call, [service, operation, input, options]) => {
        if (operation !== 'CreateChangeSet') return call(service, operation, input, options);
        try {
          return await call(service, operation, { ...input, ClientToken: undefined }, options);
        } catch {
          const again = { ...input, StackName: `${String(Reflect.get(input, 'StackName'))}-again` };
          return call(service, operation, again, options);
        }
      }),
    );
    expect(bug.wrong.join()).toMatch(/one too many|made/);
  });

  test('believes "not found" at once is caught', async () => {
    const young = { when: 'before', skip: 2, seconds: 86_400 } as const;
    const one = at('delete', 'cloudformation:DescribeStacks', 'F30', young);
    expect((await verdictOf(one)).wrong).toEqual([]);
    const bug = await verdictOf(one, (world) => {
      let gone = false;
      wrapCalls(world, async (call, [service, operation, input, options]) => {
        if (operation === 'DescribeStacks' && gone) return { Stacks: [] };
        try {
          return await call(service, operation, input, options);
        } catch (error) {
          gone = failedWith(error, 'resource.notFound');
          throw error;
        }
      });
    });
    expect(bug.wrong).not.toEqual([]);
  });

  test('sets no limit to a request is caught', async () => {
    const one = at('stop', 'sagemaker:DescribeNotebookInstance', 'F11');
    expect((await verdictOf(one)).wrong).toEqual([]);
    const bug = await verdictOf(one, (world) => world.withoutLimits(), 3_000);
    expect(bug.wrong).toEqual(['hangs']);
  });
});
