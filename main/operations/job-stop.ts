import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { JobFact } from '../plans/facts/job.ts';
import type { PlanSource } from '../plans/source.ts';
import { stopReason } from '../jobs/rows.ts';
import { operationDraft } from './drafts.ts';

const JobStop = z.strictObject({ id: z.string().regex(/^[\w:-]{1,128}$/, 'plan.problem.job') });
type JobStop = z.infer<typeof JobStop>;

const isOver = ({ status }: JobFact): boolean => status === 'SUCCEEDED' || status === 'FAILED';

function blockersOf(job: JobFact | null | undefined): Message[] {
  if (job === null) return [message('plan.job.stop.gone')];
  return job !== undefined && isOver(job) ? [message('plan.job.stop.over', { name: job.name })] : [];
}

/**
 * Ends a job wherever it is: TerminateJob cancels what has not begun, while CancelJob answers that it did and leaves what
 * runs alone (https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJob.html).
 */
export const jobStop: PlanSource<JobStop> = {
  id: 'job-stop',
  answers: JobStop,
  facts: ({ id }) => [{ key: `job:${id}`, decisive: true }],
  draft: ({ id }, facts) => {
    const job = facts.value<JobFact | null>(`job:${id}`);
    const name = job?.name ?? id;
    const began = job == null || job.status === 'STARTING' || job.status === 'RUNNING' || job.parts !== null;
    return operationDraft(message('plan.job.stop.title', { name }), {
      press: message('plan.job.stop.press'),
      done: message('plan.job.stop.done', { name }),
      changes: [
        {
          id: 'stop',
          kind: 'call',
          service: 'batch',
          operation: 'TerminateJob',
          input: { jobId: id, reason: stopReason },
          repeat: 'idempotent',
          says: message('plan.job.stop', { name }),
          note: message('plan.job.stop.note'),
          usually: { from: 10, to: 120, worryAfter: 600 },
          until: { thing: 'job', name: id, state: 'FAILED' },
        },
      ],
      warnings: [
        ...(job != null && job.planId === null ? [message('plan.job.stop.foreign', { name })] : []),
        ...(job?.parts != null ? [message('plan.job.stop.part')] : []),
        ...(began ? [message('plan.job.stop.lost')] : []),
      ],
      blockers: blockersOf(job),
      undo: [message('plan.job.stop.undo')],
      stays: [message('plan.job.stop.stays')],
    });
  },
};
