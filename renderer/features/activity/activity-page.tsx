import type { Receipt } from '../../../preload/contract/plan.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { Waiting } from '../../ui/elapsed.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';
import { State, type StateKind } from '../../ui/state.tsx';
import { ReceiptView } from '../../plan/receipt-view.tsx';
import { ShortName } from '../../plan/thing-name.tsx';
import { useReceipt } from '../../plan/use-task.ts';

const looks: Record<Receipt['outcome'], StateKind> = {
  done: 'success',
  failed: 'error',
  cancelled: 'stopped',
  'rolled-back': 'warning',
  'taken-back': 'stopped',
};

/** Everything ever done here, by whom, with its receipt. */
export function ActivityPage() {
  const { stores } = useApp();
  const { t, says, time } = useSay();
  const receipts = useRemote(stores.receipts);
  return (
    <RemoteView remote={receipts} store={stores.receipts} what={t('window.activity.reading')}>
      {(rows) => (
        <>
          <PageHead title={t('window.nav.activity')} note={t('window.activity.note')} />
          <ResourceTable
            label={t('window.nav.activity')}
            rows={rows}
            rowId={(row) => row.id}
            empty={{ title: t('window.activity.empty'), says: t('window.activity.emptySays') }}
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
            ]}
          />
        </>
      )}
    </RemoteView>
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
