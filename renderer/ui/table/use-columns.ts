import {
  columnOrderingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column } from './column.ts';
import type { Query } from './row-index.ts';

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, rowSortingFeature });
/** The rows are in the index's hands; the table keeps the columns. */
const noRows: object[] = [];

/** Which columns are shown, in which order, and by which the list is sorted. `keys`: changes when the columns do. */
export function useColumns<T>(columns: readonly Column<T>[], key: string) {
  const definitions = useMemo(
    () =>
      columns.map((c): ColumnDef<typeof features, object> => ({
        id: c.id,
        header: c.header,
        accessorFn: () => null,
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- pages make new columns at every draw; `key` tells when they differ
    [key],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    manualSorting: true,
    enableMultiSort: false,
    sortDescFirst: false,
    initialState: {
      columnVisibility: Object.fromEntries(
        columns.filter((c) => c.hidden === true).map((c) => [c.id, false]),
      ),
    },
  });
  const byId = new Map(columns.map((c) => [c.id, c]));
  const visible = table.getVisibleLeafColumns().flatMap(({ id }) => byId.get(id) ?? []);
  const [sorting] = table.state.sorting;
  const column = columns.findIndex(({ id }) => id === sorting?.id);
  const sort: Query['sort'] =
    sorting === undefined || column < 0 ? null : { column, descending: sorting.desc };
  return {
    visible,
    sort,
    sortOf: (id: string) => table.getColumn(id)?.getIsSorted() ?? false,
    toggleSort: (id: string) => table.getColumn(id)?.toggleSorting(),
    display: table.getAllLeafColumns().map((c) => ({ id: c.id, visible: c.getIsVisible() })),
    setDisplay: (display: readonly { id: string; visible: boolean }[]) => {
      table.setColumnOrder(display.map(({ id }) => id));
      table.setColumnVisibility(Object.fromEntries(display.map(({ id, visible: seen }) => [id, seen])));
    },
  };
}
