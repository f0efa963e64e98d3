import { z } from 'zod';
import { Message } from '../message.ts';
import { method } from '../method.ts';
import { OldRecipe } from '../old-recipe.ts';
import { Plan, Receipt } from '../plan.ts';
import { Answers } from '../wizard.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const PlanSummary = z.strictObject({
  id: z.string(),
  digest,
  title: Message,
  source: z.string(),
  madeAt: z.string(),
  state: z.enum(['draft', 'ready', 'blocked', 'applying', 'applied', 'failed', 'rejected']),
  review: z
    .strictObject({
      by: z.string(),
      verdict: z.enum(['approved', 'rejected']),
      comment: z.string(),
      at: z.string(),
    })
    .nullable(),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** One line of "the file says / we compute". */
export const PlanDifference = z.strictObject({
  path: z.string(),
  fileSays: z.string(),
  weCompute: z.string(),
});
export type PlanDifference = z.infer<typeof PlanDifference>;

/** Answers become a plan; a plan, a ticket and nothing else changes AWS. */
export const plans = {
  /** `source` is a wizard or an operation such as `notebook-stop`. Reads facts from AWS; changes nothing. */
  make: method({
    input: z.strictObject({ source: z.string(), answers: Answers }),
    output: Plan,
    effect: 'read',
    timeoutMs: 120_000,
    cancellable: true,
  }),
  list: method({ input: z.strictObject({}), output: z.array(PlanSummary), effect: 'read' }),
  get: method({
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({ plan: Plan, summary: PlanSummary }),
    effect: 'read',
  }),
  /**
   * Opens a stranger's file; the file tells what it is. Of a plan only wizard, answers, target and template hashes are
   * trusted; the rest is computed again. A configuration of AWS Batch (JSON or YAML) is read and mended, needs neither
   * account nor network, and is never a plan by itself.
   */
  openFile: method({
    input: z.strictObject({ text: z.string().max(10_000_000) }),
    output: z.union([
      z.strictObject({ plan: Plan, differences: z.array(PlanDifference) }),
      z.strictObject({ recipe: OldRecipe }),
    ]),
    effect: 'read',
  }),
  /**
   * Keeps a reviewer's verdict about the plan with exactly this digest; the last one counts. A rejected plan cannot be
   * started. Refused with `state.wrong` for a plan that was started.
   */
  review: method({
    input: z.strictObject({
      id: z.string(),
      digest,
      by: z.string().trim().min(1).max(80),
      verdict: z.enum(['approved', 'rejected']),
      comment: z.string().max(2000),
    }),
    output: PlanSummary,
    effect: 'write',
  }),
  /** Bytes of the export as text, for saving by the window. */
  exportAs: method({
    input: z.strictObject({ id: z.string(), to: z.enum(['plan', 'cloudformation', 'cli', 'html']) }),
    output: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), text: z.string() })) }),
    effect: 'read',
  }),
  /**
   * Opens the confirmation surface for this digest, which the page cannot script. `link` is for the loopback host's window
   * to open; null where main opened a window of its own. The ticket arrives as a `consent` event to this window only.
   */
  askConsent: method({
    input: z.strictObject({ id: z.string(), digest }),
    output: z.strictObject({ consentId: z.string(), link: z.string().nullable() }),
    effect: 'write',
  }),
  /**
   * Needs the one-use, two-minute ticket for exactly this digest. Answers as soon as the intent is in the journal.
   * `secret`: values by the names in the plan's `secrets`; they go to AWS and are neither kept, told nor written down.
   */
  apply: method({
    input: z.strictObject({
      id: z.string(),
      digest,
      ticket: z.string(),
      secret: z.record(z.string(), z.string().max(4_096)).optional(),
    }),
    output: z.strictObject({ taskId: z.string() }),
    effect: 'spend',
    timeoutMs: 60_000,
  }),
  receipts: method({
    input: z.strictObject({}),
    output: z.array(
      Receipt.pick({
        id: true,
        planId: true,
        title: true,
        outcome: true,
        startedAt: true,
        endedAt: true,
        by: true,
      }),
    ),
    effect: 'read',
  }),
  receipt: method({ input: z.strictObject({ id: z.string() }), output: Receipt, effect: 'read' }),
};
