import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError, Result } from '../../preload/contract/errors.ts';
import { now } from './clock.ts';

/** What main answered last. Old data stays while new is asked for, and after a failure; `loadedAt` says how old it is. */
export interface Remote<T> {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  data: T | null;
  error: AppError | null;
  /** Instant of the answer on screen, ms. */
  loadedAt: number | null;
  /** Instant at which the question that is under way was asked, ms. */
  askedAt: number | null;
}

export interface RemoteStore<T> extends StoreApi<Remote<T>> {
  /** Asks main again; `refresh` makes main look at AWS first. A question under way is given up for the new one. */
  load(refresh?: boolean): Promise<void>;
  /**
   * A page opens: what main remembers is painted at once; main looks first where it remembers nothing. What was opened a
   * moment ago is not asked for twice.
   */
  open(): Promise<void>;
  /** Asks again only if somebody has asked before. */
  invalidate(): void;
  /** Puts in what an event told. */
  patch(change: (data: T) => T): void;
}

/** The first rows of a list of which more is to be asked for. */
const isFirstPart = (data: object): boolean => 'firstOf' in data && data.firstOf !== null;
const neverLooked = (data: object): boolean => 'loadedAt' in data && data.loadedAt === null;

/** `first`: nothing is on screen yet; of a long list its first rows will do. */
type Ask<T> = (options: { signal: AbortSignal }, refresh: boolean, first: boolean) => Promise<Result<T>>;

/** Long lists take long to be read: the longest that they wait for a moment at which nothing else is done, ms. */
const mostIdleMs = 1_000;

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    // Not in the pages of the tests.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: mostIdleMs });
    else setTimeout(resolve);
  });

/** The window and its first page open as one, and ask for some of the same. */
const sameOpeningMs = 1_000;

/** `looks`: main answers from memory unless it is asked to look at AWS. */
export function createRemoteStore<T extends object>(ask: Ask<T>, looks = false): RemoteStore<T> {
  const store = createStore<Remote<T>>(() => ({
    status: 'idle',
    data: null,
    error: null,
    loadedAt: null,
    askedAt: null,
  }));
  let running: AbortController | null = null;
  const load = async (refresh = false): Promise<void> => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    store.setState({ status: 'loading', askedAt: now() });
    const answer = await ask({ signal: mine.signal }, refresh, store.getState().data === null);
    if (mine.signal.aborted) return;
    running = null;
    store.setState(
      answer.ok
        ? { status: 'ready', data: answer.value, error: null, loadedAt: now(), askedAt: null }
        : { status: 'failed', error: answer.error, askedAt: null },
    );
    if (answer.ok && isFirstPart(answer.value)) await loadRest();
  };
  /** Whoever asked for the first rows, the others follow them. */
  const loadRest = async (): Promise<void> => {
    // What there is is drawn first.
    await idle();
    const { data } = store.getState();
    if (running === null && data !== null && isFirstPart(data)) await load(false);
  };
  const open = async (): Promise<void> => {
    await load(false);
    const { data } = store.getState();
    if (looks && data !== null && neverLooked(data)) await load(true);
  };
  let opening: { at: number; done: Promise<void> } | null = null;
  return Object.assign(store, {
    load,
    open: () => {
      // The computer's own time: the account's may run faster.
      const at = performance.now();
      if (opening === null || at - opening.at > sameOpeningMs) opening = { at, done: open() };
      return opening.done;
    },
    invalidate: () => {
      if (store.getState().status !== 'idle') void load();
    },
    patch: (change: (data: T) => T) =>
      store.setState((state) => (state.data === null ? state : { data: change(state.data) })),
  });
}
