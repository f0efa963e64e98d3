import { describe, expect, it } from 'vitest';
import { needs } from '../../main/home/needs.ts';
import { hoursInMonth } from '../../main/costs/month.ts';
import { costNow, type EndOf } from '../../main/home/summary.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import type { Thing } from '../../main/inventory/thing.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Task } from '../../preload/contract/task.ts';
import { say } from '../../words/index.ts';

const now = Date.UTC(2026, 10, 20, 14);
const day = { now, dayStart: Date.UTC(2026, 10, 20), dayEnd: Date.UTC(2026, 10, 21) };
const clockOf = { timeZone: 'UTC', now };

const notebook = (name: string, status: string, type = 'ml.t3.medium'): Thing => ({
  type: 'AWS::SageMaker::NotebookInstance',
  name,
  arn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
  region: 'us-east-1',
  status,
  since: new Date(now - 2 * 3_600_000).toISOString(),
  createdAt: new Date(now - 2 * 3_600_000).toISOString(),
  hourly: status === 'InService' ? [{ priceKey: `sagemaker:notebook:${type}`, quantity: 1 }] : [],
  monthly: [],
  details: { instanceType: type },
});

const snapshotOf = (things: Thing[], stacks: InventorySnapshot['stacks'] = []): InventorySnapshot => ({
  accountId: '111122223333',
  region: 'us-east-1',
  loadedAt: new Date(now).toISOString(),
  things,
  stacks,
  foreignStacks: [],
  spent: Object.fromEntries(
    things.map((thing) => [
      `${thing.type}/${thing.region}/${thing.name}`,
      {
        earlier: 0,
        earlierUnknown: false,
        recent: [],
        open:
          thing.hourly.length > 0
            ? { since: thing.since, usdPerHour: price(thing.hourly[0]?.priceKey ?? '') }
            : null,
      },
    ]),
  ),
});

const price = (key: string) => (key.endsWith('ml.t3.medium') ? 0.05 : null);

const ends = (endsAt: string | null): ((thing: Thing) => EndOf) => {
  const hours = endsAt === null ? hoursInMonth : (Date.parse(endsAt) - now) / 3_600_000;
  const stop = { source: 'notebook-stop', answers: { name: 'x' } };
  const extend = { source: 'notebook-extend', answers: { name: 'x' } };
  return () => ({ endsAt, hoursPerMonth: hours, stop, extend, kind: { key: 'cost.kind.other' }, ours: true });
};

describe('what costs money now', () => {
  it('counts only what runs, until the end that is set', () => {
    const snapshot = snapshotOf([notebook('a', 'InService'), notebook('b', 'Stopped')]);
    const cost = costNow(snapshot, day, price, ends('2026-11-20T19:00:00Z'));
    expect(cost.rows.map((row) => row.name)).toEqual(['a']);
    expect(cost.perHour).toEqual({ usd: 0.05, unknown: [] });
    expect(cost.todaySoFar.usd).toBeCloseTo(0.1);
    expect(cost.todayByMidnight.usd).toBeCloseTo(0.35);
    expect(cost.monthIfForgotten.usd).toBeCloseTo(0.25);
  });

  it('says what a thing without an end costs a month', () => {
    const cost = costNow(snapshotOf([notebook('a', 'InService')]), day, price, ends(null));
    expect(cost.monthIfForgotten.usd).toBeCloseTo(36.5);
    expect(cost.rows[0]?.noEnd).toBe(true);
    expect(say('en', cost.rows[0]!.ends as Message, clockOf)).toBe('no end: $36.50 a month');
  });

  it('gives the dearest rows when only so many are wanted, and counts and sums all', () => {
    const things = [notebook('a', 'InService'), notebook('b', 'InService'), notebook('c', 'InService')];
    const cost = costNow(snapshotOf(things), day, price, ends(null), 2);
    expect(cost.rows).toHaveLength(2);
    expect(cost.count).toBe(3);
    expect(cost.perHour.usd).toBeCloseTo(0.15);
  });

  it('names what has no price and puts it first', () => {
    const snapshot = snapshotOf([
      notebook('cheap', 'InService'),
      notebook('gpu', 'InService', 'ml.g4dn.xlarge'),
    ]);
    const cost = costNow(snapshot, day, price, ends(null));
    expect(cost.perHour).toEqual({ usd: 0.05, unknown: ['gpu'] });
    expect(cost.rows.map((row) => row.usdPerHour)).toEqual([null, 0.05]);
  });
});

