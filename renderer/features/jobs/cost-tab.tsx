import { usePlan } from '../../plan/use-task.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Leaders } from '../../ui/leaders.tsx';
import { Money } from '../../ui/money.tsx';
import { AtWorst, isWholeId } from './job-head.tsx';
import { isOver } from './job-state.tsx';
import { runLines } from './run-lines.tsx';
import type { Job } from './timeline-spans.ts';
import { TriesTable } from './tries-table.tsx';

/** What it costs and has cost against its plan and the usual price, and each try with its machine. */
export function CostTab({ job }: { job: Job }) {
  const say = useSay();
  const { t } = say;
  const plan = usePlan(isWholeId(job.planId) ? job.planId : null);
  const now = {
    id: 'now',
    label: t('window.money.hourNow'),
    value: <Money usd={job.usdPerHour} />,
    hero: job.money === null,
  };
  return (
    <div className="mw-stack">
      <Card title={t('window.money.title')}>
        <Leaders
          lines={
            job.money === null
              ? [
                  now,
                  {
                    id: 'so-far',
                    label: t('window.column.soFar'),
                    value: <Money usd={job.usdSoFar} as="sum" />,
                  },
                ]
              : [...runLines(job.money, plan.value?.cost.today, say), ...(isOver(job.state) ? [] : [now])]
          }
        />
        {isWholeId(job.planId) && (
          <AtWorst planId={job.planId} around={(fact) => <dl className="mw-facts">{fact}</dl>} />
        )}
        <p className="mw-note">{t('window.job.costNote')}</p>
      </Card>
      {job.attemptList.length > 0 && (
        <Card title={t('window.column.tries')}>
          <TriesTable tries={job.attemptList} />
          <p className="mw-note">{t('window.runs.machineNote')}</p>
        </Card>
      )}
    </div>
  );
}
