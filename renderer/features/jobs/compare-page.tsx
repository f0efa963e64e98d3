import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { usePlan } from '../../plan/use-task.ts';
import { Card, PageHead } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { flat, givenApart, pairsOf, differs, type Pair } from './compare.ts';
import { CompareChart } from './compare-chart.tsx';
import { CompareTable } from './compare-table.tsx';
import { isWholeId } from './job-head.tsx';
import { CompareNumbers } from './compare-numbers.tsx';
import { howItWent } from './compare-facts.tsx';
import type { Job } from './timeline-spans.ts';

/** Two runs side by side: how they went, what was different, and what came of it. */
export function ComparePage({ a, b }: { a: string | null; b: string | null }) {
  const { t } = useSay();
  return (
    <div className="mw-stack">
      <BreadcrumbGroup
        ariaLabel={t('window.breadcrumbs')}
        items={[
          { text: t('window.nav.training'), href: to.jobs() },
          { text: t('window.compare.title'), href: '' },
        ]}
      />
      <PageHead title={t('window.compare.title')} note={t('window.compare.says')} />
      {a === null || b === null || a === b ? <p>{t('window.compare.choose')}</p> : <Both ids={[a, b]} />}
    </div>
  );
}

function Both({ ids: [a, b] }: { ids: readonly [string, string] }) {
  const { api } = useApp();
  const { t } = useSay();
  const [first] = useState(() => createRemoteStore((o) => api.jobs.get({ id: a }, o)));
  const [second] = useState(() => createRemoteStore((o) => api.jobs.get({ id: b }, o)));
  const [one, two] = [useRemote(first), useRemote(second)];
  const what = t('window.job.reading');
  return (
    <RemoteView remote={one} store={first} what={what}>
      {(left) => (
        <RemoteView remote={two} store={second} what={what}>
          {(right) => <Compared jobs={[left, right]} />}
        </RemoteView>
      )}
    </RemoteView>
  );
}

function Compared({ jobs }: { jobs: readonly [Job, Job] }) {
  const say = useSay();
  const { t } = say;
  const labels = labelsOf(jobs, t('window.compare.first'), t('window.compare.second'));
  return (
    <>
      <Card title={t('window.compare.went')}>
        <CompareTable jobs={jobs} pairs={howItWent(jobs, say)} />
      </Card>
      <Different jobs={jobs} />
      <CompareNumbers jobs={jobs} />
      {jobs.every(({ parts }) => parts === null) && <CompareChart jobs={jobs} labels={labels} />}
    </>
  );
}

/** Their names, or which is which where those are the same. */
function labelsOf([a, b]: readonly [Job, Job], first: string, second: string): [string, string] {
  return a.name === b.name ? [`${a.name}, ${first}`, `${b.name}, ${second}`] : [a.name, b.name];
}

/** Answers of both plans where both are here; else what the scripts were given. */
function Different({ jobs }: { jobs: readonly [Job, Job] }) {
  const { t } = useSay();
  const [left, right] = jobs;
  const idOf = ({ planId }: Job) => (isWholeId(planId) ? planId : null);
  const [one, two] = [usePlan(idOf(left)), usePlan(idOf(right))];
  const same = one.value !== null && two.value !== null && one.value.source === two.value.source;
  const answers: Pair[] = same
    ? pairsOf(flat(one.value?.answers), flat(two.value?.answers)).filter(differs)
    : [];
  const given = givenApart(left, right);
  const pairs = [...answers, ...given];
  return (
    <Card title={t('window.compare.different')}>
      {pairs.length === 0 ? (
        <p className="mw-quiet">{t('window.compare.nothing')}</p>
      ) : (
        <CompareTable jobs={jobs} pairs={pairs} code />
      )}
      {!same && <p className="mw-note">{t('window.compare.noPlans')}</p>}
    </Card>
  );
}
