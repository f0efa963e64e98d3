import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { firstRect, observeRect } from '../rect.ts';
import { tracks, type Column } from './column.ts';
import { GridRow } from './grid-row.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import { RowPlaces } from './row-places.ts';
import type { RowsInView } from './use-row-view.ts';

/** Height of a row and of the heads, px; the style sheet says the same. */
const rowHeight = 52;
const headHeight = 36;
/** Rows drawn beyond what is seen, so that a quick hand does not outrun the drawing: where the list goes, and behind it. */
const ahead = 5;
const behind = 1;
/** Rows before the end of what is there at which more is asked for. */
const nearEnd = 40;

/** The rows of a list in a window that scrolls: only those in sight exist. */
export function Grid<T>({
  label,
  head,
  view,
  columns,
  drawn,
  idOf,
  nameOf,
  selection,
  more,
  viewKey,
}: {
  label: string;
  head: ReactNode;
  view: RowsInView<T>;
  columns: readonly Column<T>[];
  drawn: unknown;
  idOf: (row: T) => string;
  nameOf: (row: T) => string;
  selection: {
    has: (id: string) => boolean;
    toggle: (id: string, shift: boolean) => void;
    label: (name: string) => string;
  } | null;
  /** Asks for the next part of a list of which not all is here. */
  more: (() => void) | null;
  /** Another filter or sort: the list is seen from its top again. */
  viewKey: string;
}) {
  const { count, at } = view;
  const activeIndex = useRef<number | null>(null);
  const idAt = useCallback(
    (index: number) => {
      const row = at(index);
      return row === undefined ? null : idOf(row);
    },
    [at, idOf],
  );
  const scroller = useRef<HTMLDivElement | null>(null);
  /** Where the list was at its last drawing, which way it went, and whether nothing of it stayed in sight. */
  const before = useRef({ start: 0, down: true, leaps: false });
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this component only, which is drawn at every scroll
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: everyRow,
    overscan: 0,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    useFlushSync: false,
    initialRect: firstRect,
    observeElementRect: observeRect,
    onChange: ({ isScrolling }) => {
      if (!isScrolling) before.current.leaps = false;
    },
    rangeExtractor: (range: Range) => {
      const { startIndex, endIndex } = range;
      const step = startIndex - before.current.start;
      // Asked more than once for a drawing.
      if (step !== 0)
        before.current = {
          start: startIndex,
          down: step > 0,
          leaps: Math.abs(step) > endIndex - startIndex,
        };
      // In a leap nobody knows what comes next: the rest is drawn when the hand rests.
      const { down, leaps } = before.current;
      const [above, below] = leaps ? [0, 0] : down ? [behind, ahead] : [ahead, behind];
      const seen = defaultRangeExtractor({
        ...range,
        startIndex: Math.max(0, startIndex - above),
        endIndex: Math.min(range.count - 1, endIndex + below),
      });
      const kept = activeIndex.current;
      // The row with the focus exists wherever the list is scrolled to.
      if (kept === null || kept >= range.count || seen.includes(kept)) return seen;
      return [...seen, kept].sort((a, b) => a - b);
    },
  });
  const keys = useGridKeys({
    count,
    idAt,
    nameAt: (index) => {
      const row = at(index);
      return row === undefined ? '' : nameOf(row);
    },
    pageRows: () => Math.max(1, Math.floor(((virtual.scrollRect?.height ?? 0) - headHeight) / rowHeight) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    onSelect:
      selection === null
        ? null
        : (index) => {
            const id = idAt(index);
            if (id !== null) selection.toggle(id, false);
          },
  });
  const items = virtual.getVirtualItems();
  const inSight = items.flatMap((item) => {
    const row = at(item.index);
    return row === undefined ? [] : [{ item, row, id: idOf(row) }];
  });
  const [places] = useState(() => new RowPlaces());
  const place =
    keys.active === null ? -1 : idAt(keys.active.index) === keys.active.id ? keys.active.index : -1;
  // Where the row with the focus is gone, its element must not become another row under the person's hands.
  const handOn = keys.active === null || place >= 0;
  const rowKeys = places.keysOf(
    inSight.map(({ id }) => id),
    handOn,
  );
  useEffect(() => {
    activeIndex.current = place < 0 ? null : place;
  }, [place]);
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [viewKey]);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && last >= count - nearEnd) more();
  }, [more, last, count]);
  const { template, least } = useMemo(() => tracks(columns, selection !== null), [columns, selection]);
  const focusable = items.some((item) => item.index === place) ? place : (items[0]?.index ?? 0);
  return (
    <div
      role="grid"
      className="mw-grid"
      aria-label={label}
      aria-rowcount={more === null ? view.total + 1 : -1}
      aria-colcount={columns.length + (selection === null ? 0 : 1)}
      {...(selection !== null && { 'aria-multiselectable': true })}
      aria-busy={view.waiting}
      ref={(box) => {
        scroller.current = box;
        keys.grid.current = box;
      }}
      style={{ '--mw-tracks': template, '--mw-least': `${least}px` } as React.CSSProperties}
      {...keys.handlers}
    >
      {head}
      <div role="rowgroup" className="mw-grid-rows" style={{ height: virtual.getTotalSize() }}>
        {inSight.map(({ item, row, id }, nth) => (
          <GridRow
            key={rowKeys[nth]}
            row={row}
            id={id}
            index={item.index}
            top={item.start - headHeight}
            columns={columns}
            drawn={drawn}
            selected={selection?.has(id) ?? false}
            selectLabel={selection === null ? null : selection.label(nameOf(row))}
            focusable={item.index === focusable}
            onSelect={selection?.toggle ?? nothing}
          />
        ))}
      </div>
    </div>
  );
}

const nothing = (): void => undefined;
const everyRow = (): number => rowHeight;
