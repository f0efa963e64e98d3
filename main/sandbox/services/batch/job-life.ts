/** A job from state to state; parents of arrays count their children. */
import type { SandboxAccount } from '../../engine/types.ts';
import { endedJobs, jobs, type Job, type JobStatus } from './kinds.ts';
import { findJob } from './names.ts';
import { wake } from './wake.ts';

export const isOver = (status: JobStatus): boolean => status === 'SUCCEEDED' || status === 'FAILED';

export const noChildren = (): Record<JobStatus, number> => ({
  SUBMITTED: 0,
  PENDING: 0,
  RUNNABLE: 0,
  STARTING: 0,
  RUNNING: 0,
  SUCCEEDED: 0,
  FAILED: 0,
});

/** Keeps a job in its new state. One that is over leaves the table of those that are not. */
export function keep(account: SandboxAccount, region: string, job: Job): void {
  const before = jobs(account, region).get(job.id)?.status;
  if (isOver(job.status)) {
    jobs(account, region).delete(job.id);
    endedJobs(account, region).put(job);
    wake(account, region);
  } else jobs(account, region).put(job);
  if (job.parent !== undefined && before !== job.status) count(account, region, job, before);
}

function count(account: SandboxAccount, region: string, job: Job, before: JobStatus | undefined): void {
  const parent = jobs(account, region).get(job.parent ?? '');
  if (!parent?.array) return;
  const summary = { ...parent.array.summary };
  if (before !== undefined) summary[before] -= 1;
  summary[job.status] += 1;
  const now = account.clock.now();
  const kept = mutable(parent);
  kept.array = { ...parent.array, summary, summaryAt: now };
  if (summary.SUCCEEDED + summary.FAILED < parent.array.size) {
    keep(account, region, kept);
    return;
  }
  const failed = summary.FAILED > 0;
  keep(account, region, {
    ...kept,
    status: failed ? 'FAILED' : 'SUCCEEDED',
    stoppedAt: now,
    ...(failed ? { statusReason: 'Array Child Job failed' } : {}),
  });
}

export const mutable = (job: Readonly<Job>): Job => structuredClone(job);

/** Over without an attempt, or without one more. */
export function fail(account: SandboxAccount, region: string, job: Job, statusReason: string): void {
  const { blocked: _, now: __, cancelReason: ___, ...rest } = job;
  keep(account, region, {
    ...rest,
    status: 'FAILED',
    statusReason,
    stoppedAt: account.clock.now(),
    turn: job.turn + 1,
  });
}

export function toRunnable(account: SandboxAccount, region: string, job: Job): void {
  const { blocked: _, now: __, statusReason: ___, ...rest } = job;
  keep(account, region, {
    ...rest,
    status: 'RUNNABLE',
    runnableAt: account.clock.now(),
    turn: job.turn + 1,
  });
}

export type Dependencies = 'open' | 'met' | 'failed';

/** How it stands with the jobs that a job waits for. */
export function dependencies(account: SandboxAccount, region: string, job: Readonly<Job>): Dependencies {
  const states = idsOf(account, region, job).map((id) => findJob(account, region, id)?.status ?? 'FAILED');
  if (states.includes('FAILED')) return 'failed';
  return states.every((status) => status === 'SUCCEEDED') ? 'met' : 'open';
}

/** `SEQUENTIAL`: each child waits for the one before; `N_TO_N`: for the child of the same index. */
function idsOf(account: SandboxAccount, region: string, job: Readonly<Job>): string[] {
  const parent = job.parent === undefined ? job : findJob(account, region, job.parent);
  const wanted = parent?.dependsOn ?? [];
  if (job.parent === undefined)
    return wanted.flatMap((d) => (d.jobId === undefined || d.type === 'N_TO_N' ? [] : [d.jobId]));
  const index = job.index ?? 0;
  return wanted.flatMap((d) => {
    if (d.type === 'SEQUENTIAL') return index === 0 ? [] : [`${job.parent ?? ''}:${index - 1}`];
    return d.type === 'N_TO_N' && d.jobId !== undefined ? [`${d.jobId}:${index}`] : [];
  });
}
