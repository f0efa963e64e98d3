import { expect, test } from 'vitest';
import { costOf } from '../../main/plans/money.ts';
import { leastOf, poolOf } from '../../main/wizards/gpu-training/pool.ts';
import { moneyOf, spotNow } from '../../main/wizards/gpu-training/money.ts';
import { shippedOffers, sizeOf } from '../../main/wizards/gpu-training/sizes.ts';
import { texts } from './support.ts';
import { spotKey, train, zones } from './gpu-training-support.ts';

const pool = poolOf(sizeOf('small'), [], undefined, undefined, shippedOffers);
const listed: Record<string, number> = {
  'ec2:on-demand:g4dn.xlarge': 0.5,
  'ec2:on-demand:g5.xlarge': 1,
  'ec2:on-demand:g6.xlarge': 0.8,
  'ec2:volume': 0.073,
  'vpc:public-address': 0.005,
  's3:standard': 0.02,
};
const prices = {
  target: { accountId: null, region: 'eu-west-1', partition: 'aws' },
  now: 0,
  timeZone: 'UTC',
  planId: 'aa',
  price: (key: string) => listed[key] ?? null,
  priceAsOf: () => null,
};
const spot = {
  'g4dn.xlarge': { [zones[0]!]: 0.15, [zones[1]!]: 0.16 },
  'g5.xlarge': { [zones[0]!]: 0.4, 'eu-west-1c': 0.9 },
  'g6.xlarge': { [zones[1]!]: 0.3 },
};

test('the price of now is the dearest of what may come in the zones; what is elsewhere does not count', () => {
  const types = pool.types.map(({ type }) => type);
  expect(spotNow(types, zones, spot)).toEqual({ type: 'g5.xlarge', usd: 0.4 });
  expect(spotNow(types, undefined, spot)).toEqual({ type: 'g5.xlarge', usd: 0.9 });
  expect(spotNow(types, zones, undefined)).toBeUndefined();
});

test('one try to its limit on Spot; at worst all tries, on two machines, for the usual price', () => {
  const money = moneyOf({ hours: 4, attempts: 3 }, pool, zones, spot, prices);
  const draft = { ...money, hours: { today: 4, month: 4, endsAt: null }, assumptions: [] };
  const cost = costOf(draft, null);
  expect(cost.perHour.usd).toBeCloseTo(0.405);
  // 30 GB for four hours of 730.
  const disk = (30 * 4 * 0.073) / 730;
  expect(cost.today?.usd).toBeCloseTo(4 * 0.405, 5);
  expect(cost.monthIfForgotten.usd).toBeCloseTo(4 * 0.405 + disk, 5);
  expect(cost.worstMonth.usd).toBeCloseTo(12 * 2 * 1.005 + 6 * disk, 5);
  expect(cost.worstMonth.unknown).toEqual([]);
});

test('a price that nobody knows is unknown and never nothing', () => {
  const { cost } = train({}, { [spotKey]: undefined });
  expect(cost.perHour.unknown).toContain('ec2:spot:g6.xlarge');
  expect(cost.worstMonth.unknown).toContain('ec2:on-demand:g6.xlarge');
  const some = moneyOf({ hours: 1, attempts: 1 }, pool, zones, spot, {
    ...prices,
    price: (key: string) => (key === 'ec2:on-demand:g6.xlarge' ? null : (listed[key] ?? null)),
  });
  expect(some.onDemand).toBeNull();
});

test('the plan says what is counted', () => {
  const made = train();
  expect(texts(made.cost.assumptions)).toEqual([
    'Counted: one try of 4 hours. On Spot $0.25 an hour now, at the usual price ?. The Spot price moves.',
    'Worst case: 12 hours of trying, on two machines at once, at the usual price.',
  ]);
});

test('what every machine of a pool has decides what a job may ask for', () => {
  expect(leastOf(pool)).toEqual({ vcpus: 4, memoryMiB: 16_384, gpus: 1 });
  expect(leastOf({ types: [] })).toBeUndefined();
});
