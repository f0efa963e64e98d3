/** A job as a row of the list. Batch does not tell the machine, so the machine bills and the job explains. */
import type { JobRow, JobState } from '../../preload/contract/job.ts';
import { scrub } from '../aws/scrub.ts';
import { trainingNames } from '../plans/names.ts';
import { explain } from './explain.ts';
import { isOver, type KnownJob } from './known-job.ts';

/** What TerminateJob is given as the reason: a job that ended so was stopped, it did not fail. */
export const stopReason = 'Stopped in Millwright';

const states: Readonly<Record<string, JobState>> = {
  SUBMITTED: 'submitted',
  PENDING: 'blocked',
  RUNNABLE: 'waiting',
  STARTING: 'starting',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
};

/** An array job whose parts wait or run is PENDING itself. */
export function stateOf({ status, statusReason, parts }: KnownJob): JobState {
  if (status === 'FAILED' && statusReason.startsWith(stopReason)) return 'stopped';
  if (status === 'PENDING' && parts !== undefined) {
    const { byStatus } = parts;
    if ((byStatus['RUNNING'] ?? 0) > 0) return 'running';
    if (Object.values(byStatus).some((count) => count > 0)) return 'waiting';
  }
  return states[status] ?? 'unknown';
}

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

/** `mnist-0a1b2c3d`: the plan's id, or the first eight digits of it. */
export const planIn = ({ name, queue }: Pick<KnownJob, 'name' | 'queue'>): string | null =>
  queue === trainingNames.queue ? (/-([0-9a-f]{8}|[0-9a-f]{20,32})$/.exec(name)?.[1] ?? null) : null;

/** What a person called it: of a job of ours without the plan's id at its end. */
export function trainingOf(job: Pick<KnownJob, 'name' | 'queue'>): string {
  const plan = planIn(job);
  return plan === null ? job.name : job.name.slice(0, -plan.length - 1);
}

function partsOf({ parts }: KnownJob): JobRow['parts'] {
  if (parts === undefined) return null;
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (parts.byStatus[name] ?? 0), 0);
  return {
    size: parts.size,
    waiting: of('SUBMITTED', 'PENDING', 'RUNNABLE'),
    running: of('STARTING', 'RUNNING'),
    succeeded: of('SUCCEEDED'),
    failed: of('FAILED'),
  };
}

/** A waiting job costs nothing, and one that never began has cost nothing. */
const neverRan = ({ startedAt, status, parts }: KnownJob): boolean =>
  parts === undefined && startedAt === undefined && status !== 'STARTING';

/** What its page found out: the list of Batch tells none of it. */
export type Learnt = Pick<JobRow, 'attempts' | 'usdPerHour' | 'usdSoFar'>;

function rowOf(job: KnownJob, region: string, learnt: Learnt | undefined): JobRow {
  const { id, queue, createdAt, startedAt, stoppedAt, statusReason, containerReason } = job;
  const over = isOver(job);
  const state = stateOf(job);
  const parts = partsOf(job);
  // An array job is PENDING while its parts run: they say for themselves why they wait.
  const explains = state !== 'stopped' && (job.parts === undefined || job.status === 'FAILED');
  const exitCode = job.exitCode ?? null;
  const because = explains ? explain({ status: job.status, statusReason, containerReason, exitCode }) : null;
  const said = [statusReason, containerReason].filter((text) => text !== '').join(' · ');
  return {
    id,
    name: trainingOf(job),
    kind: 'batch',
    queue: queue === '' ? null : queue,
    region,
    state,
    since: new Date((over ? stoppedAt : startedAt) ?? createdAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    startedAt: iso(startedAt),
    endedAt: over ? iso(stoppedAt) : null,
    attempts: learnt?.attempts ?? null,
    parts,
    usdPerHour: over || neverRan(job) || parts?.running === 0 ? 0 : (learnt?.usdPerHour ?? null),
    usdSoFar: learnt?.usdSoFar ?? (neverRan(job) ? 0 : null),
    planId: planIn(job),
    reason: because?.says ?? null,
    technical: said === '' ? null : scrub(said),
  };
}

/** Rows are made once: a job that did not change is the same object at every look. */
const made = new WeakMap<KnownJob, { row: JobRow; learnt: Learnt | undefined }>();

/** `learnt`: the same object at every look. */
export function jobRow(job: KnownJob, region: string, learnt?: Learnt): JobRow {
  const known = made.get(job);
  if (known?.row.region === region && known.learnt === learnt) return known.row;
  const row = rowOf(job, region, learnt);
  made.set(job, { row, learnt });
  return row;
}
