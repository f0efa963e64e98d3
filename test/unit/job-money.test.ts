/** On which machines a training ran, what that cost, and how it comes into the receipt. */
import { expect, test } from 'vitest';
import { freeName, trainingIn } from '../../main/jobs/again.ts';
import { machineIn, meanPrice } from '../../main/jobs/machines.ts';
import { sumOf } from '../../main/jobs/money.ts';

test('the machine is the one that the start program names, and no word of a script is taken for it', () => {
  expect(
    machineIn([
      'pulled the image',
      'millwright: Attempt 2 of job 0a-1b, with the AWS CLI, on g4dn.xlarge in us-east-1b',
      'millwright: Attempt 3 of job 0a-1b, with boto3, on p5.48xlarge in us-east-1c',
    ]),
  ).toEqual({ type: 'g4dn.xlarge', zone: 'us-east-1b' });
  expect(machineIn(['millwright: Attempt 1 of job 0a, with the AWS CLI'])).toBeNull();
  expect(
    machineIn(['Attempt 1 of job 0a, on g5.xlarge in us-east-1a', 'on g5.xlarge in us-east-1a']),
  ).toBeNull();
  // Zones of other partitions, and machines with a dash in their family.
  expect(machineIn(['millwright: Attempt 1 of job x, on u-6tb1.metal in us-gov-west-1a'])?.zone).toBe(
    'us-gov-west-1a',
  );
});

test('a price that changed counts as long as it held', () => {
  const hour = 3_600_000;
  // 0.20 for one hour, then 0.40 for three; the order in which AWS answers does not matter.
  const changes = [
    { at: 11 * hour, usd: 0.4 },
    { at: 2 * hour, usd: 0.2 },
  ];
  expect(meanPrice(changes, 10 * hour, 14 * hour)).toBeCloseTo(0.35);
  expect(meanPrice(changes, 12 * hour, 12 * hour)).toBe(0.4);
  expect(meanPrice([], 0, hour)).toBeNull();
});

const prices: Record<string, number> = {
  'vpc:public-address': 0.005,
  'ec2:volume': 0.08,
  'ec2:on-demand:g4dn.xlarge': 0.526,
};
const price = (key: string) => prices[key] ?? null;
const g4dn = { type: 'g4dn.xlarge', zone: 'us-east-1a' };

test('a run costs its machines, their disk and their address, and is compared with the usual price', () => {
  const beside = 1.5 * (0.005 + (30 * 0.08) / 730);
  const { measured, usualUsd } = sumOf(
    [
      { machine: g4dn, usdPerHour: 0.2, hours: 1 },
      { machine: g4dn, usdPerHour: 0.3, hours: 0.5 },
    ],
    price,
  );
  expect(measured).toEqual({ usd: expect.closeTo(0.35 + beside, 5) as number, unknown: [] });
  expect(usualUsd).toBeCloseTo(1.5 * 0.526 + beside, 5);
});

test('what nobody could tell is named, and no sum hides it', () => {
  const nameless = sumOf([{ machine: null, usdPerHour: null, hours: 1 }], price);
  expect(nameless.measured.unknown).toEqual(['ec2:spot']);
  expect(nameless.usualUsd).toBeNull();
  const unpriced = sumOf([{ machine: g4dn, usdPerHour: 0.2, hours: 1 }], () => null);
  expect(unpriced.measured).toEqual({ usd: 0.2, unknown: ['vpc:public-address', 'ec2:volume'] });
  expect(unpriced.usualUsd).toBeNull();
});

test('a training that runs with changes has the next name that is free', async () => {
  const taken = new Set(['census', 'census-2', `${'a'.repeat(61)}-2`]);
  const free = (name: string) => freeName(name, (one) => Promise.resolve(taken.has(one)));
  expect(await free('census')).toBe('census-3');
  expect(await free('census-2')).toBe('census-3');
  expect(await free('x-9')).toBe('x-10');
  // No longer than a name may be.
  expect(await free('a'.repeat(63))).toBe(`${'a'.repeat(61)}-3`);
});

test('the name of a training is what stands before the number of its plan', () => {
  expect(trainingIn('census-2-0a1b2c3d4e5f60718293', '0a1b2c3d4e5f60718293')).toBe('census-2');
  expect(trainingIn('census', '0a1b2c3d4e5f60718293')).toBeNull();
});
