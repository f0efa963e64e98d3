import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { AppFailure } from '../../main/failure.ts';
import { diffPlans } from '../../main/plans/diff.ts';
import { openPlanFile } from '../../main/plans/open-file.ts';
import { withReview } from '../../main/plans/store.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { foundationReady, plan } from '../wizard/support.ts';

const prices = await openPriceBook(undefined);
const open = (value: unknown) =>
  openPlanFile(typeof value === 'string' ? value : JSON.stringify(value), { prices, timeZone: 'Asia/Tokyo' });

const answers = { name: 'sales', bucket: { choice: 'new', newName: 'sales-4417' } };
const made = plan('notebook', answers, {
  ...foundationReady,
  'stack:millwright-notebook-sales': null,
  'notebook:sales': null,
  'bucket:sales-4417': { exists: 'no', region: null },
  'permissions:caller': { 'iam:PassRole|*': 'yes' },
});

function refused(value: unknown): string {
  try {
    open(value);
  } catch (error) {
    if (error instanceof AppFailure) return error.error.code;
    throw error;
  }
  return 'opened';
}

test('an honest file opens as the plan that it is, in another time zone too', () => {
  const opened = open(made);
  expect(opened.differences).toEqual([]);
  expect(opened.plan.digest).toBe(made.digest);
  expect(opened.plan.changes).toEqual(made.changes);
});

test('rights are never taken from a file, and facts carry its date', () => {
  const { plan: opened } = open(made);
  expect(opened.permissions.every(({ answer }) => answer === 'unknown')).toBe(true);
  const fact = opened.facts.find(({ key }) => key === 'notebook:sales');
  expect(fact?.source).toEqual({ kind: 'snapshot', at: made.madeAt });
});

const alter = (change: (copy: Plan) => void): Plan => {
  const copy = structuredClone(made);
  change(copy);
  return copy;
};

test.each<[string, string, (copy: Plan) => void]>([
  ['a cheaper hour', 'cost.perHour.usd', (copy) => void (copy.cost.perHour.usd = 0.001)],
  ['a cheaper month', 'cost.worstMonth.usd', (copy) => void (copy.cost.worstMonth.usd = 1)],
  ['another sentence', 'title.key', (copy) => void (copy.title = { key: 'plan.storage.title' })],
  ['an end that is not there', 'guards.2', (copy) => void copy.guards.push(copy.guards[0]!)],
  ['a hidden step', 'changes.1', (copy) => void copy.changes.pop()],
  ['other steps', 'changes.1.parameters.RootAccess', (copy) => setParameter(copy, 'RootAccess', 'Enabled')],
  ['no reason against it', 'blockers.0', (copy) => void (copy.blockers = [{ key: 'plan.moved.end' }])],
  ['another digest', 'digest', (copy) => void (copy.digest = '0'.repeat(64))],
  ['another answer', 'digest', (copy) => void (copy.answers['rootAccess'] = true)],
  ['another instant', 'digest', (copy) => void (copy.madeAt = '2026-11-20T23:00:00.000Z')],
])('%s in a file is shown as a difference', (_, path, change) => {
  expect(open(alter(change)).differences.map((difference) => difference.path)).toContain(path);
});

function setParameter(copy: Plan, name: string, value: string) {
  const change = copy.changes.at(-1);
  if (change?.kind === 'stack') change.parameters[name] = value;
}

test('a forged fact changes the digest, so that nobody agreed to it', () => {
  const forged = alter((copy) => {
    const fact = copy.facts.find(({ key }) => key === 'stack:millwright-foundation');
    if (fact) fact.value = null;
  });
  expect(open(forged).plan.digest).not.toBe(made.digest);
});

test('a fact of the wrong shape is no fact', () => {
  const bent = alter((copy) => {
    for (const fact of copy.facts) fact.value = { outputs: 5, exists: [] };
  });
  const { plan: opened } = open(bent);
  expect(opened.facts.every(({ source }) => source.kind === 'unknown')).toBe(true);
});

test('a template that did not ship is refused', () => {
  const other = alter((copy) => {
    const change = copy.changes[0];
    if (change?.kind === 'stack' && change.template) change.template.sha256 = '0'.repeat(64);
  });
  expect(refused(other)).toBe('plan.unknownTemplate');
});

test.each([
  ['an unknown wizard', { ...made, source: 'bitcoin' }, 'answers.unknownWizard'],
  ['a wrong answer', { ...made, answers: { ...made.answers, name: '$(x)' } }, 'input.invalid'],
  ['an id that is a path', { ...made, id: '../../etc/passwd' }, 'file.unknownFormat'],
  ['a newer version', { ...made, version: 2 }, 'plan.otherFormat'],
  ['an older version', { ...made, version: 0, guards: undefined }, 'plan.otherFormat'],
  ['a version that is none', { ...made, version: 'two' }, 'file.unknownFormat'],
  ['an unknown part', { ...made, extra: 1 }, 'file.unknownFormat'],
  ['not JSON', 'plan', 'file.unknownFormat'],
  ['nothing', '', 'file.unknownFormat'],
  ['too much', 'x'.repeat(10_000_001), 'file.tooLarge'],
  ['deep lists', '['.repeat(5_000_000), 'file.unknownFormat'],
  ['deep objects', '{"a":'.repeat(100_000), 'file.unknownFormat'],
  [
    'a prototype',
    JSON.stringify(made).replace('"answers":{', '"answers":{"__proto__":{"x":1},'),
    'file.unknownFormat',
  ],
  [
    'a constructor',
    JSON.stringify(made).replace('"answers":{', '"answers":{"constructor":1,'),
    'file.unknownFormat',
  ],
])('%s is refused', (_, value, code) => {
  expect(refused(value)).toBe(code);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('whatever is done to a file, it opens or is refused, and what it does is built here', () => {
  const text = JSON.stringify(made);
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.nat(20),
      (at, junk, cut) => {
        const bent = text.slice(0, at) + junk + text.slice(at + cut);
        const code = refused(bent);
        if (code !== 'opened') return;
        const { plan: opened, differences } = open(bent);
        // What opened without a difference does what the honest file does.
        if (differences.length === 0) expect(opened.changes).toEqual(made.changes);
      },
    ),
    { numRuns: 1500 },
  );
});

test('any JSON in the place of a part opens or is refused by code', () => {
  const parts = Object.keys(made);
  fc.assert(
    fc.property(fc.constantFrom(...parts), fc.jsonValue({ maxDepth: 5 }), (part, value) => {
      refused({ ...made, [part]: value });
    }),
    { numRuns: 1500 },
  );
});

test('a review travels with the file and counts for its digest only', () => {
  const review = { by: 'Ada', verdict: 'approved' as const, comment: 'fine', at: made.madeAt };
  expect(open(withReview(made, review)).plan.reviews).toHaveLength(1);
  const moved = withReview(made, review);
  moved.answers['rootAccess'] = true;
  expect(open(moved).plan.reviews).toBeUndefined();
});

test('two plans are compared by what they do', () => {
  expect(diffPlans(made, { ...structuredClone(made), id: 'ff'.repeat(10) })).toEqual([]);
  const other = plan('notebook', { ...answers, size: 'ml.m5.xlarge' }, {});
  const paths = diffPlans(made, other).map(({ path }) => path);
  expect(paths).toContain('answers.size');
  expect(paths).toContain('changes.notebook.parameters.InstanceType');
});
