/** A job as lists and descriptions of Batch tell it: what the rows of the list are made of. */
import type { OutputOf } from '../aws/aws.ts';

type Summary = NonNullable<OutputOf<'batch', 'ListJobs'>['jobSummaryList']>[number];
type Detail = NonNullable<OutputOf<'batch', 'DescribeJobs'>['jobs']>[number];

export interface KnownJob {
  id: string;
  name: string;
  queue: string;
  /** As AWS names it. */
  status: string;
  statusReason: string;
  /** ms since 1970; undefined: not yet. */
  createdAt: number;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  exitCode: number | undefined;
  containerReason: string;
  /** Of an array job. */
  parts: { size: number; byStatus: Readonly<Record<string, number>> } | undefined;
  /** Which part of an array job it is. */
  index: number | undefined;
}

/** AWS writes 0 for what has not come yet. */
const instant = (ms: number | undefined): number | undefined =>
  ms === undefined || ms <= 0 ? undefined : ms;

export function asKnown(job: Summary | Detail, queue: string): KnownJob {
  const { size, index, statusSummary } = job.arrayProperties ?? {};
  return {
    id: job.jobId ?? '',
    name: job.jobName ?? '',
    queue,
    status: job.status ?? 'UNKNOWN',
    statusReason: job.statusReason ?? '',
    createdAt: instant(job.createdAt) ?? 0,
    startedAt: instant(job.startedAt),
    stoppedAt: instant(job.stoppedAt),
    exitCode: job.container?.exitCode,
    containerReason: job.container?.reason ?? '',
    parts: size === undefined || index !== undefined ? undefined : { size, byStatus: statusSummary ?? {} },
    index,
  };
}

export const isOver = ({ status }: Pick<KnownJob, 'status'>): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED';

/** Newest first; the same order at every look. */
export const order = (a: KnownJob, b: KnownJob): number =>
  b.createdAt - a.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Whether a row of the list would be the same. */
export function sameJob(a: KnownJob, b: KnownJob): boolean {
  return (
    a.status === b.status &&
    a.statusReason === b.statusReason &&
    a.startedAt === b.startedAt &&
    a.stoppedAt === b.stoppedAt &&
    a.exitCode === b.exitCode &&
    a.containerReason === b.containerReason &&
    a.name === b.name &&
    JSON.stringify(a.parts) === JSON.stringify(b.parts)
  );
}
