/** The answer that a start prepares for its first window: given once, and only while all that it rests on is the same. */
import { beforeEach, expect, test } from 'vitest';
import { homeHandlers } from '../../main/home/handlers.ts';
import type { Inventory } from '../../main/inventory/inventory.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import type { Task } from '../../preload/contract/task.ts';

const begun = Date.UTC(2026, 10, 20, 14);
const snapshotOf = (name: string): InventorySnapshot => ({
  accountId: '111122223333',
  region: 'us-east-1',
  loadedAt: new Date(begun).toISOString(),
  things: [
    {
      type: 'AWS::SageMaker::NotebookInstance',
      name,
      arn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
      region: 'us-east-1',
      status: 'InService',
      since: new Date(begun).toISOString(),
      createdAt: new Date(begun).toISOString(),
      hourly: [{ priceKey: 'sagemaker:notebook:ml.t3.medium', quantity: 1 }],
      monthly: [],
      details: { instanceType: 'ml.t3.medium' },
    },
  ],
  stacks: [],
  foreignStacks: [],
  spent: {},
});

let snapshot: InventorySnapshot;
let tasks: Task[];
let now: number;
let usd: number;
let home: ReturnType<typeof homeHandlers>;
const perHour = async (input = { refresh: false, all: false }) => (await home.summary(input)).perHour.usd;

beforeEach(async () => {
  snapshot = snapshotOf('sales');
  tasks = [];
  now = begun;
  usd = 0.05;
  const view = () => Promise.resolve({ snapshot, error: null });
  home = homeHandlers({
    inventory: { view, refresh: view } as unknown as Inventory,
    price: () => usd,
    tasks: () => Promise.resolve(structuredClone(tasks)),
    timeZone: () => 'UTC',
    now: () => now,
    lost: () => ({ loss: null, found: [] }) as never,
  });
  await home.prepare();
  // Whatever is reckoned anew from here on shows it.
  usd = 0.07;
});

test('is given to who asks first, and to nobody after', async () => {
  expect(await perHour()).toBe(0.05);
  expect(await perHour()).toBe(0.07);
});

test.each<[string, () => void]>([
  ['another look at AWS', () => (snapshot = snapshotOf('sales'))],
  [
    'a task',
    () => (tasks = [{ id: 'a', planId: 'b', title: { key: 'x' }, state: 'failed' } as unknown as Task]),
  ],
  ['five seconds', () => (now += 5_001)],
  ['a clock that was put back', () => (now -= 3_600_000)],
])('is not given after %s', async (_, happens) => {
  happens();
  expect(await perHour()).toBe(0.07);
});

test.each([
  { refresh: true, all: false },
  { refresh: false, all: true },
])('is no answer to %o', async (input) => {
  expect(await perHour(input)).toBe(0.07);
});
