import Button from '@cloudscape-design/components/button';
import { trainingEnvironmentName } from '../../../preload/contract/plain.ts';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { isOver } from './job-state.tsx';
import { OtherAnswers } from './run-again.tsx';
import type { Job } from './timeline-spans.ts';
import { useTrains } from './use-trains.ts';

/** Why a job waits or failed: the cause, what mends it, and the way there where there is one. */
export function Explainer({ job }: { job: Job }) {
  const { t } = useSay();
  const { explanation } = job;
  if (explanation === null) return null;
  return (
    <section
      className={isOver(job.state) ? 'mw-explainer mw-explainer-failed' : 'mw-explainer'}
      aria-label={t('window.job.why')}
    >
      <div className="mw-row-main">
        <strong>
          <Words of={explanation.says} />
        </strong>
        <p className="mw-quiet">
          <Words of={explanation.mend} />
        </p>
        {explanation.technical !== null && (
          <details className="mw-details">
            <summary className="mw-link">{t('window.error.technical')}</summary>
            <p className="mw-code">{explanation.technical}</p>
          </details>
        )}
      </div>
      <Way job={job} action={explanation.action} />
    </section>
  );
}

/** Waiting needs no way. What stands in somebody else's environment is mended where it was made. */
function Way({ job, action }: { job: Job; action: NonNullable<Job['explanation']>['action'] }) {
  const { t } = useSay();
  const trains = useTrains();
  if (action === 'ask-quota') return <AskForMore job={job} />;
  if (action === 'mend-environment' && job.queue === trainingEnvironmentName)
    return (
      <Button href={to.operation('stack-remove', { stackName: trainingEnvironmentName })}>
        {t('window.job.mendEnvironment')}
      </Button>
    );
  if (action === 'read-log' && (job.log.streams.length > 0 || job.startedAt !== null))
    return <Button href={to.job(job.id, 'log')}>{t('window.job.log.open')}</Button>;
  if (trains && (action === 'run-again' || action === 'choose-image')) return <OtherAnswers job={job} />;
  return null;
}

/** The plan that asks AWS for a higher limit, where it is known which. */
function AskForMore({ job: { explanation } }: { job: Job }) {
  const { t } = useSay();
  const { code, name, need } = explanation?.mend.params ?? {};
  if (typeof code !== 'string' || typeof name !== 'string' || typeof need !== 'number') return null;
  return (
    <Button href={to.operation('quota-request', { service: 'ec2', code, name, wanted: need })}>
      {t('window.preflight.quotaAsk', { wanted: need })}
    </Button>
  );
}
