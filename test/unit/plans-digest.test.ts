import { expect, test } from 'vitest';
import { digestOf } from '../../main/plans/digest.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { account, foundationReady, friday, plan } from '../wizard/support.ts';

const answers = { name: 'sales', bucket: { choice: 'new', newName: 'sales-4417' } };
const facts = {
  ...foundationReady,
  'stack:millwright-notebook-sales': null,
  'notebook:sales': null,
  'bucket:sales-4417': { exists: 'no', region: null },
};
const make = () => plan('notebook', answers, facts);

test('the same answers and facts give the same digest, on every machine', () => {
  expect(make().digest).toBe(make().digest);
  expect(digestOf(JSON.parse(JSON.stringify(make())) as Plan)).toBe(make().digest);
});

test('the order of keys and of facts does not count', () => {
  const made = make();
  const turned = {
    ...made,
    answers: Object.fromEntries(Object.entries(made.answers).reverse()),
    facts: [...made.facts].reverse(),
  };
  expect(digestOf(turned)).toBe(made.digest);
});

test('words, prices and rights do not count: apply looks at them again', () => {
  const made = make();
  const other = {
    ...made,
    title: { key: 'x' },
    permissions: [],
    warnings: [],
    cost: { ...made.cost, lines: [] },
  };
  expect(digestOf(other)).toBe(made.digest);
});

test.each<[string, () => Plan]>([
  ['an answer', () => plan('notebook', { ...answers, size: 'ml.m5.xlarge' }, facts)],
  ['a default', () => plan('notebook', { ...answers, rootAccess: true }, facts)],
  ['the account', () => plan('notebook', answers, facts, friday, { ...account, accountId: '444455556666' })],
  ['the region', () => plan('notebook', answers, facts, friday, { ...account, region: 'us-east-1' })],
  ['the instant, which decides when it ends', () => plan('notebook', answers, facts, friday + 60_000)],
  ['what exists', () => plan('notebook', answers, { ...facts, 'notebook:sales': { status: 'Stopped' } })],
  ['whether it was looked at', () => plan('notebook', answers, { ...facts, 'notebook:sales': undefined })],
  [
    'a missing foundation',
    () => plan('notebook', answers, { ...facts, 'stack:millwright-foundation': null }),
  ],
])('%s changes the digest', (_, other) => {
  expect(other().digest).not.toBe(make().digest);
});

test.each<[string, (made: Plan) => Plan]>([
  ['the id', (made) => ({ ...made, id: 'ff'.repeat(10) })],
  ['the source', (made) => ({ ...made, source: 'storage' })],
  [
    'a template',
    (made) => ({
      ...made,
      changes: made.changes.map((change) =>
        change.kind === 'stack' && change.template
          ? { ...change, template: { ...change.template, sha256: '0'.repeat(64) } }
          : change,
      ),
    }),
  ],
])('%s changes the digest', (_, alter) => {
  expect(digestOf(alter(make()))).not.toBe(make().digest);
});
