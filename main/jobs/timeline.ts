/** What happened to a job, in order: the tries, the machines that AWS took back, the end. */
import type { JobAttempt, JobMoment, JobState } from '../../preload/contract/job.ts';
import { message } from '../../preload/contract/message.ts';
import type { Described } from './details.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export function timelineOf(
  job: Pick<Described, 'createdAt' | 'stoppedAt' | 'status'>,
  attempts: readonly JobAttempt[],
  state: JobState,
): JobMoment[] {
  const moments: JobMoment[] = [];
  const add = (at: string | null, what: JobMoment['what'], attempt: number | null): void => {
    if (at === null) return;
    const says = message(`job.moment.${what}`, attempt === null ? undefined : { attempt });
    moments.push({ at, what, attempt, says });
  };
  if (job.createdAt !== undefined && job.createdAt > 0) add(iso(job.createdAt), 'submitted', null);
  for (const { number, startedAt, endedAt, outcome } of attempts) {
    add(startedAt, 'started', number);
    if (outcome === 'interrupted') add(endedAt, 'interrupted', number);
    const last = number === attempts.length;
    const again = !last || (job.status !== 'SUCCEEDED' && job.status !== 'FAILED');
    if (again && outcome !== 'running') add(endedAt, 'retried', number);
  }
  const ended = job.stoppedAt !== undefined && job.stoppedAt > 0 ? iso(job.stoppedAt) : null;
  if (state === 'succeeded' || state === 'failed' || state === 'stopped') add(ended, state, null);
  return moments;
}
