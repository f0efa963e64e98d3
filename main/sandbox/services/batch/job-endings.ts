/** A job ended from outside: cancelled while it waits, terminated while it works. */
import type { SandboxAccount } from '../../engine/types.ts';
import { terminateAttempt } from './attempts.ts';
import { fail, isOver, keep, mutable } from './job-life.ts';
import { jobs, type Job } from './kinds.ts';
import { wake } from './wake.ts';

const childrenOf = (account: SandboxAccount, region: string, parent: string) =>
  jobs(account, region)
    .range({ prefix: `${parent}:`, limit: 10_000 })
    .map((job) => job.id);

/** Waiting ones only; a job that waits for others is cancelled when those are over, as the API reference says. */
export function cancelJob(account: SandboxAccount, region: string, id: string, reason: string): void {
  const job = jobs(account, region).get(id);
  if (!job || isOver(job.status)) return;
  if (job.array) {
    for (const child of childrenOf(account, region, id)) cancelJob(account, region, child, reason);
    const left = jobs(account, region).get(id);
    if (left) markCancelled(account, region, left, reason);
    return;
  }
  if (job.status === 'PENDING') markCancelled(account, region, job, reason);
  else if (job.status === 'SUBMITTED' || job.status === 'RUNNABLE')
    fail(account, region, { ...mutable(job), cancelled: true }, reason);
}

function markCancelled(account: SandboxAccount, region: string, job: Readonly<Job>, reason: string): void {
  keep(account, region, { ...mutable(job), cancelled: true, cancelReason: reason });
  wake(account, region);
}

/** Whatever it does: waiting ones are cancelled at once, working ones stopped. */
export async function endJob(
  account: SandboxAccount,
  region: string,
  id: string,
  reason: string,
): Promise<void> {
  const job = jobs(account, region).get(id);
  if (!job || isOver(job.status)) return;
  if (job.array)
    for (const child of childrenOf(account, region, id)) await endJob(account, region, child, reason);
  const left = jobs(account, region).get(id);
  if (!left) return;
  if (left.now) await terminateAttempt(account, region, left, reason);
  else fail(account, region, { ...mutable(left), terminated: true }, reason);
}
