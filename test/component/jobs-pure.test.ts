/** What the page of a training reckons before it draws. */
import { describe, expect, it } from 'vitest';
import { hits, kindOf } from '../../renderer/features/jobs/log-line.tsx';
import {
  choosable,
  drawn,
  firstChoice,
  numberText,
  rangeOf,
  type Series,
} from '../../renderer/features/jobs/numbers.ts';
import { dataPage } from '../../renderer/features/jobs/s3-place.ts';
import { placed } from '../../renderer/features/jobs/timeline-labels.ts';
import { axisOf, limitOf } from '../../renderer/features/jobs/timeline-spans.ts';
import { now } from './fixtures.ts';
import { ago, detail, type Detail } from './jobs-fixtures.ts';

const minute = 60_000;
const spans = (job: Detail) =>
  axisOf(job, now).spans.map(({ kind, from, to, open }) => [
    kind,
    Math.round((now - from) / minute),
    Math.round((now - to) / minute),
    open,
  ]);

describe('the time axis', () => {
  it('is true to the minutes: queued, ran, waits, may come', () => {
    expect(spans(detail)).toEqual([
      ['queued', 64, 57, false],
      ['ran', 57, 21, false],
      ['waiting', 21, 0, false],
      ['expected', 0, -22, true],
    ]);
    expect(axisOf(detail, now).spans.at(-1)?.attempt).toBe(2);
  });

  it('ends with the limit of the try that runs, where that is near', () => {
    const [first] = detail.attemptList;
    const runs: Detail = {
      ...detail,
      state: 'running',
      attemptSeconds: 3_600,
      attemptList: [{ ...first!, endedAt: null, outcome: 'running' }],
    };
    expect(limitOf(runs)).toBe(now + 3 * minute);
    expect(spans(runs).at(-1)).toEqual(['expected', 0, -3, false]);
    expect(axisOf(runs, now).ticks.map(({ kind }) => kind)).toContain('limit');
    expect(spans({ ...runs, attemptSeconds: 86_400 }).at(-1)).toEqual(['expected', 0, -22, true]);
    expect(limitOf({ ...runs, attemptSeconds: null })).toBeNull();
  });

  it('of a job that is over has no future', () => {
    const { spans: all, ticks } = axisOf({ ...detail, state: 'succeeded', endedAt: ago(10) }, now);
    expect(all.some(({ kind }) => kind === 'expected')).toBe(false);
    expect(ticks.at(-1)).toMatchObject({ kind: 'succeeded', at: now - 10 * minute });
  });

  it('of an array job goes from the first part on', () => {
    const parts = { size: 2, waiting: 0, running: 2, succeeded: 0, failed: 0 };
    const job: Detail = { ...detail, state: 'running', attemptList: [], startedAt: ago(30), parts };
    expect(spans(job)).toEqual([
      ['queued', 64, 30, false],
      ['ran', 30, 0, false],
    ]);
  });

  it.each([
    ['times that are none', { createdAt: 'soon', startedAt: 'x' }],
    ['a start in the future', { createdAt: new Date(now + minute).toISOString() }],
    ['an end before the start', { state: 'failed' as const, endedAt: ago(600) }],
    ['nothing but its state', { attemptList: [], state: 'submitted' as const, createdAt: ago(0) }],
  ])('survives %s', (_what, over) => {
    const { from, to, spans: all, ticks } = axisOf({ ...detail, ...over }, now);
    expect(to).toBeGreaterThan(from);
    for (const span of all) expect(span.to).toBeGreaterThanOrEqual(span.from);
    for (const { at } of ticks) expect(Number.isFinite(at)).toBe(true);
  });

  it('shows of labels that run into each other the more important one, inside of its edges', () => {
    const labels = [
      { id: 'a', x: 0, text: 'queued', rank: 5 },
      { id: 'b', x: 10, text: 'started', rank: 3 },
      { id: 'c', x: 400, text: 'ends', rank: 6 },
    ];
    const lefts = placed(labels, 400);
    expect([...lefts.keys()].sort()).toEqual(['a', 'c']);
    expect(lefts.get('a')).toBe(0);
    expect(lefts.get('c')).toBeLessThan(400);
  });
});

const series = (name: string, values: number[], lines = values.map((_, n) => n)): Series => ({
  name,
  of: values.length,
  points: values.map((value, n) => ({
    at: new Date(now + (lines[n] ?? 0) * 1000).toISOString(),
    line: lines[n] ?? 0,
    value,
  })),
});

