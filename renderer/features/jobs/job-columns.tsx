import type { JobRow } from '../../../preload/contract/job.ts';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import type { Say } from '../../i18n/use-say.ts';
import { costColumns, regionColumn } from '../../ui/cost-columns.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import type { Column } from '../../ui/resource-table.tsx';
import { isOver, JobStateWords } from './job-state.tsx';

/** Below the name: how far an array is, else the queue. */
function Below({ row, t }: { row: JobRow; t: Say['t'] }) {
  const { parts, queue } = row;
  if (parts === null) return queue;
  return t('window.jobs.parts', {
    done: parts.succeeded,
    size: parts.size,
    failed: parts.failed,
  });
}

/** Columns of jobs, in the list and among the parts of an array job. */
export function jobColumns({ t, says, region, date, clock, time }: Say): Column<JobRow>[] {
  return [
    {
      id: 'name',
      header: t('window.column.name'),
      text: (row) => row.name,
      cell: (row) => (
        <>
          <a className="mw-row-name" href={to.job(row.id)} title={row.name}>
            {row.name}
          </a>
          <div className="mw-note mw-one-line">
            <Below row={row} t={t} />
          </div>
        </>
      ),
    },
    {
      id: 'state',
      header: t('window.column.state'),
      fit: 170,
      text: (row) => t(`job.state.${row.state}`),
      cell: (row) => <JobStateWords state={row.state} />,
    },
    {
      id: 'since',
      header: t('window.column.since'),
      fit: 118,
      text: (row) => row.since,
      // Of what is over nobody asks for how long, but when.
      cell: (row) => (isOver(row.state) ? time(row.since) : <Elapsed from={row.since} />),
    },
    {
      id: 'reason',
      header: t('window.column.reason'),
      text: (row) => (row.reason === null ? '' : says(row.reason)),
      cell: (row) =>
        row.reason !== null && (
          <span className="mw-two-lines" title={says(row.reason)}>
            <Words of={row.reason} />
          </span>
        ),
    },
    ...costColumns(t),
    {
      id: 'tries',
      header: t('window.column.tries'),
      figure: true,
      // The list of Batch does not tell them.
      hidden: true,
      text: (row) => row.attempts ?? -1,
      cell: (row) => row.attempts ?? <NotTold t={t} />,
    },
    {
      id: 'sent',
      header: t('window.column.sent'),
      hidden: true,
      text: (row) => row.createdAt,
      cell: (row) => `${date(row.createdAt)} ${clock(row.createdAt)}`,
    },
    {
      id: 'kind',
      header: t('window.column.kind'),
      hidden: true,
      text: (row) => t(`job.kind.${row.kind}`),
      cell: (row) => t(`job.kind.${row.kind}`),
    },
    {
      id: 'who',
      header: t('window.column.who'),
      hidden: true,
      text: (row) => t(row.planId === null ? 'window.who.other' : 'window.who.ours'),
      cell: (row) => t(row.planId === null ? 'window.who.other' : 'window.who.ours'),
    },
    regionColumn({ t, region }),
  ];
}

/** The list of AWS does not tell it; the page of the job does. */
function NotTold({ t }: { t: Say['t'] }) {
  return (
    <span className="mw-muted" title={t('window.jobs.triesInside')}>
      <span aria-hidden="true">–</span>
      <span className="mw-unseen">{t('window.jobs.triesInside')}</span>
    </span>
  );
}
