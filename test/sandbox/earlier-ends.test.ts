import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
beforeAll(async () => {
  spine = await openSpine();
});
afterAll(() => spine.close());

test('the receipt of a task that was gone on with after a restart tells all of its ends', async () => {
  const answers = {
    name: 'twice',
    size: 'ml.t3.medium',
    bucket: { choice: 'new', newName: 'twice-bucket-4417' },
    evening: { at: '19:00', timeZone: 'UTC' },
  };
  spine.sandbox.faults.switchOn({
    fault: 'F23',
    service: 'sagemaker',
    operation: 'CreateNotebookInstance',
    when: 'before',
    times: 1,
    via: 'inside',
  });
  const first = await spine.engine();
  const plan = await spine.plan(first, 'notebook', answers);
  const failed = await spine.apply(first, plan);
  expect(failed.state).toBe('failed');
  const before = await first.receipts.get(failed.id);
  expect(before?.earlier).toBeUndefined();
  await first.close();
  const second = await spine.engine();
  const done = await spine.apply(second, plan);
  expect(done).toMatchObject({ id: failed.id, state: 'succeeded' });
  const receipt = await second.receipts.get(failed.id);
  expect(receipt?.outcome).toBe('done');
  expect(receipt?.earlier).toEqual([
    { outcome: before?.outcome, endedAt: before?.endedAt, error: before?.error },
  ]);
  await second.close();
});
