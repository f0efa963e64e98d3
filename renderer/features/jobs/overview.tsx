import { useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore, type RemoteStore } from '../../app/remote.ts';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Waiting } from '../../ui/elapsed.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';
import { Charts, type Numbers } from './charts.tsx';
import { Explainer } from './explainer.tsx';
import { jobColumns } from './job-columns.tsx';
import { isOver } from './job-state.tsx';
import { LineText } from './log-line.tsx';
import type { LogStore } from './log-store.ts';
import { Place } from './place.tsx';
import { Timeline } from './timeline.tsx';
import type { Job } from './timeline-spans.ts';
import { useLog } from './use-log.ts';

/** What happened when, why it waits or failed, what it learns, and what it said last. */
export function Overview({
  job,
  log,
  numbers,
  grows,
}: {
  job: Job;
  log: LogStore;
  numbers: RemoteStore<Numbers>;
  /** More may be printed. */
  grows: boolean;
}) {
  const { t } = useSay();
  return (
    <div className="mw-stack">
      <Card label={t('window.job.timeline')}>
        <Timeline job={job} />
      </Card>
      <Explainer job={job} />
      {job.parts === null ? (
        <div className="mw-job-columns">
          <Charts job={job} store={numbers} attempt={null} grows={grows} short />
          <LastLines job={job} store={log} grows={grows} />
        </div>
      ) : (
        <Parts job={job} />
      )}
      <Results job={job} />
    </div>
  );
}

const shownLines = 11;

function LastLines({ job, store, grows }: { job: Job; store: LogStore; grows: boolean }) {
  const { t } = useSay();
  const { log, error, askedAt } = useLog(store, grows);
  const next = log?.next ?? 0;
  const first = Math.max(log?.first ?? 0, next - shownLines);
  const lines = Array.from({ length: next - first }, (_, n) => log?.lines.get(first + n) ?? null);
  return (
    <Card
      title={t('window.job.lastLines')}
      aside={
        <a className="mw-link" href={to.job(job.id, 'log')}>
          {t('window.job.log.open')}
        </a>
      }
    >
      {error !== null && <p className="mw-quiet">{t('window.job.log.notRead')}</p>}
      {log === null && error === null && (
        <Waiting what={t('window.job.log.reading')} since={askedAt ?? 0} upTo={60} />
      )}
      {log !== null && lines.length === 0 && <p className="mw-quiet">{t('window.job.log.empty')}</p>}
      {lines.length > 0 && (
        <div
          className="mw-log mw-last-lines mw-code"
          role="region"
          tabIndex={0}
          aria-label={t('window.job.lastLines')}
        >
          {lines.map(
            (line) =>
              line !== null && (
                <div key={line.number}>
                  <LineText at={line.at} text={line.text} />
                </div>
              ),
          )}
        </div>
      )}
    </Card>
  );
}

/** The parts of an array job: each is a job of its own. */
function Parts({ job }: { job: Job }) {
  const { api } = useApp();
  const say = useSay();
  const { t } = say;
  const [store] = useState(() => createRemoteStore((o) => api.jobs.parts({ id: job.id }, o)));
  const parts = useRemote(store, isOver(job.state) ? undefined : 15_000);
  return (
    <RemoteView remote={parts} store={store} what={t('window.job.readingParts')} upTo={60}>
      {({ rows }) => (
        <ResourceTable
          label={t('window.job.parts')}
          rows={rows}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          columns={jobColumns(say)}
          empty={{ title: t('window.job.noParts'), says: t('window.job.noPartsSays') }}
        />
      )}
    </RemoteView>
  );
}

function Results({ job: { results, checkpoints, state } }: { job: Job }) {
  const { t } = useSay();
  if (results === null && checkpoints === null) return null;
  return (
    <Card title={t('window.job.results')}>
      <dl className="mw-facts">
        {results !== null && (
          <div>
            <dt>{t('job.given.EXPORT_PATH')}</dt>
            <dd>
              <Place of={results} />
              {state !== 'succeeded' && <div className="mw-note">{t('window.job.resultsLater')}</div>}
            </dd>
          </div>
        )}
        {checkpoints !== null && (
          <div>
            <dt>{t('job.given.MILLWRIGHT_CHECKPOINTS')}</dt>
            <dd>
              <Place of={checkpoints} />
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
