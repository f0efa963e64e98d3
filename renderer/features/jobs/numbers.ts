/** Which of the numbers that a log prints are drawn, and over what. */
import type { z } from 'zod';
import { counters } from '../../../preload/contract/plain.ts';
import type { jobs } from '../../../preload/contract/domains/jobs.ts';

export type Series = z.output<typeof jobs.numbers.output>['series'][number];

export interface DrawnLine {
  name: string;
  points: { x: number; y: number }[];
}

export interface Drawn {
  /** Name of the number that counts on; null: seconds since the first of the points. */
  by: string | null;
  lines: DrawnLine[];
  /** Points that the log has and the chart leaves out: no peak is among them. */
  leftOut: number;
}

const wanted = [/loss|error|rmse|mae|mse/i, /acc|auc|f1|score|precision|recall/i];
/** What differs by its beginning only is drawn together: `loss` and `val_loss`. */
const together = 2;

/** Most lines of one chart: more cannot be told apart by their colours. */
export const mostLines = 4;

const isCounter = ({ name }: Series): boolean => counters.includes(name.toLowerCase());
const moves = ({ points }: Series): boolean => points.some(({ value }) => value !== points[0]?.value);

/** Names that a person may choose: counters are the axis. */
export const choosable = (series: readonly Series[]): string[] => {
  const names = series.filter((one) => !isCounter(one)).map(({ name }) => name);
  return names.length > 0 ? names : series.map(({ name }) => name);
};

/** What is drawn before the person chooses: how wrong it is, then how right, then anything that moves. */
export function firstChoice(series: readonly Series[]): string[] {
  const open = series.filter((one) => !isCounter(one) && moves(one));
  for (const kind of wanted) {
    const found = open.filter(({ name }) => kind.test(name));
    if (found.length > 0) return found.slice(0, together).map(({ name }) => name);
  }
  return (open.length > 0 ? open : series).slice(0, 1).map(({ name }) => name);
}

/** The value of the counter at each line of the log; null unless it stands at every point and only grows. */
function countedBy(counted: Series, lines: readonly Series[]): Map<number, number> | null {
  const at = new Map(counted.points.map(({ line, value }) => [line, value]));
  for (const { points } of lines) {
    let before = -Infinity;
    for (const { line } of points) {
      const value = at.get(line);
      if (value === undefined || value <= before) return null;
      before = value;
    }
  }
  return at;
}

/** The chosen numbers over what the log counts, or over the time. */
export function drawn(series: readonly Series[], names: readonly string[]): Drawn {
  const chosen = series.filter(({ name }) => names.includes(name));
  const leftOut = chosen.reduce((sum, { of, points }) => sum + of - points.length, 0);
  for (const one of series.filter((each) => isCounter(each) && !names.includes(each.name))) {
    const at = chosen.length > 0 ? countedBy(one, chosen) : null;
    if (at === null) continue;
    const lines = chosen.map(({ name, points }) => ({
      name,
      points: points.map(({ line, value }) => ({ x: at.get(line) ?? 0, y: value })),
    }));
    return { by: one.name, lines, leftOut };
  }
  const instants = chosen.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const begin = instants.reduce((least, at) => Math.min(least, at), Infinity);
  const lines = chosen.map(({ name, points }) => ({
    name,
    points: points.map(({ at, value }) => ({ x: (Date.parse(at) - begin) / 1000, y: value })),
  }));
  return { by: null, lines, leftOut };
}

/** Air above and below what changes little. */
const air = 0.1;

/** From where to where the values are drawn: from 0 on, unless all of them are far from it and their changes would not show. */
export function rangeOf(lines: readonly DrawnLine[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of lines)
    for (const { y } of points) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  if (low > high) return [0, 1];
  const pad = high === low ? Math.abs(high) * air || 1 : (high - low) * air;
  const [from, to] = [low - pad, high + pad];
  return [low >= 0 && low < high / 2 ? 0 : from, high <= 0 && high > low / 2 ? 0 : to];
}

/** A number as short as it is told apart: "0.221", "1,204", "2.5e-7". */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e9)) return value.toExponential(1);
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value);
}
