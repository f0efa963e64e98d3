import type { AccountWish } from './accounts.ts';

/** Jobs of a queue as they usually are: most are over. Seven of ten have succeeded, two have failed. */
export function manyJobs(count: number): NonNullable<AccountWish['jobs']> {
  const tenth = count / 10;
  return {
    SUCCEEDED: 7 * tenth,
    FAILED: 2 * tenth,
    RUNNABLE: 0.5 * tenth,
    RUNNING: 0.2 * tenth,
    SUBMITTED: 0.1 * tenth,
    PENDING: 0.1 * tenth,
    STARTING: 0.1 * tenth,
  };
}
