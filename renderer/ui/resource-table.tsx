import { useCollection } from '@cloudscape-design/collection-hooks';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactNode } from 'react';
import { useSay } from '../i18n/use-say.ts';

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What filter and sort see; also read by the row's accessible name when it is the first column. */
  text: (row: T) => string | number;
  /** Figures stand at the right. */
  figure?: boolean;
  /** Not shown until the person asks for it. */
  hidden?: boolean;
}

export interface Empty {
  title: string;
  /** What this is for, and its price. */
  says: string;
  action?: ReactNode;
}

/** The one table: filter, sort, columns, select many, empty state. A row's first cell is its link. */
export function ResourceTable<T>({
  label,
  rows,
  columns,
  rowId,
  empty,
  actions,
  loading = false,
  select = false,
  pageSize = 50,
}: {
  label: string;
  rows: T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  empty: Empty;
  /** Drawn above the table with the rows that are selected. */
  actions?: (selected: T[]) => ReactNode;
  loading?: boolean;
  select?: boolean;
  pageSize?: number;
}) {
  const { t } = useSay();
  const [display, setDisplay] = useState<readonly TableProps.ColumnDisplayProperties[]>(() =>
    columns.map((c) => ({ id: c.id, visible: c.hidden !== true })),
  );
  const { items, filterProps, collectionProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: {
      filteringFunction: (row, text) =>
        columns.some((c) => String(c.text(row)).toLowerCase().includes(text.trim().toLowerCase())),
      empty: <EmptyState empty={empty} />,
      noMatch: (
        <div className="mw-empty">
          <p>{t('window.table.noMatch')}</p>
        </div>
      ),
    },
    sorting: {},
    pagination: { pageSize },
    selection: { trackBy: rowId },
  });
  const definitions: TableProps.ColumnDefinition<T>[] = columns.map((c, index) => ({
    id: c.id,
    header: c.figure === true ? <span className="mw-figure-head">{c.header}</span> : c.header,
    ariaLabel: () => c.header,
    cell: (row) => (c.figure === true ? <div className="mw-figure-cell">{c.cell(row)}</div> : c.cell(row)),
    sortingComparator: (a, b) => compare(c.text(a), c.text(b)),
    isRowHeader: index === 0,
  }));
  const selected = collectionProps.selectedItems ?? [];
  return (
    <div className="mw-table">
      <Table
        {...collectionProps}
        items={items}
        columnDefinitions={definitions}
        columnDisplay={display}
        variant="container"
        loading={loading}
        loadingText={label}
        wrapLines
        {...(select && { selectionType: 'multi' as const })}
        ariaLabels={{
          tableLabel: label,
          selectionGroupLabel: label,
          allItemsSelectionLabel: () => t('window.table.selectAll'),
          itemSelectionLabel: (_, row) => t('window.table.selectRow', { name: rowId(row) }),
        }}
        filter={
          <div className="mw-table-tools">
            <TextFilter
              {...filterProps}
              filteringAriaLabel={t('window.table.filter')}
              filteringPlaceholder={t('window.table.filter')}
              filteringClearAriaLabel={t('window.table.clearFilter')}
              countText={t('window.table.matches', { n: filteredItemsCount ?? 0 })}
            />
            {actions && <div className="mw-table-actions">{actions([...selected])}</div>}
          </div>
        }
        {...(rows.length > pageSize && { pagination: <Pagination {...paginationProps} /> })}
        preferences={
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
        }
      />
    </div>
  );
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
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
