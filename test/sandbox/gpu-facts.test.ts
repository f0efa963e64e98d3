/** What plans of trainings know of machines, prices, networks and limits, as an account tells it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factsOf, readFacts } from '../../main/plans/facts/index.ts';
import type { GpuOffer } from '../../main/plans/facts/gpu-offers.ts';
import type { MachineNetworksFact } from '../../main/plans/facts/machine-networks.ts';
import { thinned, type SpotHistoryFact, type SpotNowFact } from '../../main/plans/facts/spot.ts';
import type { QuotaFact } from '../../main/plans/facts/quota.ts';
import type { OpenAws } from '../../main/aws/connect.ts';
import { connected } from './support/connected.ts';
import { START, testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let aws: OpenAws;
const types = 'g4dn.xlarge,g5.xlarge,g6.xlarge';
const keys = [
  'gpu-offers',
  'machine-networks',
  `spot-now:${types}`,
  `spot-history:${types}`,
  'quota:ec2/L-3819A6DF',
];

beforeAll(async () => {
  sandbox = await testSandbox();
  aws = await connected(sandbox);
});
afterAll(() => sandbox.end());

test('machines, networks, prices and the limit are read in few requests', async () => {
  const asked: string[] = [];
  const stop = sandbox.observe(({ operation }) => asked.push(operation));
  const facts = await readFacts(
    keys.map((key) => ({ key, decisive: false })),
    { aws, now: () => START },
  );
  stop();
  expect(facts.map(({ source }) => source.kind)).toEqual(keys.map(() => 'live'));
  const known = factsOf(facts);

  const offers = known.value<GpuOffer[]>('gpu-offers')!;
  expect(offers.find(({ type }) => type === 'g5.xlarge')).toMatchObject({
    vcpus: 4,
    memoryMiB: 16_384,
    gpus: 1,
  });
  expect(offers.every(({ type }) => /^(?:g4dn|g5|g6)\./.test(type))).toBe(true);

  const networks = known.value<MachineNetworksFact>('machine-networks')!;
  expect(networks.subnets.length).toBeGreaterThan(1);
  for (const subnet of networks.subnets) {
    expect(subnet).toMatchObject({ defaultNetwork: true, publicAddress: true });
    expect(networks.groups[subnet.vpc]).toMatch(/^sg-/);
  }

  const spot = known.value<SpotNowFact>(`spot-now:${types}`)!;
  expect(Object.keys(spot).sort()).toEqual(types.split(','));
  const history = known.value<SpotHistoryFact>(`spot-history:${types}`)!;
  for (const type of types.split(',')) {
    const { zone, points } = history[type]!;
    expect(points.length).toBeGreaterThan(30);
    expect(points.length).toBeLessThanOrEqual(60);
    expect(points.every(({ usd }) => usd > 0)).toBe(true);
    // The zone that asks least now.
    const now = known.value<SpotNowFact>(`spot-now:${types}`)![type]!;
    expect(now[zone]).toBe(Math.min(...Object.values(now)));
  }
  expect(known.value<QuotaFact>('quota:ec2/L-3819A6DF')).toEqual({
    limit: 0,
    code: 'L-3819A6DF',
    inUse: null,
  });

  const count = (name: string) => asked.filter((one) => one === name).length;
  expect([count('DescribeInstanceTypes'), count('DescribeSubnets'), count('GetServiceQuota')]).toEqual([
    1, 1, 1,
  ]);
  expect(count('DescribeSpotPriceHistory')).toBeLessThanOrEqual(11);
});

test('a long history is thinned to stretches of equal length, oldest first', () => {
  const hour = 3_600_000;
  const seen = Array.from({ length: 3_000 }, (_, index) => ({
    at: (index * 90 * 24 * hour) / 3_000,
    usd: 1 + (index % 2),
  }));
  const points = thinned(seen.reverse(), 0, 90 * 24 * hour);
  expect(points).toHaveLength(60);
  expect(points.every(({ usd }) => usd === 1.5)).toBe(true);
  expect(points.map(({ at }) => at)).toEqual([...points.map(({ at }) => at)].sort());
  // Set before the 90 days began, and still so.
  expect(thinned([{ at: -hour, usd: 3 }], 0, 90 * 24 * hour)).toHaveLength(1);
});
