import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../../preload/contract/errors.ts';
import { trainingStackName } from '../../../preload/contract/plain.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { go, to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Problem } from '../../ui/problem.tsx';
import { isWholeId } from './job-head.tsx';
import { isOver } from './job-state.tsx';
import type { Job } from './timeline-spans.ts';
import { trainingWizard, useTrains } from './use-trains.ts';

/** Of a training that is over: the same once more by one press and its review, or the questions with its answers. */
export function RunAgain({ job }: { job: Job }) {
  const { t } = useSay();
  // Parts of an array belong to their whole, and nobody but Millwright knows how its own were begun.
  if (!standsAlone(job)) return null;
  if (!isWholeId(job.planId)) return <p className="mw-quiet mw-run-again">{t('job.again.foreign')}</p>;
  return <Ways id={job.id} />;
}

const standsAlone = ({ parts, parentId }: Job): boolean => parts === null && parentId === null;

/** To the questions, for a training that will never end well as it was set up; what is over has its ways above. */
export function OtherAnswers({ job }: { job: Job }) {
  const { t } = useSay();
  const ours = standsAlone(job) && isWholeId(job.planId);
  if (!ours) return <Button href={to.wizard(trainingWizard)}>{t('window.job.another')}</Button>;
  return isOver(job.state) ? null : <ItsAnswers id={job.id} />;
}

function ItsAnswers({ id }: { id: string }) {
  const { data } = useAgain(id).again;
  return data?.answers == null ? null : <WithChanges answers={data.answers} />;
}

function useAgain(id: string) {
  const { api } = useApp();
  const [store] = useState(() => createRemoteStore((o) => api.jobs.again({ id }, o)));
  return { store, again: useRemote(store) };
}

function Ways({ id }: { id: string }) {
  const { t } = useSay();
  const trains = useTrains();
  const { store, again } = useAgain(id);
  const { data, error } = again;
  if (error !== null) return <Problem error={error} onRetry={() => void store.load()} />;
  if (data === null) return null;
  const { name, answers, whyNot } = data;
  return (
    <section className="mw-run-again" aria-label={t('window.runs.again')}>
      <p className="mw-quiet">{whyNot === null ? t('window.runs.againSays') : <Words of={whyNot} />}</p>
      {name !== null && <Button href={to.operation('job-again', { name })}>{t('window.runs.again')}</Button>}
      {answers !== null && trains && <WithChanges answers={answers} />}
      {name !== null && (
        <Button href={to.operation('stack-remove', { stackName: trainingStackName(name) })}>
          {t('window.runs.remove')}
        </Button>
      )}
    </section>
  );
}

/** Answers that were begun for another training are replaced only when the person says so. */
function WithChanges({ answers }: { answers: Answers }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const begun =
    useStore(stores.wizards).data?.some(({ id, draft }) => id === trainingWizard && draft) === true;
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const open = async () => {
    const kept = await api.wizards.keep({ id: trainingWizard, answers, station: 'basics' });
    if (!kept.ok) {
      setError(kept.error);
      return;
    }
    void stores.wizards.load();
    go(to.wizard(trainingWizard));
  };
  return (
    <>
      <Button onClick={() => (begun ? setAsking(true) : void open())}>{t('window.runs.withChanges')}</Button>
      {error !== null && <Problem error={error} />}
      {asking && (
        <Alert
          type="warning"
          action={
            <div className="mw-page-actions">
              <Button href={to.wizard(trainingWizard)}>{t('window.runs.keepBegun')}</Button>
              <Button onClick={() => void open()}>{t('window.runs.replace')}</Button>
            </div>
          }
        >
          {t('window.runs.begun')}
        </Alert>
      )}
    </>
  );
}
