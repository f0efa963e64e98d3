/** Numbers that a log prints as `name=value` or `name: value`: Batch draws no charts, the script's own words do. */
import { counters } from '../../preload/contract/plain.ts';
import type { Line } from './log-book.ts';

export interface Point {
  /** ms since 1970. */
  at: number;
  line: number;
  value: number;
}

export interface Series {
  name: string;
  points: Point[];
  /** Points before they were thinned out. */
  of: number;
}

/** `loss: 0.31`, `val_loss=2.5e-3`, `"accuracy": 0.9,`; no time of the day, no version, no address. */
const printed =
  /(?<![\w.:/-])([A-Za-z][\w./-]{0,39})["']?\s{0,3}[=:]\s{0,3}(-?\d[\w.+-]{0,40})(?![\w.:/+-])/g;
/** A point that ends a sentence is none of the number; 0x1f is no measure. */
const valueOf = (text: string): number => (/[box]/i.test(text) ? NaN : Number(text.replace(/\.$/, '')));
/** What the start program says is no measure of the script (docs/training.md). */
const ours = 'millwright: ';
const mostPoints = 2_000;
/** First, lowest, highest and last of a span. */
const perSpan = 4;
const mostSeries = 40;

type Points = Map<string, Point[]>;

/** `first`: number of the first line. */
function printedIn(lines: readonly Line[], first: number): Points {
  const byName: Points = new Map();
  lines.forEach(({ at, text }, index) => {
    if (text.startsWith(ours) || (!text.includes('=') && !text.includes(':'))) return;
    for (const [, name = '', digits = ''] of text.matchAll(printed)) {
      const value = valueOf(digits);
      if (!Number.isFinite(value)) continue;
      const points = byName.get(name);
      const point = { at, line: first + index, value };
      if (points === undefined) byName.set(name, [point]);
      else points.push(point);
    }
  });
  return byName;
}

/**
 * Names that are printed more than once, those with the most values first. `tries`: the lines of each try, in their order.
 * A try that goes on from a checkpoint tells again what the one before told after it: the later word counts, as far as
 * something counts on. `first`: number of the first line; each try goes on where the one before ended.
 */
export function numbersIn(tries: readonly (readonly Line[])[], first: number): Series[] {
  let begin = first;
  const told = tries.map((lines) => {
    const points = printedIn(lines, begin);
    begin += lines.length;
    return points;
  });
  const counter = [...(told.at(-1)?.keys() ?? [])].find((name) => counters.includes(name.toLowerCase()));
  const byName: Points = new Map();
  told.forEach((points, at) => {
    const end =
      counter === undefined ? Infinity : overtaken(points.get(counter), told.slice(at + 1), counter);
    for (const [name, all] of points) {
      const kept = byName.get(name) ?? [];
      for (const point of all) if (point.line < end) kept.push(point);
      byName.set(name, kept);
    }
  });
  return [...byName]
    .filter(([, points]) => points.length > 1)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, mostSeries)
    .map(([name, points]) => ({ name, points: thinned(points), of: points.length }));
}

/** The first line of a try whose count a later try tells again; Infinity: none. */
function overtaken(counted: readonly Point[] = [], later: readonly Points[], counter: string): number {
  const again = Math.min(...later.map((points) => points.get(counter)?.[0]?.value ?? Infinity));
  return counted.find(({ value }) => value >= again)?.line ?? Infinity;
}

/** At most 2,000 points, among them the highest and the lowest of every span: a peak is never lost. */
export function thinned(points: readonly Point[], most = mostPoints): Point[] {
  if (points.length <= most) return [...points];
  const spans = Math.floor(most / perSpan);
  const kept: Point[] = [];
  for (let span = 0; span < spans; span += 1) {
    const from = Math.floor((span * points.length) / spans);
    const part = points.slice(from, Math.floor(((span + 1) * points.length) / spans));
    const [begin] = part;
    if (begin === undefined) continue;
    let [low, high] = [begin, begin];
    for (const point of part) {
      if (point.value < low.value) low = point;
      if (point.value > high.value) high = point;
    }
    const of = new Set([begin, low, high, part.at(-1) ?? begin]);
    kept.push(...part.filter((point) => of.has(point)));
  }
  return kept;
}
