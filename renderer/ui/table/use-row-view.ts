import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Column } from './column.ts';
import { RowFeed } from './row-feed.ts';
import type { Query } from './row-index.ts';

export interface RowsInView<T> {
  /** Rows that can be shown now. */
  count: number;
  /** All that match; more than `count` for the moment in which only the first are in order. */
  total: number;
  at: (index: number) => T | undefined;
  /** The answer on screen is of an older question. */
  waiting: boolean;
}

/** The rows as the person filters and sorts them. */
export function useRowView<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  columnsKey: string,
  idOf: (row: T) => string,
  language: string,
  { text, sort }: Query,
): RowsInView<T> {
  const [feed] = useState(() => new RowFeed<T>());
  const wanted = useDeferredValue(text.trim());
  const column = sort?.column;
  const descending = sort?.descending === true;
  const query = useMemo(
    (): Query | null =>
      wanted === '' && column === undefined
        ? null
        : { text: wanted, sort: column === undefined ? null : { column, descending } },
    [wanted, column, descending],
  );
  useEffect(() => {
    feed.update(rows, idOf, (row) => columns.map((c) => c.text(row)), language);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- pages make new columns and ids at every draw; `columnsKey` tells when they differ
  }, [feed, rows, columnsKey, language]);
  useEffect(() => feed.ask(query), [feed, query]);
  useEffect(() => () => feed.close(), [feed]);
  const view = useSyncExternalStore(feed.subscribe, feed.view);
  const { slots } = view;
  if (slots === null)
    return { count: rows.length, total: rows.length, at: (index) => rows[index], waiting: query !== null };
  return {
    count: slots.length,
    total: view.total,
    at: (index) => {
      const slot = slots[index];
      return slot === undefined ? undefined : feed.rowOf(slot);
    },
    waiting: view.query !== query,
  };
}
