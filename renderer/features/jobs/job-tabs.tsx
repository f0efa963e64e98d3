import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { State } from '../../ui/state.tsx';
import { isWholeId } from './job-head.tsx';
import type { Job } from './timeline-spans.ts';
import { outcomeLooks } from './tries-table.tsx';

/** Every moment as AWS tells it, every try with its end, and the plan that sent the job. */
export function History({ job }: { job: Job }) {
  const { t, time } = useSay();
  return (
    <div className="mw-stack">
      <Card title={t('window.job.moments')}>
        <ul className="mw-rows">
          {job.timeline.map((moment) => (
            <li key={`${moment.at} ${moment.what} ${moment.attempt ?? ''}`}>
              <div className="mw-row-main">
                <Words of={moment.says} />
                <div className="mw-note">{time(moment.at)}</div>
              </div>
              {moment.what === 'submitted' && isWholeId(job.planId) && (
                <a className="mw-row-action" href={to.plan(job.planId)}>
                  {t('window.column.plan')}
                </a>
              )}
            </li>
          ))}
        </ul>
      </Card>
      {job.attemptList.length > 0 && (
        <Card title={t('window.column.tries')}>
          <ul className="mw-rows">
            {job.attemptList.map((one) => (
              <li key={one.number}>
                <div className="mw-row-main">
                  {t('window.job.try', { n: one.number })}{' '}
                  <State type={outcomeLooks[one.outcome]}>{t(`window.job.outcome.${one.outcome}`)}</State>
                  <div className="mw-note">
                    {one.startedAt === null ? t('window.job.neverBegan') : time(one.startedAt)}{' '}
                    {one.says !== null && <Words of={one.says} />} {one.technical}
                  </div>
                </div>
                {one.logStream !== null && (
                  <a
                    className="mw-row-action"
                    href={to.job(job.id, 'log', one.number)}
                    aria-label={t('window.job.logOfTry', { n: one.number })}
                  >
                    {t('window.tab.log')}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
