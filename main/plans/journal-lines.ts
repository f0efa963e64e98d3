/**
 * What is done to AWS, written down before and after. A line is durable before the call that it announces is made, so that
 * the next start knows every call that may have happened.
 */
import { z } from 'zod';
import { AppError } from '../../preload/contract/errors.ts';
import { Plan, Receipt } from '../../preload/contract/plan.ts';

const facts = z.record(z.string(), z.json());
const base = { at: z.string(), taskId: z.string() };

/** A stack in AWS that carries the tag of a plan which the journal does not know, or such a notebook without a stack. */
export const FoundStack = z.strictObject({
  /** Its ARN. */
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.enum(['stack', 'notebook']).default('stack'),
  /** Of a notebook: its own name and, as the id, its ARN. */
  stackName: z.string(),
  stackId: z.string(),
  status: z.string(),
  planId: z.string(),
  madeAt: z.string(),
  /** What AWS billed by the hour when it was found; price keys of the price book. */
  hourly: z.array(z.strictObject({ priceKey: z.string(), quantity: z.number() })).default([]),
});
export type FoundStack = z.infer<typeof FoundStack>;

const step = { changeId: z.string(), step: z.string(), back: z.boolean(), facts };

export const PlanLine = z.discriminatedUnion('line', [
  z.strictObject({ line: z.literal('begun'), ...base, plan: Plan, by: z.string(), connectionId: z.string() }),
  z.strictObject({ line: z.literal('intent'), ...base, ...step }),
  z.strictObject({ line: z.literal('outcome'), ...base, ...step }),
  /** From here on the task takes back what it made. */
  z.strictObject({ line: z.literal('turned'), ...base, why: z.enum(['cancelled', 'failed', 'undo']) }),
  /** A task that failed goes on from the change that failed, by a new consent to the same plan. */
  z.strictObject({ line: z.literal('again'), ...base, by: z.string() }),
  z.strictObject({
    line: z.literal('ended'),
    ...base,
    outcome: Receipt.shape.outcome,
    error: AppError.optional(),
  }),
  /** Lines before this one were lost: nothing may be begun until AWS was searched. */
  z.strictObject({
    line: z.literal('lost'),
    at: z.string(),
    kind: z.enum(['tail', 'inside', 'missing']),
    keptAs: z.string().nullable(),
  }),
  /** AWS was searched; `found` is what no other line accounts for. */
  z.strictObject({
    line: z.literal('reconciled'),
    at: z.string(),
    found: z.array(FoundStack),
    /** Accounts and regions that could not be searched because their sign-in is gone from this computer. */
    unreachable: z.array(z.string()),
  }),
  /** Lines of this task were lost and AWS does not show that it is done: it is not gone on with by itself. */
  z.strictObject({ line: z.literal('torn'), ...base }),
  /** The person leaves a found stack as it is; `journal TIME`: has read of the loss that was noticed then. */
  z.strictObject({ line: z.literal('left'), at: z.string(), id: z.string() }),
  /** Tasks that ended long ago moved to a file beside the journal; their plans stay applied. */
  z.strictObject({
    line: z.literal('archived'),
    at: z.string(),
    file: z.string(),
    plans: z.array(z.string()),
  }),
]);
export type PlanLine = z.infer<typeof PlanLine>;
export type Facts = z.infer<typeof facts>;

/** A remembered text; empty when there is none. */
export function textIn(known: Facts | undefined, key: string): string {
  const value = known?.[key];
  return typeof value === 'string' ? value : '';
}
