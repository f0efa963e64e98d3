import Button from '@cloudscape-design/components/button';
import { useState, type ReactNode } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Money, Sum } from '../../ui/money.tsx';
import { ThingHead } from '../../ui/thing-head.tsx';
import { isOver, JobStateWords } from './job-state.tsx';
import { limitOf, type Job } from './timeline-spans.ts';

/** How the job stands, what it costs, how it ends; and the stop, which opens a plan. */
export function JobHead({ job, loadedAt }: { job: Job; loadedAt: number | null }) {
  const { t, time } = useSay();
  const over = isOver(job.state);
  return (
    <ThingHead
      name={job.name}
      state={<JobStateWords state={job.state} />}
      since={over ? time(job.since) : <Elapsed from={job.since} />}
      loadedAt={loadedAt}
      facts={
        <>
          <div>
            <dt>{t('window.column.costNow')}</dt>
            <dd>
              <Money usd={job.usdPerHour} /> {job.usdPerHour !== null && t('window.money.perHour')}
            </dd>
          </div>
          <div>
            <dt>{t('window.column.soFar')}</dt>
            <dd>
              {job.money === null ? <Money usd={job.usdSoFar} as="sum" /> : <Sum of={job.money.measured} />}
            </dd>
          </div>
          {isWholeId(job.planId) && !over && <AtWorst planId={job.planId} />}
          <div>
            <dt>{t(over ? 'window.job.ended' : 'window.money.ends')}</dt>
            <dd>
              <Ends job={job} />
            </dd>
          </div>
        </>
      }
      action={
        !over && <Button href={to.operation('job-stop', { id: job.id })}>{t('window.job.stop')}</Button>
      }
    />
  );
}

function Ends({ job }: { job: Job }) {
  const { t, time } = useSay();
  if (isOver(job.state)) return job.endedAt === null ? t('window.job.notKnown') : time(job.endedAt);
  if (job.parts !== null) return t('window.job.endsParts');
  const limit = limitOf(job);
  return limit === null
    ? t('window.job.endsTrained')
    : t('window.job.endsTrainedOr', { at: { time: new Date(limit).toISOString() } });
}

/** The beginning of a plan's id tells which plan it was, but not where to read it. */
export const isWholeId = (planId: string | null): planId is string => planId !== null && planId.length > 8;

/** As its plan says; a plan that is not on this computer says nothing. `around`: what stands around the fact. */
export function AtWorst({
  planId,
  around = (fact) => fact,
}: {
  planId: string;
  around?: (fact: ReactNode) => ReactNode;
}) {
  const { api } = useApp();
  const { t } = useSay();
  const [store] = useState(() => createRemoteStore((o) => api.plans.get({ id: planId }, o)));
  const { data } = useRemote(store);
  if (data === null) return null;
  return around(
    <div>
      <dt>{t('window.job.atWorst')}</dt>
      <dd>
        <Sum of={data.plan.cost.worstMonth} />
      </dd>
    </div>,
  );
}
