/** Asking AWS for a higher limit: what is asked, and when there is nothing to ask. */
import { expect, test } from 'vitest';
import { plan, problems, texts } from './support.ts';

const spot = { service: 'ec2', code: 'L-3819A6DF', name: 'All G and VT Spot Instance Requests', wanted: 8 };
const facts = (limit: number, open: { wanted: number; at: string | null } | null = null) => ({
  'quota:ec2/L-3819A6DF': { limit, code: 'L-3819A6DF', inUse: null },
  'quota-request:ec2/L-3819A6DF': { open },
});

test('one call, which costs nothing and is not made twice', () => {
  const made = plan('quota-request', spot, facts(0));
  expect(made.blockers).toEqual([]);
  expect(made.changes).toMatchObject([
    {
      kind: 'call',
      operation: 'RequestServiceQuotaIncrease',
      input: { ServiceCode: 'ec2', QuotaCode: 'L-3819A6DF', DesiredValue: 8 },
      repeat: 'unique-name',
    },
  ]);
  expect(made.cost.perHour.usd).toBe(0);
  expect(texts(made.changes.map(({ says }) => says))).toEqual([
    'Ask AWS to raise “All G and VT Spot Instance Requests” from 0 to 8 in Europe (Ireland).',
  ]);
});

test('what was asked already, or is there already, is not asked', () => {
  expect(texts(plan('quota-request', spot, facts(0, { wanted: 16, at: null })).blockers)).toEqual([
    'AWS was asked for 16 of “All G and VT Spot Instance Requests” already, and has not decided. Wait for its e-mail.',
  ]);
  expect(texts(plan('quota-request', spot, facts(8)).blockers)).toEqual([
    'Your account may use 8 of “All G and VT Spot Instance Requests” already. Go back and make the plan again.',
  ]);
});

test.each([
  ['service', { service: 'EC2 or so' }],
  ['code', { code: 'L-38' }],
  ['name', { name: '' }],
  ['wanted', { wanted: 0 }],
  ['wanted', { wanted: 1.5 }],
  ['wanted', { wanted: 'many' }],
])('%s that makes no sense is refused: %j', (field, wrong) => {
  expect(problems('quota-request', { ...spot, ...wrong })).toEqual({ [field]: expect.any(String) as string });
});
