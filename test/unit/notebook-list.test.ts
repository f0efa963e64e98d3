/** The list of notebooks as a window gets it. */
import { expect, it } from 'vitest';
import { LiveList } from '../../main/inventory/live-list.ts';
import type { Inventory } from '../../main/inventory/inventory.ts';
import { eveningOf, isUnguarded } from '../../main/notebooks/rows.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import { notebookHandlers, tellNotebooks, type NotebookParts } from '../../main/notebooks/handlers.ts';

const now = Date.UTC(2026, 10, 20, 14);
const at = new Date(now).toISOString();
const snapshotOf = (count: number): InventorySnapshot => ({
  accountId: '111122223333',
  region: 'us-east-1',
  loadedAt: at,
  things: Array.from({ length: count }, (_, n) => ({
    type: 'AWS::SageMaker::NotebookInstance',
    name: `n${n}`,
    arn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/n${n}`,
    region: 'us-east-1',
    status: n % 4 === 0 ? 'InService' : 'Stopped',
    since: at,
    createdAt: at,
    hourly: [],
    monthly: [],
    details: {},
  })),
  stacks: [],
  foreignStacks: [],
  spent: {},
});

function program(count: number) {
  const snapshot = snapshotOf(count);
  const told: (string | undefined)[] = [];
  const parts: NotebookParts = {
    inventory: { view: async () => ({ snapshot, error: null }) } as unknown as Inventory,
    live: new LiveList(),
    price: () => 0.05,
    now: () => now,
    tell: (_delta, but) => void told.push(but),
    connect: () => Promise.reject(new Error('not asked')),
    receipts: () => Promise.resolve([]),
    openPage: () => Promise.reject(new Error('not asked')),
  };
  const context = { requestId: 'r', windowId: 'asks', signal: new AbortController().signal };
  const list = async (first: boolean) => notebookHandlers(parts).list({ refresh: false, first }, context);
  return { parts, told, list, snapshot };
}

it('a page that opens on a long list gets its first rows with the counts of all, and then all', async () => {
  const { list } = program(4000);
  const first = await list(true);
  expect(first.rows).toHaveLength(100);
  expect(first.firstOf).toEqual({ all: 4000, running: 1000 });
  const whole = await list(false);
  expect(whole.rows).toHaveLength(4000);
  expect(whole.rows.slice(0, 100)).toEqual(first.rows);
  expect(whole.firstOf).toBeUndefined();
  expect(whole.version).toBeGreaterThan(first.version);
});

it('a short list is whole at once', async () => {
  const { rows, firstOf } = await program(40).list(true);
  expect([rows.length, firstOf]).toEqual([40, undefined]);
});

it('the window that asks is answered and not told the same a second time; the others are told', async () => {
  const { list, told, parts, snapshot } = program(40);
  await list(false);
  expect(told).toEqual(['asks']);
  await list(false);
  expect(told).toEqual(['asks']);
  tellNotebooks(parts, { ...snapshot, things: snapshot.things.slice(1) });
  expect(told).toEqual(['asks', undefined]);
});

it('an evening stop counts only while what carries it out is there, or a role of one’s own is given', () => {
  const parameters = {
    NotebookName: 'a',
    EveningStop: 'cron(0/15 19-23,0-5 * * ? *)',
    EveningTimeZone: 'UTC',
    GuardRoleArn: 'arn:aws:iam::111122223333:role/millwright/millwright-us-east-1-guard',
  };
  const stack = (name: string, status: string, given: Record<string, string> = {}) => ({
    name,
    status,
    since: '',
    planId: 'p1',
    source: 'notebook',
    parameters: given,
  });
  const next = (foundation: string | null, given: Record<string, string> = parameters) => {
    const stacks = [
      stack('millwright-notebook-a', 'CREATE_COMPLETE', given),
      ...(foundation === null ? [] : [stack('millwright-foundation', foundation)]),
    ];
    expect(isUnguarded({ stacks }, 'a')).toBe(eveningOf({ stacks }, 'a', 0) === null);
    return eveningOf({ stacks }, 'a', 0)?.at ?? null;
  };
  expect(next('CREATE_COMPLETE')).toBe('19:00');
  expect(next('UPDATE_ROLLBACK_COMPLETE')).toBe('19:00');
  expect(next('DELETE_FAILED')).toBeNull();
  expect(next(null)).toBeNull();
  expect(next(null, { ...parameters, GuardRoleArn: 'arn:aws:iam::111122223333:role/our-own' })).toBe('19:00');
});