describe('what needs the person', () => {
  const stack = (status: string) => ({
    name: 'millwright-notebook-a',
    status,
    since: new Date(now - 60_000).toISOString(),
    planId: 'p1',
    source: 'notebook',
    parameters: {},
  });
  const task = (over: Partial<Task>) =>
    ({ id: 't1', planId: 'p1', title: { key: 'cost.kind.other' }, ...over }) as Task;

  it('names a stuck stack with the plan that removes it, but not while its task runs', () => {
    const snapshot = snapshotOf([], [stack('ROLLBACK_FAILED')]);
    expect(needs(snapshot, [], ends(null), now)[0]?.action.source).toBe('stack-remove');
    expect(needs(snapshot, [task({ state: 'running' })], ends(null), now)).toEqual([]);
    expect(needs(snapshotOf([], [stack('CREATE_COMPLETE')]), [], ends(null), now)).toEqual([]);
  });

  it('offers to stop what runs without an end', () => {
    const [need] = needs(snapshotOf([notebook('a', 'InService')]), [], ends(null), now);
    expect(need?.action.source).toBe('notebook-stop');
    expect(needs(snapshotOf([notebook('a', 'InService')]), [], ends('2026-11-20T19:00:00Z'), now)).toEqual(
      [],
    );
  });

  it('tells 15 minutes before the end, with the way to let it run longer', () => {
    const running = snapshotOf([notebook('a', 'InService')]);
    const [need] = needs(running, [], ends('2026-11-20T14:15:00Z'), now);
    expect(need?.action.source).toBe('notebook-extend');
    expect(say('en', need!.says as Message, clockOf)).toBe('a stops today 14:15.');
    expect(needs(running, [], ends('2026-11-20T14:16:00Z'), now)).toEqual([]);
  });

  it('says that nothing stops them in the evening, with the way to prepare the account again', () => {
    const gone = (thing: Thing): EndOf => ({ ...ends(null)(thing), unguarded: true });
    const [need, ...others] = needs(snapshotOf([notebook('a', 'InService')]), [], gone, now);
    expect(others).toEqual([]);
    expect(need?.action.source).toBe('foundation');
    expect(say('en', need!.says as Message, clockOf)).toBe(
      'a does not stop itself in the evening: the part of your account that stops them was removed. Stop it by hand until the account is prepared again.',
    );
    const stuck = { ...stack('DELETE_FAILED'), name: 'millwright-foundation' };
    const [first, second] = needs(snapshotOf([notebook('a', 'InService')], [stuck]), [], gone, now);
    expect([first?.action.source, second?.action.source]).toEqual(['stack-remove', 'stack-remove']);
  });

  it('names five of a kind each with its button, and more than five in one row that leads to them', () => {
    const many = (n: number) =>
      snapshotOf(Array.from({ length: n }, (_, i) => notebook(`n${i}`, 'InService')));
    const few = needs(many(5), [], ends(null), now);
    expect(few.map(({ action }) => action.source)).toEqual(Array(5).fill('notebook-stop'));
    const rows = needs(many(6), [], ends(null), now);
    expect(rows.map(({ id, action }) => [id, action.route])).toEqual([
      ['many:noEnd', '#/notebooks?only=noEnd'],
    ]);
    const [row] = rows;
    expect(say('en', row!.says as Message, clockOf)).toBe('6 notebooks run and have no end.');
    expect(say('en', row!.notes![0] as Message, clockOf)).toBe('n0, n1, n2 and 3 more.');
  });

  it('does not mix kinds: one that failed keeps its own button beside many without an end', () => {
    const things = Array.from({ length: 6 }, (_, i) => notebook(`n${i}`, 'InService'));
    const rows = needs(snapshotOf([...things, notebook('x', 'Failed')]), [], ends(null), now);
    expect(rows.map(({ action }) => action.route)).toEqual(['#/notebooks?only=noEnd', '#/notebooks/x']);
  });

  it('leads to the task that failed', () => {
    expect(needs(null, [task({ state: 'failed' })], ends(null), now)[0]?.action.route).toBe('#/tasks/t1');
  });
});
