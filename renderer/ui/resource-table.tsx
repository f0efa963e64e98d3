import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactNode } from 'react';
import { useSay } from '../i18n/use-say.ts';
import type { Column } from './table/column.ts';
import { GridHead } from './table/grid-head.tsx';
import { Grid } from './table/grid.tsx';
import { useColumns } from './table/use-columns.ts';
import { useRowView } from './table/use-row-view.ts';
import { useSelection } from './table/use-selection.ts';

export type { Column } from './table/column.ts';

export interface Empty {
  title: string;
  /** What this is for, and its price. */
  says: string;
  action?: ReactNode;
}

export interface ResourceTableProps<T> {
  label: string;
  /** The list; a row that did not change is the same object as before. */
  rows: readonly T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  /** What a person calls a row, for typing its first letters; its id unless given. */
  rowName?: (row: T) => string;
  empty: Empty;
  /** Drawn above the table with the rows that are selected. */
  actions?: (selected: T[]) => ReactNode;
  select?: boolean;
  /** Asks for the next part, where the list goes on beyond `rows`; null or absent: all is here. */
  more?: (() => void) | null;
}

/**
 * The one table, for ten rows or 100,000: filter, sort, columns, select many, by mouse and keys. Only rows in sight are
 * drawn, and a long list is searched in a worker. A row's first cell is its link.
 */
export function ResourceTable<T>(props: ResourceTableProps<T>) {
  const { label, rows, columns, rowId, rowName = rowId, empty, actions, select = false, more = null } = props;
  const say = useSay();
  const { t, language } = say;
  const [text, setText] = useState('');
  const columnsKey = `${language} ${columns.map((c) => c.id).join(' ')}`;
  const { visible, sort, sortOf, toggleSort, display, setDisplay } = useColumns(columns, columnsKey);
  const view = useRowView(rows, columns, columnsKey, rowId, language, { text, sort });
  const { selected, toggle, has, set } = useSelection(rows, rowId);
  const filtered = text.trim() !== '';
  const shown = visible.map((c) => c.id).join(' ');
  const all = select
    ? {
        checked: rows.length > 0 && selected.length === rows.length,
        some: selected.length > 0,
        onChange: () => set(selected.length > 0 ? [] : inView(view, rowId)),
      }
    : null;
  if (rows.length === 0 && more === null)
    return (
      <div className="mw-table">
        <EmptyState empty={empty} />
      </div>
    );
  return (
    <div className="mw-table">
      <div className="mw-table-tools">
        <TextFilter
          filteringText={text}
          onChange={({ detail }) => setText(detail.filteringText)}
          filteringAriaLabel={t('window.table.filter')}
          filteringPlaceholder={t('window.table.filter')}
          filteringClearAriaLabel={t('window.table.clearFilter')}
          countText={
            filtered
              ? t(more === null ? 'window.table.matches' : 'window.table.matchesSoFar', {
                  n: view.total,
                  of: rows.length,
                })
              : ''
          }
        />
        {actions && <div className="mw-table-actions">{actions(selected)}</div>}
        <CollectionPreferences
          title={t('window.table.columns')}
          confirmLabel={t('window.table.use')}
          cancelLabel={t('window.cancel')}
          preferences={{ contentDisplay: display }}
          onConfirm={({ detail }) => setDisplay(detail.contentDisplay ?? display)}
          contentDisplayPreference={{
            title: t('window.table.columnsShown'),
            options: columns.map((c, index) => ({ id: c.id, label: c.header, alwaysVisible: index === 0 })),
          }}
        />
      </div>
      <Grid
        label={label}
        head={<GridHead columns={visible} sortOf={sortOf} onSort={toggleSort} all={all} />}
        view={view}
        columns={visible}
        drawn={`${columnsKey} | ${shown} ${say.timeZone}`}
        idOf={rowId}
        nameOf={rowName}
        selection={select ? { has, toggle, label: (name) => t('window.table.selectRow', { name }) } : null}
        more={more}
        viewKey={`${text} ${sort?.column ?? ''} ${sort?.descending ?? ''}`}
      />
      <p className="mw-table-foot mw-note" role="status">
        {filtered && view.total === 0 && !view.waiting
          ? t('window.table.noMatch')
          : t(more === null ? 'window.table.rows' : 'window.table.rowsSoFar', { n: rows.length })}
      </p>
    </div>
  );
}

function inView<T>(
  view: { count: number; at: (index: number) => T | undefined },
  idOf: (row: T) => string,
): string[] {
  const ids: string[] = [];
  for (let index = 0; index < view.count; index += 1) {
    const row = view.at(index);
    if (row !== undefined) ids.push(idOf(row));
  }
  return ids;
}

function EmptyState({ empty }: { empty: Empty }) {
  return (
    <div className="mw-empty">
      <strong>{empty.title}</strong>
      <p>{empty.says}</p>
      {empty.action}
    </div>
  );
}
