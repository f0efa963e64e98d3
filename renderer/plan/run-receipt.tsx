import { useStore } from 'zustand';
import type { Receipt } from '../../preload/contract/plan.ts';
import { now } from '../app/clock.ts';
import { useApp, useRemote } from '../app/context.tsx';
import { to } from '../app/router.ts';
import { TriesTable } from '../features/jobs/tries-table.tsx';
import { JobStateWords } from '../features/jobs/job-state.tsx';
import { useSay } from '../i18n/use-say.ts';

/** Whether the plan started a training, whose cost comes hours later. */
export const startedTraining = ({ planned, outcome }: Pick<Receipt, 'planned' | 'outcome'>): boolean =>
  outcome === 'done' && planned.lines.some(({ priceKey }) => priceKey.startsWith('ec2:spot:'));

/** How the training went that the plan had started, as far as it is known. */
export function RunReceiptPart({ receipt }: { receipt: Receipt }) {
  const { t, time } = useSay();
  const { run } = receipt;
  if (run === undefined) return <NotOver receipt={receipt} />;
  return (
    <>
      <h3 className="mw-h3">{t('window.runs.training')}</h3>
      <p>
        <a className="mw-link" href={to.job(run.jobId)}>
          {run.name}
        </a>{' '}
        <JobStateWords state={run.state} />
      </p>
      <p className="mw-quiet">
        {t('window.runs.went', {
          sent: time(run.createdAt),
          ended: run.endedAt === null ? t('window.job.notKnown') : time(run.endedAt),
          tries: run.attempts.length,
          interruptions: run.interruptions,
        })}
      </p>
      <TriesTable tries={run.attempts} />
      <p className="mw-note">{t('window.runs.machineNote')}</p>
    </>
  );
}

/** A list may show a job a little later than it was sent; after a day it would. */
const forgottenMs = 24 * 3_600_000;

/** Looking at the list makes main see which trainings are over: their receipts are completed by that. */
function NotOver({ receipt: { planId, endedAt } }: { receipt: Receipt }) {
  const { stores } = useApp();
  const { t } = useSay();
  useRemote(stores.jobs);
  const { data } = useStore(stores.jobs);
  const job = data?.rows.find((row) => row.planId === planId);
  const gone = data !== null && job === undefined && now() - Date.parse(endedAt) > forgottenMs;
  return (
    <>
      <h3 className="mw-h3">{t('window.runs.training')}</h3>
      <p className="mw-quiet">{t(gone ? 'window.runs.forgotten' : 'window.runs.notOver')}</p>
      {job !== undefined && (
        <p>
          <a className="mw-link" href={to.job(job.id)}>
            {job.name}
          </a>{' '}
          <JobStateWords state={job.state} />
        </p>
      )}
    </>
  );
}
