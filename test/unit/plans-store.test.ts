import { expect, test } from 'vitest';
import { openPlanStore } from '../../main/plans/store.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { friday, plan } from '../wizard/support.ts';

const folder = () => temporaryFolder('plans');
const review = {
  by: 'Ada',
  verdict: 'rejected' as const,
  comment: 'too big',
  at: '2026-11-20T13:05:00.000Z',
};

test('plans, what became of them and verdicts are there after a restart, newest first', async () => {
  const dir = folder();
  const store = openPlanStore(dir);
  const older = { ...plan('storage', { name: 'abc' }, {}), id: '11'.repeat(10) };
  const newer = { ...plan('notebook', { name: 'a' }, {}, friday + 60_000), id: '22'.repeat(10) };
  await store.save(older);
  await store.save(newer);
  await store.mark(older.id, 'applied');
  await store.review(newer.id, review);
  const again = openPlanStore(dir);
  expect((await again.list()).map(({ id, state }) => [id, state])).toEqual([
    [newer.id, 'rejected'],
    [older.id, 'applied'],
  ]);
  expect((await again.get(newer.id)).summary.review).toEqual(review);
});

test('a plan is a draft without an account, blocked by a reason, ready otherwise', async () => {
  const store = openPlanStore(folder());
  const draft = { accountId: null, region: 'us-east-1', partition: 'aws' };
  const states = await Promise.all(
    [
      plan('notebook', { name: 'a' }, {}, friday, draft),
      plan('storage', { name: 'abc' }, { 'bucket:abc': { exists: 'elsewhere', region: null } }),
      plan('storage', { name: 'abc' }, { 'bucket:abc': { exists: 'no', region: null } }),
    ].map(async (made, index) => {
      const id = String(index).repeat(20);
      await store.save({ ...made, id });
      return (await store.get(id)).summary.state;
    }),
  );
  expect(states).toEqual(['draft', 'blocked', 'ready']);
});

test('what is not there is said, and a verdict about another version does not count', async () => {
  const store = openPlanStore(folder());
  await expect(store.get('33'.repeat(10))).rejects.toMatchObject({ error: { code: 'plan.notFound' } });
  await expect(store.mark('33'.repeat(10), 'applied')).rejects.toMatchObject({
    error: { code: 'plan.notFound' },
  });
  const made = plan('storage', { name: 'abc' }, {});
  await store.save(made);
  const reviewed = await store.review(made.id, review);
  await store.save({ ...reviewed, digest: '0'.repeat(64) });
  expect((await store.get(made.id)).summary.review).toBeNull();
});
