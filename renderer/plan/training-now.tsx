import type { Plan } from '../../preload/contract/plan.ts';
import { useApp, useRemote } from '../app/context.tsx';
import { to } from '../app/router.ts';
import { useSay } from '../i18n/use-say.ts';
import { JobStateWords } from '../features/jobs/job-state.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Leaders } from '../ui/leaders.tsx';
import { Money } from '../ui/money.tsx';

/** The job that a plan has put into the queue: how it stands, and the way to its page. Nothing where the plan sent none. */
export function TrainingNow({ plan }: { plan: Plan }) {
  const sends = plan.changes.some((change) => change.kind === 'call' && change.operation === 'SubmitJob');
  return sends ? <Now plan={plan} /> : null;
}

function Now({ plan }: { plan: Plan }) {
  const { stores } = useApp();
  const { data } = useRemote(stores.jobs);
  const { t } = useSay();
  // A name holds the whole id of its plan, or the beginning of it.
  const row = data?.rows.find(({ planId }) => planId !== null && plan.id.startsWith(planId));
  return (
    <div className="mw-stack">
      {row !== undefined && (
        <Leaders
          lines={[
            { id: 'state', label: t('window.column.state'), value: <JobStateWords state={row.state} /> },
            { id: 'since', label: t('window.column.since'), value: <Elapsed from={row.since} /> },
            { id: 'now', label: t('window.column.costNow'), value: <Money usd={row.usdPerHour} /> },
          ]}
        />
      )}
      <div className="mw-actions-start">
        <a className="mw-link" href={row === undefined ? to.jobs() : to.job(row.id)}>
          {t('window.watch.training')}
        </a>
      </div>
    </div>
  );
}
