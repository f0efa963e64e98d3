import { useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';
import { fileColumns, usePreview } from '../data/files.tsx';
import { createFolderStore } from '../data/folder-store.ts';
import { isOver } from './job-state.tsx';
import { createMetricsStore, placeGiven } from './metrics.ts';
import { numberText } from './numbers.ts';
import type { Job } from './timeline-spans.ts';

/** How often a folder is read again while the job is not over, ms. */
const againMs = 30_000;
const places = ['MODEL_DIR', 'EXPORT_PATH', 'MILLWRIGHT_CHECKPOINTS'] as const;

/** What the training left: its numbers, and the files of model, results and checkpoints. */
export function ResultsTab({ job }: { job: Job }) {
  const { t } = useSay();
  const folders = places.flatMap((name) => {
    const place = placeGiven(job, name);
    return place === null ? [] : [{ name, ...place }];
  });
  if (folders.length === 0)
    return (
      <Card title={t('window.job.results')}>
        <p className="mw-quiet">{t('window.runs.noPlace')}</p>
      </Card>
    );
  return (
    <div className="mw-stack">
      <MetricsCard job={job} />
      {folders.map((folder) => (
        <Folder key={folder.name} job={job} {...folder} />
      ))}
    </div>
  );
}

function MetricsCard({ job }: { job: Job }) {
  const { api } = useApp();
  const { t } = useSay();
  const [store] = useState(() => createMetricsStore(api, job));
  const metrics = useRemote(store, isOver(job.state) ? undefined : againMs);
  return (
    <Card title={t('window.runs.metrics')}>
      <RemoteView remote={metrics} store={store} what={t('window.data.readingFile')}>
        {({ numbers }) =>
          numbers === null ? (
            <p className="mw-quiet">{t('window.runs.noMetrics')}</p>
          ) : (
            <Facts figures facts={numbers.map(([name, value]) => [name, numberText(value)])} />
          )
        }
      </RemoteView>
    </Card>
  );
}

function Folder({
  job,
  name,
  bucket,
  prefix,
}: {
  job: Job;
  name: (typeof places)[number];
  bucket: string;
  prefix: string;
}) {
  const { api } = useApp();
  const say = useSay();
  const { t } = say;
  const [store] = useState(() => createFolderStore(api, bucket, prefix));
  const folder = useRemote(store, isOver(job.state) ? undefined : againMs);
  const { see, preview } = usePreview(bucket);
  const title = t(`job.given.${name}`);
  return (
    <>
      <Card
        title={title}
        aside={
          <a className="mw-link" href={to.folder(bucket, prefix)}>
            {t('window.runs.inData')}
          </a>
        }
      >
        <RemoteView remote={folder} store={store} what={t('window.data.readingFolder')}>
          {({ rows, continueFrom }) => (
            <ResourceTable
              label={title}
              rows={rows}
              rowId={({ key }) => key}
              rowName={(row) => row.name}
              more={continueFrom === null ? null : () => void store.more()}
              empty={{ title: t('window.runs.empty'), says: whenThere(job, name, t) }}
              columns={fileColumns(say, bucket, see)}
            />
          )}
        </RemoteView>
      </Card>
      {preview}
    </>
  );
}

/** When something will be in the folder, or why nothing is. */
function whenThere({ state }: Job, name: string, t: ReturnType<typeof useSay>['t']): string {
  if (name === 'MILLWRIGHT_CHECKPOINTS')
    return t(isOver(state) ? 'window.runs.noCheckpoints' : 'window.runs.checkpointsLater');
  if (!isOver(state)) return t('window.runs.resultsLater');
  return t(state === 'succeeded' ? 'window.runs.nothingLeft' : 'window.runs.notEndedWell');
}
