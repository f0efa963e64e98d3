/**
 * The log of one try as a window knows it: how many lines main has, and those of them that were looked at. What is in sight
 * and not here is asked for, so that 100,000 lines cost as much as one screen of them.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogLine } from '../../../preload/contract/domains/jobs.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import type { Millwright } from '../../../preload/contract/index.ts';
import { now } from '../../app/clock.ts';
import {
  foundIn,
  goesOn,
  misses,
  oneByOne,
  withAnswer,
  type Found,
  type Log,
  type LogAnswer,
  type LogWanted,
} from './log-lines.ts';

export interface LogState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  log: Log | null;
  found: Found | null;
  /** AWS is being asked for the rest since then, ms. */
  fetchingSince: number | null;
  error: AppError | null;
  loadedAt: number | null;
  askedAt: number | null;
}

export interface LogStore extends StoreApi<LogState> {
  /** The newest lines; afterwards what came since. */
  newest(): Promise<void>;
  /** Lines from `from` to before `to`, as far as they are not here. */
  fill(from: number, to: number): Promise<void>;
  /** Lines before the first one. */
  older(): Promise<void>;
  /** Everything that AWS has, and the search again in all of it. */
  rest(): Promise<void>;
  /** Lines that hold the text; '' ends the search. */
  find(text: string): Promise<void>;
  /** More of what was found, before the first of it that is here. */
  moreFound(): Promise<void>;
  /** All lines that are listed: those found, or all that main has. Null after a failure, which is in the state. */
  all(): Promise<readonly { at: string; text: string }[] | null>;
}

const firstLines = 500;
const page = 500;
const most = 2_000;

export function createLogStore(api: Millwright, id: string, attempt: number | undefined): LogStore {
  const store = createStore<LogState>(() => ({
    status: 'idle',
    log: null,
    found: null,
    fetchingSince: null,
    error: null,
    loadedAt: null,
    askedAt: null,
  }));
  const { getState: get, setState: set } = store;
  const inTurn = oneByOne();

  async function ask(wanted: LogWanted, signal?: AbortSignal): Promise<LogAnswer | null> {
    const whose = { id, ...(attempt !== undefined && { attempt }) };
    const answer = await api.jobs.log({ ...whose, ...wanted }, { ...(signal && { signal }) });
    if (signal?.aborted === true) return null;
    if (!answer.ok) {
      set({ status: 'failed', error: answer.error, askedAt: null });
      return null;
    }
    set({ status: 'ready', error: null, loadedAt: now(), askedAt: null });
    return answer.value;
  }

  const put = (answer: LogAnswer, isNewest: boolean): void =>
    set(({ log }) => ({ log: withAnswer(log, answer, isNewest) }));

  async function newest(): Promise<void> {
    if (get().log === null) set({ status: 'loading', askedAt: now() });
    for (;;) {
      const { log, found } = get();
      const opens = log === null || log.next === log.first;
      // The last line that is here comes again: by it one sees that numbers mean the same lines as before.
      const limit = opens ? firstLines : most;
      const answer = await ask({ from: opens ? null : log.next - 2, limit });
      if (answer === null) return;
      if (!opens && !goesOn(log, answer)) {
        set({ log: null });
        if (found !== null) void search(found.text, false);
        continue;
      }
      const whole = opens || answer.lines.length < limit;
      put(answer, whole);
      if (!whole) continue;
      if (!opens && answer.lines.length > 1) await newlyFound();
      return;
    }
  }

  const asked = new Set<number>();
  async function fillPage(at: number): Promise<void> {
    asked.add(at);
    const answer = await ask({ from: at - 1, limit: page });
    asked.delete(at);
    if (answer !== null) put(answer, false);
  }

  async function fill(from: number, to: number): Promise<void> {
    const { log } = get();
    if (log === null) return;
    const begin = Math.max(from, log.first);
    const end = Math.min(to, log.next);
    const waits: Promise<void>[] = [];
    for (let at = Math.floor(begin / page) * page; at < end; at += page)
      if (!asked.has(at) && misses(log, Math.max(at, begin), Math.min(at + page, end)))
        waits.push(fillPage(at));
    await Promise.all(waits);
  }

  async function older(): Promise<void> {
    const { log } = get();
    if (log?.olderInAws !== true) return;
    const answer = await ask({ from: log.first, direction: 'older', limit: most });
    if (answer !== null) put(answer, false);
  }

  async function rest(): Promise<void> {
    const { found } = get();
    set({ fetchingSince: now() });
    const answer = await ask({ everywhere: true, limit: most });
    if (answer !== null) {
      put(answer, true);
      if (found !== null) await search(found.text, true);
    }
    set({ fetchingSince: null });
  }

  let searching: AbortController | null = null;
  async function search(text: string, everywhere: boolean): Promise<void> {
    searching?.abort();
    if (text === '') {
      set({ found: null });
      return;
    }
    const mine = new AbortController();
    searching = mine;
    const answer = await ask({ search: text, everywhere, limit: most }, mine.signal);
    if (answer !== null) set({ found: foundIn(text, answer) });
  }

  /** Asks for more of what was found; null where the search changed meanwhile. */
  async function askFound(
    found: Found,
    from: number,
    direction: 'newer' | 'older',
  ): Promise<LogAnswer | null> {
    const answer = await ask({ search: found.text, from, direction, limit: most });
    return get().found === found ? answer : null;
  }

  /** What came since may hold the text too. */
  async function newlyFound(): Promise<void> {
    const { found, log } = get();
    if (found === null || log === null) return;
    const answer = await askFound(found, found.lines.at(-1)?.number ?? log.first - 1, 'newer');
    if (answer === null) return;
    const lines = [...found.lines, ...answer.lines];
    set({ found: { ...found, lines, matches: answer.matches, of: answer.loaded } });
  }

  async function moreFound(): Promise<void> {
    const { found } = get();
    const [first] = found?.lines ?? [];
    if (found === null || first === undefined || found.lines.length >= found.matches) return;
    const answer = await askFound(found, first.number, 'older');
    if (answer === null) return;
    // None before the first one: those that are missing were dropped meanwhile.
    const matches = answer.lines.length === 0 ? found.lines.length : answer.matches;
    const begin = found.begin - answer.lines.length;
    set({ found: { ...found, lines: [...answer.lines, ...found.lines], matches, begin } });
  }

  async function allFound(): ReturnType<LogStore['all']> {
    for (;;) {
      const { found } = get();
      if (found === null) return null;
      if (found.lines.length >= found.matches) return [...found.earlier, ...found.lines];
      await inTurn(moreFound);
      if (get().found === found) return null;
    }
  }

  async function all(): ReturnType<LogStore['all']> {
    if (get().found !== null) return allFound();
    const { log } = get();
    if (log === null) return [];
    const { first, next } = log;
    for (let at = first; at < next; at += most) {
      if (!misses(log, at, Math.min(at + most, next))) continue;
      const answer = await ask({ from: at - 1, limit: most });
      if (answer === null) return null;
      put(answer, false);
    }
    const { lines } = get().log ?? log;
    return Array.from({ length: next - first }, (_, n) => lines.get(first + n)).filter(isLine);
  }

  return Object.assign(store, {
    newest: () => inTurn(newest),
    fill,
    older: () => inTurn(older),
    rest: () => inTurn(rest),
    find: (text: string) => search(text, false),
    moreFound: () => inTurn(moreFound),
    all,
  });
}

const isLine = (line: LogLine | undefined): line is LogLine => line !== undefined;
