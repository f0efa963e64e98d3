/**
 * Why a job waits or failed: what is known of it goes through the rows of a table, and the first that fits explains it.
 * Pure; null when it is as it should be.
 */
import type { JobExplanation } from '../../preload/contract/job.ts';
import { message } from '../../preload/contract/message.ts';
import { scrub } from '../aws/scrub.ts';
import { failedRows } from './explain-failed.ts';
import type { Environment, ExplainRow, JobFacts, Other, Quota, Seen } from './explain-row.ts';
import { waitingRows } from './explain-waiting.ts';

export type { Environment, JobFacts, Other, Quota };

const waits = new Set(['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING']);

export const explainRows: { waiting: readonly ExplainRow[]; failed: readonly ExplainRow[] } = {
  waiting: waitingRows,
  failed: failedRows,
};

/** What is not given is not known. */
export function explain(facts: JobFacts): JobExplanation | null {
  const seen: Seen = {
    containerReason: '',
    exitCode: null,
    waitedSeconds: null,
    attemptSeconds: null,
    attemptsAllowed: null,
    asks: { vcpus: null, memoryMb: null, gpus: null },
    image: null,
    logTail: [],
    environments: [],
    queueOff: false,
    quota: null,
    others: [],
    publicAddress: null,
    ...facts,
  };
  const rows = facts.status === 'FAILED' ? failedRows : waits.has(facts.status) ? waitingRows : ([] as const);
  for (const row of rows) {
    const fits = row.fits(seen);
    if (fits === null) continue;
    const { params = {}, technical } = fits;
    const said =
      technical ?? [seen.statusReason, seen.containerReason].filter((text) => text !== '').join(' · ');
    const key = `job.why.${row.words ?? row.id}`;
    return {
      id: row.id,
      says: message(`${key}.says`, params),
      mend: message(`${key}.mend`, params),
      action: row.action,
      technical: said === '' ? null : scrub(said),
    };
  }
  return null;
}
