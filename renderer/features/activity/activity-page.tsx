import Button from '@cloudscape-design/components/button';
import type { Receipt } from '../../../preload/contract/plan.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { csvOf } from '../../ui/csv.ts';
import { Waiting } from '../../ui/elapsed.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';
import { saveFiles } from '../../ui/save-files.ts';
import { State, type StateKind } from '../../ui/state.tsx';
import { ReceiptView } from '../../plan/receipt-view.tsx';
import { ShortName } from '../../plan/thing-name.tsx';
import { useReceipt } from '../../plan/use-task.ts';
import { useActivityFilter, type ReceiptRow } from './activity-filter.tsx';

const looks: Record<Receipt['outcome'], StateKind> = {
  done: 'success',
  failed: 'error',
  cancelled: 'stopped',
  'rolled-back': 'warning',
  'taken-back': 'stopped',
};

/** Everything ever done here, by whom, with its plan and its receipt. */
export function ActivityPage() {
  const { stores } = useApp();
  const { t } = useSay();
  const receipts = useRemote(stores.receipts);
  return (
    <RemoteView remote={receipts} store={stores.receipts} what={t('window.activity.reading')}>
      {(rows) => <Activity rows={rows} />}
    </RemoteView>
  );
}

function Activity({ rows }: { rows: readonly ReceiptRow[] }) {
  const { t, says, time } = useSay();
  const { shown, controls } = useActivityFilter(rows);
  const save = () => {
    const head = (['what', 'outcome', 'started', 'when', 'by'] as const).map((id) =>
      t(`window.column.${id}`),
    );
    const lines = shown.map((row) => [
      says(row.title),
      t(`window.outcome.${row.outcome}`),
      row.startedAt,
      row.endedAt,
      row.by,
    ]);
    saveFiles([{ name: 'millwright-activity.csv', text: csvOf([head, ...lines]) }]);
  };
  return (
    <>
      <PageHead
        title={t('window.nav.activity')}
        note={t('window.activity.note')}
        actions={rows.length > 0 && <Button onClick={save}>{t('window.activity.save')}</Button>}
      />
      {rows.length > 0 && controls}
      <ResourceTable
        label={t('window.nav.activity')}
        rows={shown}
        rowId={(row) => row.id}
        empty={
          rows.length > 0
            ? { title: t('window.activity.noneSo'), says: t('window.activity.noneSoSays') }
            : { title: t('window.activity.empty'), says: t('window.activity.emptySays') }
        }
        columns={[
          {
            id: 'what',
            header: t('window.column.what'),
            text: (row) => says(row.title),
            cell: (row) => (
              <a className="mw-row-name" href={to.receipt(row.id)}>
                <Words of={row.title} />
              </a>
            ),
          },
          {
            id: 'outcome',
            header: t('window.column.outcome'),
            text: (row) => t(`window.outcome.${row.outcome}`),
            cell: (row) => <State type={looks[row.outcome]}>{t(`window.outcome.${row.outcome}`)}</State>,
          },
          {
            id: 'when',
            header: t('window.column.when'),
            text: (row) => row.endedAt,
            cell: (row) => time(row.endedAt),
          },
          {
            id: 'by',
            header: t('window.column.by'),
            text: (row) => row.by,
            cell: (row) => <ShortName name={row.by} />,
          },
          {
            id: 'plan',
            header: t('window.column.plan'),
            text: () => '',
            cell: (row) => (
              <a
                className="mw-link"
                href={to.plan(row.planId)}
                aria-label={t('window.activity.planOf', { what: says(row.title) })}
              >
                {t('window.activity.plan')}
              </a>
            ),
          },
        ]}
      />
    </>
  );
}

export function ReceiptPage({ id }: { id: string }) {
  const { t } = useSay();
  const { value, error, since } = useReceipt(id);
  return (
    <>
      <PageHead title={t('window.station.receipt')} note={t('window.station.receipt.says')} />
      {error !== null && <Problem error={error} />}
      {value === null && error === null && (
        <Waiting what={t('window.receipt.reading')} since={since} upTo={30} />
      )}
      {value !== null && <ReceiptView receipt={value} />}
    </>
  );
}
