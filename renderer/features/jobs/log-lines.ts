/** Lines of a log by their numbers, as far as a window has them. */
import type { z } from 'zod';
import type { jobs, LogLine } from '../../../preload/contract/domains/jobs.ts';

export type LogAnswer = z.output<typeof jobs.log.output>;
export type LogWanted = Omit<z.input<typeof jobs.log.input>, 'id' | 'attempt'>;

export interface Log {
  /** Number of the first line that main has, and the one after the last. */
  first: number;
  next: number;
  /** Those that are here. Changed in place: the log around it is a new one after every change. */
  lines: Map<number, LogLine>;
  /** Main may get older ones. */
  olderInAws: boolean;
}

export interface Found {
  text: string;
  /** The last of the lines that hold the text, in order. */
  lines: LogLine[];
  /** Before all that main can hold; only after everything was searched. */
  earlier: LogAnswer['earlier'];
  matches: number;
  /** Lines that were searched. */
  of: number;
  /** Counts down by the lines that came before those that were found first: what is in sight stays in its place. */
  begin: number;
}

/** `newest`: the last line of the answer is the last that main has, and the first one follows from that. */
export function withAnswer(log: Log | null, answer: LogAnswer, newest: boolean): Log {
  const lines = log?.lines ?? new Map<number, LogLine>();
  for (const line of answer.lines) lines.set(line.number, line);
  const begin = answer.lines[0]?.number ?? log?.first ?? 0;
  const last = answer.lines.at(-1);
  const next = Math.max(log?.next ?? begin, last === undefined ? begin : last.number + 1);
  const earliest = Math.min(log?.first ?? begin, begin);
  // Main has the last `loaded` lines: not more than these before `next`, and just these when `next` is its end.
  const first = newest ? next - answer.loaded : Math.max(earliest, next - answer.loaded);
  for (let gone = log?.first ?? first; gone < first; gone += 1) lines.delete(gone);
  return { first, next, lines, olderInAws: answer.olderInAws };
}

/** Whether the answer goes on from the last line that is here, with the same numbers. */
export function goesOn(log: Log, answer: LogAnswer): boolean {
  const [again] = answer.lines;
  const known = log.lines.get(log.next - 1);
  return (
    again !== undefined &&
    known !== undefined &&
    again.number === known.number &&
    again.at === known.at &&
    again.text === known.text
  );
}

/** Whether one of these is not here. */
export function misses({ lines }: Log, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!lines.has(at)) return true;
  return false;
}

export const foundIn = (text: string, { lines, earlier, matches, loaded }: LogAnswer): Found => ({
  text,
  lines,
  earlier,
  matches,
  of: loaded,
  begin: 0,
});

/** Work that is done one after the other; what is asked for while it is to be done is done once. */
export function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const under = new Map<() => Promise<void>, Promise<void>>();
  return (work) => {
    const known = under.get(work);
    if (known !== undefined) return known;
    const turn = last.then(work).finally(() => under.delete(work));
    under.set(work, turn);
    last = turn.catch(() => undefined);
    return turn;
  };
}
