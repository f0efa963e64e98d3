/** Filter and sort of long lists, without a window. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowIndex, type Key, type Query } from '../../renderer/ui/table/row-index.ts';
import { RowSlots } from '../../renderer/ui/table/row-slots.ts';

const indexOf = (rows: Key[][], language = 'en'): RowIndex => {
  const index = new RowIndex(language);
  index.put(
    rows.map((_, slot) => slot),
    rows,
  );
  return index;
};
const sortBy = (column: number, descending = false): Query => ({ text: '', sort: { column, descending } });

describe('a sort', () => {
  it('puts numbers in names in the order of numbers, and figures by size', () => {
    const rows: Key[][] = [
      ['job-10', 2],
      ['job-9', 10],
      ['Job-2', 1],
    ];
    expect([...indexOf(rows).view(sortBy(0))]).toEqual([2, 1, 0]);
    expect([...indexOf(rows).view(sortBy(1, true))]).toEqual([1, 0, 2]);
  });

  it('puts Chinese in the order of its readers', () => {
    const words = ['笔记本', '阿尔法', '存储'];
    const order = [
      ...indexOf(
        words.map((word) => [word]),
        'zh-CN',
      ).view(sortBy(0)),
    ].map((slot) => words[slot]);
    expect(order).toEqual([...words].sort(new Intl.Collator('zh-CN').compare));
  });

  it('shows the same first rows before everything is in order as after', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 300 }), fc.boolean(), (numbers, descending) => {
        const index = indexOf(numbers.map((n) => [`name-${n}`]));
        const head = [...index.head(sortBy(0, descending), 20)].map((slot) => numbers[slot]);
        const whole = [...index.view(sortBy(0, descending))].map((slot) => numbers[slot]);
        expect(head).toEqual(whole.slice(0, 20));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('stays right whatever is put, changed and taken away', () => {
    const step = fc.record({ slot: fc.nat(40), says: fc.option(fc.string({ maxLength: 4 }), { freq: 4 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const index = new RowIndex('en');
        const rows = new Map<number, string>();
        for (const { slot, says } of steps) {
          if (says === null) {
            rows.delete(slot);
            index.drop([slot]);
          } else {
            rows.set(slot, says);
            index.put([slot], [[says]]);
          }
          index.view(sortBy(0));
        }
        const fresh = new RowIndex('en');
        for (const [slot, says] of rows) fresh.put([slot], [[says]]);
        expect([...index.view(sortBy(0))]).toEqual([...fresh.view(sortBy(0))]);
        expect(index.count).toBe(rows.size);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('a filter', () => {
  it('finds what any column says, without regard to case, and not over the edge of two', () => {
    const index = indexOf([
      ['Alpha', 'stopped'],
      ['beta', 'in service'],
    ]);
    expect([...index.view({ text: 'STOP', sort: null })]).toEqual([0]);
    expect([...index.view({ text: 'betain', sort: null })]).toEqual([]);
  });
});

describe('slots of rows', () => {
  interface Row {
    id: number;
    says: string;
  }
  it('tell exactly what changed, and keep what stayed', () => {
    const row = fc.record({ id: fc.nat(30), says: fc.constantFrom('a', 'b') });
    const list = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(list, { maxLength: 6 }), (lists) => {
        const slots = new RowSlots<Row>();
        let before = new Map<number, Row>();
        for (const given of lists) {
          // What did not change is the same object, as in the window's stores.
          const rows = given.map((one) => {
            const known = before.get(one.id);
            return known?.says === one.says ? known : one;
          });
          slots.update(rows, ({ id }) => String(id));
          expect([...slots.slots].map((slot) => slots.rowOf(slot))).toEqual(rows);
          before = new Map(rows.map((one) => [one.id, one]));
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

it('answers the first rows of 100,000 within a tenth of a second', () => {
  const states = ['running', 'stopped', 'failed'];
  const rows = Array.from({ length: 100_000 }, (_, n): Key[] => [
    `notebook-${(n * 7919) % 100_000}`,
    states[n % 3] ?? '',
    (n * 31) % 977,
    '2026-11-20T10:00:00Z',
  ]);
  const index = indexOf(rows);
  const timed = (work: () => unknown): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const best = (work: () => unknown): number => Math.min(...[1, 2, 3, 4, 5].map(() => timed(work)));
  expect(best(() => index.view({ text: 'stopped', sort: null }))).toBeLessThan(100);
  expect(best(() => index.head(sortBy(0), 200))).toBeLessThan(100);
  expect(best(() => index.head(sortBy(2, true), 200))).toBeLessThan(100);
});
