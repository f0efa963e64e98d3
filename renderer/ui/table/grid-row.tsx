import { memo, type ReactNode } from 'react';
import type { Column } from './column.ts';

export interface GridRowProps<T> {
  row: T;
  id: string;
  index: number;
  top: number;
  columns: readonly Column<T>[];
  /** Changes when the same columns would draw something else. */
  drawn: unknown;
  selected: boolean;
  selectLabel: string | null;
  focusable: boolean;
  onSelect: (id: string, shift: boolean) => void;
}

function Row<T>(props: GridRowProps<T>): ReactNode {
  const { row, id, index, top, columns, selected, selectLabel, focusable, onSelect } = props;
  return (
    <div
      role="row"
      className={selected ? 'mw-grid-row mw-grid-row-selected' : 'mw-grid-row'}
      style={{ top }}
      aria-rowindex={index + 2}
      {...(selectLabel !== null && { 'aria-selected': selected })}
      data-index={index}
      data-id={id}
      tabIndex={focusable ? 0 : -1}
    >
      {selectLabel !== null && (
        <div role="gridcell" className="mw-grid-check">
          <input
            type="checkbox"
            checked={selected}
            aria-label={selectLabel}
            onChange={(event) => onSelect(id, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role={at === 0 ? 'rowheader' : 'gridcell'}
          className={column.figure === true ? 'mw-grid-cell mw-grid-figure' : 'mw-grid-cell'}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** Drawn again only when what it shows has changed: scrolling draws the rows that come, not those that stay. */
export const GridRow = memo(
  Row,
  (a, b) =>
    a.row === b.row &&
    a.index === b.index &&
    a.top === b.top &&
    a.drawn === b.drawn &&
    a.selected === b.selected &&
    a.selectLabel === b.selectLabel &&
    a.focusable === b.focusable &&
    a.onSelect === b.onSelect,
) as typeof Row;
