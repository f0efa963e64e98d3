/** What a bench tells: figures, each with its goal. */
export interface Reading {
  what: string;
  value: number;
  unit: 'ms' | 's' | 'x' | '%' | 'MB' | '';
  /** At most this is good; absent: shown for comparison only. */
  goal?: number;
  /** A time says little of another computer; the goal holds where the control takes its usual time. */
  control?: Control;
  note?: string;
}

/** Measured beside, in the same run. */
export interface Control {
  what: string;
  value: number;
  /** What it took where the goal was set. */
  usual: number;
}

/** The goal on this computer: never stricter than where it was set. */
export const goalHere = ({ goal, control }: Reading): number | undefined =>
  goal === undefined || control === undefined ? goal : goal * Math.max(1, control.value / control.usual);

export interface Bench {
  name: string;
  title: string;
  /** Measures; `quick` with fewer rounds. Throws `NotHere` where this computer lacks what is needed. */
  run(how: { quick: boolean }): Promise<Reading[]>;
}

/** Not a failure: named in the table. */
export class NotHere extends Error {}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(at)] ?? NaN)
    : ((sorted[at - 1] ?? NaN) + (sorted[at] ?? NaN)) / 2;
};

/** Runs each in turn, A B A B …, so that what else the computer does meets all alike; medians of what they answer. */
export async function inTurn<Name extends string>(
  what: Record<Name, () => Promise<number>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const seen = Object.fromEntries(Object.keys(what).map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round += 1)
    for (const name of Object.keys(what) as Name[]) seen[name].push(await what[name]());
  return Object.fromEntries(
    Object.entries<number[]>(seen).map(([name, values]) => [name, median(values)]),
  ) as Record<Name, number>;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
