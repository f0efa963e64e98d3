/** Two runs beside each other: what differs, and both of their numbers in one picture. */
import type { Answers } from '../../../preload/contract/wizard.ts';
import { choosable, drawn, type Drawn, type Series } from './numbers.ts';
import type { Job } from './timeline-spans.ts';

/** A line of the comparison; null: this run has none. */
export interface Pair {
  name: string;
  values: [string | null, string | null];
}

export const differs = ({ values: [a, b] }: Pair): boolean => a !== b;

/** What the script was given by each, where it is not the same. Folders of one run alone always differ. */
export function givenApart(a: Pick<Job, 'environment'>, b: Pick<Job, 'environment'>): Pair[] {
  const of = (job: Pick<Job, 'environment'>) =>
    new Map(job.environment.map(({ name, value }) => [name, value]));
  return pairsOf(of(a), of(b)).filter(differs);
}

/** The values of two lists by their names, in the order of the first. */
export function pairsOf(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Pair[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].map((name) => ({ name, values: [a.get(name) ?? null, b.get(name) ?? null] }));
}

/** Answers as lines: `data.training`, `hours`. */
export function flat(
  value: Answers[string] | undefined,
  path = '',
  into = new Map<string, string>(),
): Map<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [name, member] of Object.entries(value))
      flat(member, path === '' ? name : `${path}.${name}`, into);
  else if (value !== undefined && path !== '')
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}

/** The last value of each number that a log prints. */
export const lastOf = (series: readonly Series[]): Map<string, number> =>
  new Map(
    series.flatMap(({ name, points }): [string, number][] => {
      const last = points.at(-1);
      return last === undefined ? [] : [[name, last.value]];
    }),
  );

/** Numbers that both logs print, or those of either where they have none in common. */
export function commonNames(a: readonly Series[], b: readonly Series[]): string[] {
  const [first, second] = [choosable(a), choosable(b)];
  const both = first.filter((name) => second.includes(name));
  return both.length > 0 ? both : [...new Set([...first, ...second])];
}

/** Lines of both runs over the same axis: what both logs count, or the time since each began. */
export function together(
  a: readonly Series[],
  b: readonly Series[],
  names: readonly string[],
  labels: readonly [string, string],
): Drawn {
  let [one, two] = [drawn(a, names), drawn(b, names)];
  const bothDrawn = one.lines.length > 0 && two.lines.length > 0;
  if (bothDrawn && one.by !== two.by) {
    const plain = (series: readonly Series[]) => series.filter(({ name }) => names.includes(name));
    [one, two] = [drawn(plain(a), names), drawn(plain(b), names)];
  }
  const named = ({ lines }: Drawn, label: string) =>
    lines.map(({ name, points }) => ({ name: `${label}: ${name}`, points }));
  return {
    by: one.lines.length > 0 ? one.by : two.by,
    lines: [...named(one, labels[0]), ...named(two, labels[1])],
    leftOut: one.leftOut + two.leftOut,
  };
}
