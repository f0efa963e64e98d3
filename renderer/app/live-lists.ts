import type { Delta, ListDelta } from '../../preload/contract/lists.ts';
import { withDelta } from '../../preload/contract/plain.ts';
import type { RemoteStore } from './remote.ts';
import type { Stores } from './stores.ts';

interface Listed<Row> {
  version: number;
  rows: Row[];
  loadedAt?: string | null;
}

/**
 * Puts changes into the lists that windows hold: all that came between two frames at once, so that a thousand changes a
 * second are drawn as often as the screen is. After a change that was missed the list is asked for again.
 */
export function followLists(stores: Pick<Stores, 'notebooks' | 'buckets' | 'jobs'>): {
  take: (list: ListDelta) => void;
  stop: () => void;
} {
  let waiting: ListDelta[] = [];
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
    timer = undefined;
    const lists = waiting;
    waiting = [];
    put(
      stores.notebooks,
      lists.filter((list) => list.of === 'notebooks'),
    );
    put(
      stores.buckets,
      lists.filter((list) => list.of === 'buckets'),
    );
    put(
      stores.jobs,
      lists.filter((list) => list.of === 'jobs'),
    );
  };
  return {
    take(list) {
      waiting.push(list);
      frame ??= requestAnimationFrame(flush);
      // A hidden window has no frames.
      timer ??= setTimeout(flush, 250);
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}

function put<Row extends { name: string }, Data extends Listed<Row>>(
  store: RemoteStore<Data>,
  deltas: readonly Delta<Row>[],
): void {
  const { data } = store.getState();
  const [first] = deltas;
  if (first === undefined || data === null) return;
  let { rows, version } = data;
  for (const delta of together(deltas)) {
    if (delta.version <= version) continue;
    const next = withDelta(rows, version, delta);
    if (next === null) {
      void store.load();
      return;
    }
    rows = next;
    ({ version } = delta);
  }
  const loadedAt = deltas.at(-1)?.loadedAt ?? null;
  store.patch((before) => ({ ...before, rows, version, ...('loadedAt' in before && { loadedAt }) }));
}

/** Runs of changes to rows that stay, as one change: the list is walked once. */
function together<Row extends { name: string }>(deltas: readonly Delta<Row>[]): Delta<Row>[] {
  const all: Delta<Row>[] = [];
  for (const delta of deltas) {
    const last = all.at(-1);
    const joins =
      last !== undefined &&
      last.version === delta.from &&
      [last, delta].every(({ added, removed }) => added.length + removed.length === 0);
    if (joins) {
      const { changed } = last;
      for (const row of delta.changed) changed.push(row);
      last.version = delta.version;
    } else all.push({ ...delta, changed: [...delta.changed] });
  }
  return all;
}
