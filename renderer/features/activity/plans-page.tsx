import type { PlanSummary } from '../../../preload/contract/domains/plans.ts';
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
import { planNumber } from '../../plan/money-card.tsx';
import { ReviewAndStart } from '../../plan/operation-page.tsx';
import { Review } from '../../plan/review.tsx';
import { usePlan } from '../../plan/use-task.ts';
import { usePlanSummary } from '../../plan/verdict.tsx';
import { OpenPlanFile } from './open-plan-file.tsx';

const looks: Record<PlanSummary['state'], StateKind> = {
  draft: 'pending',
  ready: 'info',
  blocked: 'warning',
  applying: 'in-progress',
  applied: 'success',
  failed: 'error',
  rejected: 'stopped',
};

const begun: readonly PlanSummary['state'][] = ['applying', 'applied', 'failed'];

/** Plans that were made here, and the way to open one from a file. */
export function PlansPage() {
  const { stores } = useApp();
  const { t, says, time } = useSay();
  const plans = useRemote(stores.plans);
  return (
    <RemoteView remote={plans} store={stores.plans} what={t('window.plans.reading')}>
      {(rows) => (
        <>
          <PageHead title={t('window.nav.plans')} note={t('window.plans.note')} />
          <div className="mw-gap-below">
            <OpenPlanFile />
          </div>
          <ResourceTable
            label={t('window.nav.plans')}
            rows={rows}
            rowId={(row) => row.id}
            empty={{ title: t('window.plans.empty'), says: t('window.plans.emptySays') }}
            columns={[
              {
                id: 'what',
                header: t('window.column.what'),
                text: (row) => says(row.title),
                cell: (row) => (
                  <a className="mw-row-name" href={to.plan(row.id)} title={says(row.title)}>
                    <Words of={row.title} />
                  </a>
                ),
              },
              {
                id: 'state',
                header: t('window.column.state'),
                fit: 124,
                text: (row) => t(`window.plan.state.${row.state}`),
                cell: (row) => <State type={looks[row.state]}>{t(`window.plan.state.${row.state}`)}</State>,
              },
              {
                id: 'number',
                header: t('window.column.number'),
                fit: 120,
                text: (row) => planNumber(row.digest),
                cell: (row) => <span className="mw-code">{planNumber(row.digest)}</span>,
              },
              {
                id: 'made',
                header: t('window.column.made'),
                fit: 130,
                text: (row) => row.madeAt,
                cell: (row) => time(row.madeAt),
              },
              {
                id: 'review',
                header: t('window.column.review'),
                text: (row) => row.review?.by ?? '',
                cell: (row) =>
                  row.review === null
                    ? ''
                    : t(`window.plan.verdict.${row.review.verdict}`, { by: row.review.by }),
              },
            ]}
          />
        </>
      )}
    </RemoteView>
  );
}

export function PlanPage({ id }: { id: string }) {
  const { t } = useSay();
  const { value, error, since } = usePlan(id);
  const state = usePlanSummary(id)?.state;
  // A plan applies once: what was started is only read.
  const open = state !== undefined && !begun.includes(state);
  return (
    <>
      <PageHead
        title={t('window.review.title')}
        note={t(open || state === undefined ? 'window.plan.asMade' : `window.plan.state.${state}`)}
      />
      {error !== null && <Problem error={error} />}
      {value === null && error === null && (
        <Waiting what={t('window.plan.reading')} since={since} upTo={30} />
      )}
      {value !== null && (open ? <ReviewAndStart plan={value} forReview /> : <Review plan={value} />)}
    </>
  );
}