describe('the numbers of a log', () => {
  const all = [
    series('epoch', [1, 2, 3]),
    series('of', [40, 40, 40]),
    series('accuracy', [0.5, 0.6, 0.7]),
    series('loss', [0.9, 0.5, 0.3]),
    series('val_loss', [1, 0.6, 0.4]),
  ];

  it('are drawn with what went wrong first, over what the log counts', () => {
    expect(firstChoice(all)).toEqual(['loss', 'val_loss']);
    const { by, lines } = drawn(all, ['loss', 'val_loss']);
    expect(by).toBe('epoch');
    expect(lines[1]?.points).toEqual([
      { x: 1, y: 1 },
      { x: 2, y: 0.6 },
      { x: 3, y: 0.4 },
    ]);
    expect(choosable(all)).not.toContain('epoch');
  });

  it('are drawn over the time where a count begins again, or stands elsewhere', () => {
    const again = [series('epoch', [1, 2, 1]), series('loss', [3, 2, 1])];
    expect(drawn(again, ['loss'])).toMatchObject({
      by: null,
      lines: [{ points: [{ x: 0 }, { x: 1 }, { x: 2 }] }],
    });
    const elsewhere = [series('epoch', [1, 2], [10, 11]), series('loss', [3, 2])];
    expect(drawn(elsewhere, ['loss']).by).toBeNull();
  });

  it('are whatever moves where no name is known, and say how many points are left out', () => {
    const odd = [series('of', [40, 40]), { ...series('zeta', [1, 2]), of: 5_000 }];
    expect(firstChoice(odd)).toEqual(['zeta']);
    expect(drawn(odd, ['zeta']).leftOut).toBe(4_998);
    expect(firstChoice([])).toEqual([]);
    expect(drawn([], ['gone']).lines).toEqual([]);
  });

  it('are drawn from 0 on, unless their changes would not show', () => {
    const range = (...values: number[]) =>
      rangeOf([{ name: 'a', points: values.map((y, x) => ({ x, y })) }]).map((edge) =>
        Number(edge.toFixed(4)),
      );
    expect(range(0.2, 1)).toEqual([0, 1.08]);
    expect(range(0.32, 0.34)).toEqual([0.318, 0.342]);
    expect(range(-1, -0.2)).toEqual([-1.08, 0]);
    expect(range(5, 5)).toEqual([4.5, 5.5]);
    expect(range(0, 0)).toEqual([-1, 1]);
    expect(rangeOf([])).toEqual([0, 1]);
  });

  it('are short', () => {
    expect([0.22134, 1204, 0, 2.5e-7, -3e12].map(numberText)).toEqual([
      '0.2213',
      '1,204',
      '0',
      '2.5e-7',
      '-3.0e+12',
    ]);
  });
});

describe('a line of the log', () => {
  it.each([
    ['millwright: Checkpoint 000003 is safe: 2 files, 10 bytes', 'saved'],
    ['checkpoint saved, epoch 22', 'saved'],
    ['Traceback (most recent call last):', 'trouble'],
    ['ValueError: bad shape', 'trouble'],
    ['millwright: Asked to stop: the script has 90 s to save what it has', 'trouble'],
    ['epoch=3 loss=0.2 error_rate=0.1', 'plain'],
  ])('%s is %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('is cut where the text stands, whatever letters, and left whole where small letters are longer', () => {
    expect(hits('aXbxc', 'x')).toEqual(['a', 'X', 'b', 'x', 'c']);
    expect(hits('(.*)', '.*')).toEqual(['(', '.*', ')']);
    expect(hits('İx', 'x')).toEqual(['İx']);
    expect(hits('abc', '')).toEqual(['abc']);
  });
});

describe('an address of results', () => {
  it.each([
    ['s3://ml-files/a/b', '#/data/ml-files/a/b'],
    ['s3://ml-files', '#/data/ml-files'],
    ['s3://ml-files/with space/ü', '#/data/ml-files/with%20space/%C3%BC'],
    ['/opt/ml/model', null],
    ['https://example.com', null],
    ['s3://Not_A_Bucket/x', null],
    ['javascript:alert(1)', null],
  ])('%s opens %s', (place, page) => {
    expect(dataPage(place)).toBe(page);
  });
});
