/** Numbers that a log prints become charts: which are numbers, and that no peak is lost when there are many. */
import { describe, expect, test } from 'vitest';
import { busyMs } from '../support/busy-ms.ts';
import { numbersIn, thinned } from '../../main/logs/numbers.ts';

const lines = (...texts: string[]) => texts.map((text, at) => ({ at: 1_000 * at, text }));
const values = (...texts: string[]) =>
  Object.fromEntries(
    numbersIn([lines(...texts)], 0).map(({ name, points }) => [name, points.map((p) => p.value)]),
  );

describe('numbers of a log', () => {
  test.each([
    [['loss: 0.5 - acc: 0.91', 'loss: 0.25 - acc: 0.95'], { loss: [0.5, 0.25], acc: [0.91, 0.95] }],
    [['step=1 loss=2.5e-3', 'step=2 loss=1e-4'], { step: [1, 2], loss: [0.0025, 0.0001] }],
    [['{"val_loss": 0.5, "f1": -1}', '{"val_loss": 0.4, "f1": -2}'], { val_loss: [0.5, 0.4], f1: [-1, -2] }],
    [['train/loss = 3', 'train/loss = 4'], { 'train/loss': [3, 4] }],
    [['speed: 80%', 'speed: 90%'], { speed: [80, 90] }],
    // Printed once is no chart; times, versions, addresses and paths are no numbers.
    [['port: 8080'], {}],
    [['at: 12:30:01', 'at: 12:30:02'], {}],
    [['2026-11-20T10:12:13 INFO ok', '2026-11-20T10:12:14 INFO ok'], {}],
    [['version: 1.2.3', 'version: 1.2.4'], {}],
    [['http://x:80/a=1/b', 'http://x:80/a=2/b'], {}],
    [['loss: nan', 'loss: inf'], {}],
    // What the start program says is no measure of the script.
    [
      ['millwright: Checkpoint 000001 is safe: 2 files', 'millwright: Checkpoint 000002 is safe: 3 files'],
      {},
    ],
  ])('%j', (texts, expected) => expect(values(...texts)).toEqual(expected));

  test('carry the line and the time', () => {
    const [series] = numbersIn([lines('loss: 1', 'nothing', 'loss: 2')], -100);
    expect(series).toEqual({
      name: 'loss',
      of: 2,
      points: [
        { at: 0, line: -100, value: 1 },
        { at: 2_000, line: -98, value: 2 },
      ],
    });
  });

  test('are thinned out to 2,000 with every peak, in the order of time', () => {
    const points = Array.from({ length: 100_000 }, (_, line) => ({
      at: line,
      line,
      value: Math.sin(line / 500),
    }));
    points[54_321]!.value = 99;
    points[12_345]!.value = -99;
    const few = thinned(points);
    expect(few.length).toBeLessThanOrEqual(2_000);
    expect(few.length).toBeGreaterThan(1_000);
    expect(few.map(({ value }) => value)).toEqual(expect.arrayContaining([99, -99]));
    expect(few.every((point, at) => at === 0 || few[at - 1]!.at < point.at)).toBe(true);
    expect([few[0], few.at(-1)]).toEqual([points[0], points.at(-1)]);
  });

  test('of several tries are one: what a try tells again counts, lines go on', () => {
    const tries = [
      lines('start', 'epoch=1 loss=0.9', 'epoch=2 loss=0.8', 'epoch=3 loss=0.75'),
      lines('going on', 'epoch=3 loss=0.7'),
      lines('epoch=4 loss=0.6'),
    ];
    expect(numbersIn(tries, 0)).toMatchObject([
      { name: 'epoch', of: 4, points: [1, 2, 3, 4].map((value) => ({ value })) },
      {
        name: 'loss',
        points: [
          { line: 1, value: 0.9 },
          { line: 2, value: 0.8 },
          { line: 5, value: 0.7 },
          { line: 6, value: 0.6 },
        ],
      },
    ]);
    // Nothing counts: nothing is known to be told again.
    expect(numbersIn([lines('a=1', 'a=2'), lines('a=1')], 0)[0]?.of).toBe(3);
  });

  test('of 100,000 lines are found', () => {
    const many = lines(
      ...Array.from({ length: 100_000 }, (_, at) => `step ${at} - loss: ${1 / (at + 1)} - acc: 0.5`),
    );
    const series = numbersIn([many], 0);
    expect(series.map(({ name, of }) => [name, of])).toEqual([
      ['acc', 100_000],
      ['loss', 100_000],
    ]);
  });

  test('a hostile line takes no time', () => {
    const spent = busyMs();
    numbersIn(
      [
        lines(
          'a='.repeat(100_000),
          `${'a'.repeat(100_000)}=1`,
          '='.repeat(100_000),
          `x: ${'1'.repeat(100_000)}`,
        ),
      ],
      0,
    );
    expect(spent()).toBeLessThan(1_000);
  });
});
