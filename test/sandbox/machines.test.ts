/** Machines of EC2 as what costs money now: those of a training, at the Spot price of their zone, and others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenAws } from '../../main/aws/connect.ts';
import { homeHandlers } from '../../main/home/handlers.ts';
import { machines } from '../../main/inventory/collectors/machines.ts';
import type { Inventory } from '../../main/inventory/inventory.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import type { Thing } from '../../main/inventory/thing.ts';
import { readSpotNow } from '../../main/plans/facts/spot.ts';
import { makeGround, type Ground } from './support/batch.ts';
import { connected } from './support/connected.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let ground: Ground;
let aws: OpenAws;
let job: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox);
  aws = await connected(sandbox);
  job = await ground.submit('spot');
  await ground.until(job, 'RUNNING');
}, 60_000);
afterAll(() => sandbox.end());

test('a machine on Spot is listed in two requests, with what it costs in its zone', async () => {
  const operations: string[] = [];
  const stop = sandbox.observe(({ operation }) => void operations.push(operation));
  const found = await machines.collect(aws, {});
  stop();
  expect(operations).toEqual(['DescribeInstances', 'DescribeSpotPriceHistory']);
  const [thing] = found;
  const { instanceType = '', zone = '' } = thing?.details ?? {};
  const usd = (await readSpotNow(aws, instanceType, {}))[instanceType]?.[zone];
  expect(usd).toBeGreaterThan(0);
  expect(found).toMatchObject([
    { status: 'running', hourly: [{ priceKey: `ec2:spot:${instanceType}`, quantity: 1, usd }] },
  ]);
  expect(await machines.one(aws, thing?.name ?? '', {})).toEqual(thing);
  expect(await machines.one(aws, 'i-00000000000000000', {})).toBeNull();
});

test('without the right to see Spot prices the machine is there, its price is not known', async () => {
  const stop = sandbox.faults.switchOn({
    fault: 'F21',
    service: 'ec2',
    operation: 'DescribeSpotPriceHistory',
    when: 'before',
    times: null,
  });
  const [thing] = await machines.collect(aws, {});
  sandbox.faults.switchOff(stop.id);
  expect(thing?.hourly).toEqual([{ priceKey: `ec2:spot:${thing?.details['instanceType']}`, quantity: 1 }]);
});

test('Home says what it costs and when it ends; that of somebody else has no end', async () => {
  const found = (await machines.collect(aws, {})) as [Thing];
  const ours: Thing = {
    ...found[0],
    name: 'i-ours',
    details: { ...found[0].details, name: 'millwright-training' },
  };
  const foreign: Thing = { ...found[0], name: 'i-foreign', details: { instanceType: 't3.micro' } };
  const stack = { status: 'CREATE_COMPLETE', since: '', planId: 'p', source: 'gpu-training' };
  const snapshot: InventorySnapshot = {
    accountId: aws.target.accountId,
    region: aws.target.region,
    loadedAt: new Date(aws.now()).toISOString(),
    things: [ours, foreign],
    stacks: [
      { ...stack, name: 'millwright-training', parameters: {} },
      {
        ...stack,
        name: 'millwright-training-census',
        parameters: { AttemptSeconds: '14400', Attempts: '3' },
      },
    ],
    foreignStacks: [],
    spent: {},
  };
  const view = () => Promise.resolve({ snapshot, error: null });
  const { rows, monthIfForgotten } = await homeHandlers({
    inventory: { view, refresh: view } as unknown as Inventory,
    price: () => null,
    tasks: () => Promise.resolve([]),
    timeZone: () => 'UTC',
    now: () => aws.now(),
    lost: () => ({ loss: null, found: [] }) as never,
  }).summary({ refresh: false, all: false });
  const usd = found[0].hourly[0]?.usd ?? 0;
  expect(rows).toMatchObject([
    { name: 'i-ours', ours: true, noEnd: false, usdPerHour: usd, ends: { key: 'home.ends.training' } },
    { name: 'i-foreign', ours: false, noEnd: true, usdPerHour: usd },
  ]);
  // Three tries of four hours; the other one all month.
  expect(monthIfForgotten.usd).toBeCloseTo(usd * (12 + 730));
});

test('what is gone is gone from the list', async () => {
  await ground.until(job, 'SUCCEEDED');
  await sandbox.advance(1200);
  expect(await machines.collect(aws, {})).toEqual([]);
});
