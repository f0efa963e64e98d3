import { expect, test } from 'vitest';
import { wizards } from '../../main/wizards/index.ts';
import { foundationReady, notebookStack, plan, problems, steps, texts } from './support.ts';
import { shows } from '../status/shows.ts';

const free = { ...foundationReady, 'bucket:sales-data': { exists: 'no', region: null } };

test('a bucket is private, encrypted, and stays', () => {
  const made = plan('storage', { name: 'sales-data' }, free);
  expect(steps(made)).toEqual(['Make a private, encrypted bucket, sales-data.']);
  expect(texts(made.stays)[0]).toContain('The bucket sales-data stays with its files');
  expect(made.cost.worstMonth).toEqual({ usd: 0, unknown: [] });
  expect(made.blockers).toEqual([]);
});

test('a record that is left of a deleted bucket is named', () => {
  const left = { ...free, 'stack:millwright-storage-sales-data': notebookStack() };
  for (const made of [
    plan('storage', { name: 'sales-data' }, left),
    plan('notebook', { name: 'a', bucket: { choice: 'new', newName: 'sales-data' } }, left),
  ])
    expect(texts(made.blockers)[0]).toContain('its record millwright-storage-sales-data is still there');
});

test('old files move by the answers' + shows('system:1/lifecycle'), () => {
  const made = plan(
    'storage',
    { name: 'sales-data', old: { infrequent: true, infrequentDays: 90, glacier: true, glacierDays: 365 } },
    free,
  );
  const [stack] = made.changes;
  expect(stack?.kind === 'stack' && stack.parameters).toEqual({
    BucketName: 'sales-data',
    ToInfrequentAccessAfterDays: '90',
    ToGlacierAfterDays: '365',
  });
  expect(made.warnings.length).toBeGreaterThanOrEqual(2);
});

test.each([
  ['here', 'You already have a bucket sales-data. Choose another name.'],
  ['elsewhere', 'The bucket name sales-data is taken by somebody else in AWS'],
])('a bucket that is %s is not made', (exists, says) => {
  const made = plan(
    'storage',
    { name: 'sales-data' },
    { ...free, 'bucket:sales-data': { exists, region: null } },
  );
  expect(texts(made.blockers)[0]).toContain(says);
});

test.each([
  [{ name: 'ab' }, 'name', 'The name of the bucket'],
  [{ name: 'Sales' }, 'name', 'The name of the bucket'],
  [{ name: 'a.b' }, 'name', 'The name of the bucket'],
  [{ name: 'xn--abc' }, 'name', 'AWS keeps this name'],
  [{ name: 'abc-s3alias' }, 'name', 'AWS keeps this name'],
  [{ name: 'abc', old: { infrequent: true, infrequentDays: 29 } }, 'old.infrequentDays', 'The days must be'],
  [
    { name: 'abc', old: { infrequent: true, infrequentDays: 60, glacier: true, glacierDays: 89 } },
    'old.glacierDays',
    'at least 30 days in Infrequent Access',
  ],
])('%j is answered by a sentence', (answers, path, says) => {
  const found = problems('storage', answers);
  expect(Object.keys(found)).toEqual([path]);
  expect(found[path]).toContain(says);
});

test('the foundation says in three sentences what it makes, and costs nothing', () => {
  const made = plan('foundation', { email: 'it@example.com' }, { 'stack:millwright-foundation': null });
  expect(steps(made)).toEqual([
    'Make the limit that no role of Millwright can go beyond.',
    'Make two roles: one that makes things, one that ends costs.',
    'Make the list for alerts, and ask it@example.com to join.',
  ]);
  expect(made.cost.worstMonth).toEqual({ usd: 0, unknown: [] });
});

test.each([
  [{ status: 'CREATE_COMPLETE', health: 'ready' }, 'already prepared'],
  [{ status: 'CREATE_IN_PROGRESS', health: 'busy' }, 'just being prepared'],
  [{ status: 'ROLLBACK_COMPLETE', health: 'stuck' }, 'has failed before'],
])('a foundation that is %j is not made again', (state, says) => {
  const stack = { ...foundationReady['stack:millwright-foundation'], ...state };
  const made = plan('foundation', {}, { 'stack:millwright-foundation': stack });
  expect(texts(made.blockers)[0]).toContain(says);
});

test('a wrong address for alerts is named', () => {
  expect(problems('foundation', { email: 'it' })).toEqual({
    email: 'Who gets alerts: this is not an e-mail address.',
  });
});

test.each(wizards.map((wizard) => [wizard.id, wizard] as const))(
  'the example of %s plans without an account, and asks five questions at most',
  (id, wizard) => {
    const draft = plan(id, wizard.example, {}, undefined, {
      accountId: null,
      region: 'us-east-1',
      partition: 'aws',
    });
    expect(draft.changes.length).toBeGreaterThan(0);
    expect(draft.digest).toMatch(/^[0-9a-f]{64}$/);
    const fields = wizard.description.steps.flatMap((step) => step.fields);
    expect(fields.filter(({ required }) => required).length).toBeLessThanOrEqual(5);
  },
);
