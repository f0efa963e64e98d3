import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Tabs, { type TabsProps } from '@cloudscape-design/components/tabs';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { RemoteView } from '../../ui/remote-view.tsx';
import { Charts } from './charts.tsx';
import { Configuration } from './configuration.tsx';
import { useLate } from './use-log.ts';
import { JobHead } from './job-head.tsx';
import { isOver, type JobState } from './job-state.tsx';
import { CostTab } from './cost-tab.tsx';
import { History } from './job-tabs.tsx';
import { createLogStore } from './log-store.ts';
import { LogTab } from './log-tab.tsx';
import { Overview } from './overview.tsx';
import { ResultsTab } from './results-tab.tsx';
import { RunAgain } from './run-again.tsx';
import type { Job } from './timeline-spans.ts';

/**
 * How often a page asks how its job is, ms: one call while it runs; while it waits several, because main looks for the
 * cause each time; none when it is over.
 */
function paceOf(state: JobState | undefined): number | undefined {
  if (state === undefined || isOver(state)) return undefined;
  return state === 'running' || state === 'starting' ? 5_000 : 15_000;
}

/** Tabs that show one try. */
const ofTry = new Set(['log', 'charts']);

/** One job: how it stands on top, then everything about it. `attempt`: the try whose log is looked at; null: the last. */
export function JobPage({ id, tab, attempt }: { id: string; tab: string; attempt: number | null }) {
  const { api } = useApp();
  const { t } = useSay();
  const [store] = useState(() => createRemoteStore((o) => api.jobs.get({ id }, o)));
  const job = useRemote(store, paceOf(useStore(store).data?.state));
  return (
    <div className="mw-stack">
      <BreadcrumbGroup
        ariaLabel={t('window.breadcrumbs')}
        items={[
          { text: t('window.nav.training'), href: to.jobs() },
          ...(job.data?.parentId == null
            ? []
            : [{ text: t('window.job.whole'), href: to.job(job.data.parentId) }]),
          { text: job.data?.name ?? id, href: to.job(id) },
        ]}
      />
      <RemoteView remote={job} store={store} what={t('window.job.reading')}>
        {(data) => (
          <>
            <JobHead job={data} loadedAt={job.loadedAt} />
            {isOver(data.state) && <RunAgain job={data} />}
            <JobTabs job={data} tab={tab} attempt={attempt} />
          </>
        )}
      </RemoteView>
    </div>
  );
}

function JobTabs({ job, tab, attempt }: { job: Job; tab: string; attempt: number | null }) {
  const { api } = useApp();
  const { t } = useSay();
  const { id } = job;
  // Numbers of lines belong to one try: the last one is named too, so that a new try is a new log.
  const tried = attempt ?? job.attemptList.findLast(({ logStream }) => logStream !== null)?.number;
  const log = useMemo(() => createLogStore(api, id, tried), [api, id, tried]);
  const numbers = useMemo(() => {
    // Where no try is named, those of all of them.
    const whose = { id, ...(attempt !== null && { attempt }) };
    return createRemoteStore((o) => api.jobs.numbers(whose, o));
  }, [api, id, attempt]);
  const last = job.attemptList.find(({ number }) => number === tried);
  const grows = last === undefined ? !isOver(job.state) : last.endedAt === null;
  useLate(numbers, grows);
  const tabs: TabsProps.Tab[] = [
    {
      id: 'overview',
      label: t('window.tab.overview'),
      content: <Overview job={job} log={log} numbers={numbers} grows={grows} />,
    },
    // An array job prints nothing itself.
    ...(job.parts === null
      ? [
          {
            id: 'log',
            label: t('window.tab.log'),
            content: <LogTab key={tried ?? 0} job={job} store={log} attempt={attempt} grows={grows} />,
          },
          {
            id: 'charts',
            label: t('window.tab.charts'),
            content: <Charts key={attempt ?? 0} job={job} store={numbers} attempt={attempt} grows={grows} />,
          },
        ]
      : []),
    { id: 'results', label: t('window.job.results'), content: <ResultsTab job={job} /> },
    { id: 'cost', label: t('window.tab.cost'), content: <CostTab job={job} /> },
    { id: 'configuration', label: t('window.tab.configuration'), content: <Configuration job={job} /> },
    { id: 'history', label: t('window.tab.history'), content: <History job={job} /> },
  ];
  return (
    <Tabs
      activeTabId={tabs.some((one) => one.id === tab) ? tab : 'overview'}
      onChange={({ detail: { activeTabId } }) =>
        go(to.job(id, activeTabId, ofTry.has(activeTabId) ? (attempt ?? undefined) : undefined))
      }
      tabs={tabs}
    />
  );
}
