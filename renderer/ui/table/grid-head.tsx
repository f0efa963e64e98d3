import Icon from '@cloudscape-design/components/icon';
import { useSay } from '../../i18n/use-say.ts';
import type { Column } from './column.ts';

type Sorted = 'asc' | 'desc' | false;
const spoken = { asc: 'ascending', desc: 'descending' } as const;

/** Column heads: each sorts, and says how. */
export function GridHead<T>({
  columns,
  sortOf,
  onSort,
  all,
}: {
  columns: readonly Column<T>[];
  sortOf: (id: string) => Sorted;
  onSort: (id: string) => void;
  /** The box that selects all; null without selection. */
  all: { checked: boolean; some: boolean; onChange: () => void } | null;
}) {
  const { t } = useSay();
  return (
    <div role="rowgroup" className="mw-grid-heads">
      <div role="row" aria-rowindex={1} className="mw-grid-row mw-grid-head">
        {all !== null && (
          <div role="columnheader" className="mw-grid-check">
            <input
              type="checkbox"
              aria-label={t('window.table.selectAll')}
              checked={all.checked}
              ref={(box) => {
                if (box !== null) box.indeterminate = all.some && !all.checked;
              }}
              onChange={all.onChange}
            />
          </div>
        )}
        {columns.map((column) => {
          const sorted = sortOf(column.id);
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={sorted === false ? 'none' : spoken[sorted]}
              className={column.figure === true ? 'mw-grid-cell mw-grid-figure' : 'mw-grid-cell'}
            >
              <button type="button" className="mw-grid-sort" onClick={() => onSort(column.id)}>
                <span>{column.header}</span>
                <Icon
                  size="small"
                  variant={sorted === false ? 'disabled' : 'normal'}
                  name={
                    sorted === false
                      ? 'caret-down'
                      : sorted === 'asc'
                        ? 'caret-up-filled'
                        : 'caret-down-filled'
                  }
                />
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
