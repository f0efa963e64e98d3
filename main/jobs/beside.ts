import type { JobRow } from '../../preload/contract/job.ts';
import type { Aws } from '../aws/aws.ts';
import { AppFailure } from '../failure.ts';

/** What a look at the list sets going beside itself. Never rejects for what AWS refuses. */
export type Beside = (rows: readonly JobRow[], aws: Aws) => Promise<void>;

/** One at a time: a look during another's work sets nothing going; what AWS refuses is asked again with a later look. */
export function beside(work: Beside): Beside {
  let busy = false;
  return async (rows, aws) => {
    if (busy) return;
    busy = true;
    try {
      await work(rows, aws);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
    } finally {
      busy = false;
    }
  };
}
