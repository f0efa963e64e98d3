/**
 * Receipts of plans that started a training. A plan ends when its job is in the queue; what the job cost is known hours
 * later, and comes into the receipt when somebody has seen that it is over. Batch keeps a job for seven days after its end
 * at least (AWS Batch User Guide, "Job states").
 */
import type { JobDetail, JobRow } from '../../preload/contract/job.ts';
import { isJobEnd } from '../../preload/contract/plain.ts';
import type { Receipt, RunReceipt } from '../../preload/contract/plan.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import type { ReceiptStore } from '../plans/receipt.ts';
import { beside, type Beside } from './beside.ts';

/** What a receipt says of a job; undefined: it is not over, or it is an array job. */
export function runOf(detail: JobDetail): RunReceipt | undefined {
  const { state } = detail;
  if (!isJobEnd(state) || detail.parts !== null) return undefined;
  return {
    jobId: detail.id,
    name: detail.name,
    state,
    createdAt: detail.createdAt,
    endedAt: detail.endedAt,
    attempts: detail.attemptList.map(({ number, startedAt, endedAt, outcome, machine, usdPerHour, usd }) => ({
      ...{ number, startedAt, endedAt, outcome, machine, usdPerHour, usd },
    })),
    interruptions: detail.interruptions,
    ...(detail.money ?? { measured: { usd: 0, unknown: [] }, usualUsd: 0 }),
  };
}

/** The whole id of its plan: the beginning alone tells of no receipt. */
const planOf = ({ planId }: Pick<JobRow, 'planId'>): string | null =>
  planId !== null && planId.length > 8 ? planId : null;

export interface RunReceipts {
  /** Puts the end of this job into the receipt of its plan, if that is here and lacks it. */
  ended(detail: JobDetail, accountId: string): Promise<void>;
  /** Looks at jobs of ours that are over and whose receipt lacks it. */
  seen: Beside;
}

interface Parts {
  receipts: Pick<ReceiptStore, 'list' | 'update'>;
  describe: (id: string, aws: Aws, options: AwsCallOptions) => Promise<JobDetail>;
  /** Told what receipts say of jobs that are over: lists do not tell it. */
  onKnown: (run: RunReceipt) => void;
  /** Told the receipt that was completed. */
  onCompleted: (receipt: Receipt) => void;
}

/** Of one look: the others wait for the next. */
const mostAtOnce = 10;

export function openRunReceipts({ receipts, describe, onKnown, onCompleted }: Parts): RunReceipts {
  /** Ids of plans whose receipt is whole, or not on this computer. */
  const settled = new Set<string>();

  const ended = async (detail: JobDetail, accountId: string): Promise<void> => {
    const planId = planOf(detail);
    const run = runOf(detail);
    if (planId === null || run === undefined || settled.has(planId)) return;
    const { items } = await receipts.list();
    const found = items.find(
      ({ value }) =>
        value.planId === planId && value.outcome === 'done' && value.target.accountId === accountId,
    );
    settled.add(planId);
    if (found === undefined || found.value.run !== undefined) return;
    const kept = await receipts.update(found.id, (before) => ({ ...(before ?? found.value), run }));
    onKnown(run);
    onCompleted(kept);
  };

  const seen = beside(async (rows, aws) => {
    const open = rows.filter((row) => {
      const planId = planOf(row);
      return planId !== null && !settled.has(planId) && isJobEnd(row.state);
    });
    if (open.length === 0) return;
    const { items } = await receipts.list();
    for (const { value } of items) if (value.run !== undefined) onKnown(value.run);
    const lacking = new Set(
      items.flatMap(({ value }) => (value.outcome === 'done' && value.run === undefined ? value.planId : [])),
    );
    for (const row of open) if (!lacking.has(planOf(row) ?? '')) settled.add(planOf(row) ?? '');
    const wanted = open.filter((row) => lacking.has(planOf(row) ?? '')).slice(0, mostAtOnce);
    for (const { id } of wanted)
      await ended(await describe(id, aws, { purpose: 'background' }), aws.target.accountId);
  });
  return { ended, seen };
}
