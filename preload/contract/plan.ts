/**
 * The plan: a document that says everything that will happen before it happens. JSON, versioned, readable offline.
 * `main/plans` makes it from answers and facts; only `apply` of a plan changes AWS.
 */
import { z } from 'zod';
import { Change } from './change.ts';
import { Amount, Cost } from './cost.ts';
import { Message } from './message.ts';

export * from './change.ts';
export * from './cost.ts';

export const planFormatVersion = 1;

/** A source of plans with answers: the way back to how things were. */
export const PutBack = z.strictObject({
  source: z.string(),
  answers: z.record(z.string(), z.json()),
  /** Words of its button. Absent: "Put it back". */
  press: Message.optional(),
});

/** A value that is asked for when the plan starts, handed over once and kept nowhere. */
export const SecretAsked = z.strictObject({
  /** Change that it belongs to. */
  change: z.string(),
  name: z.string(),
  label: Message,
  hint: Message.optional(),
  /** False: left empty, the template's own value counts. */
  required: z.boolean(),
});
export type SecretAsked = z.infer<typeof SecretAsked>;

/** Where a fact comes from. `unknown` is shown as "not checked", never as passed. */
export const FactSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('live'), at: z.string() }),
  z.strictObject({ kind: z.literal('snapshot'), at: z.string() }),
  z.strictObject({ kind: z.literal('shipped'), at: z.string() }),
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type FactSource = z.infer<typeof FactSource>;

export const Fact = z.strictObject({
  /** `kind:subject`, for example `bucket:sales-forecast-4417`. */
  key: z.string(),
  value: z.json(),
  source: FactSource,
  /** Decisive facts are part of the digest and are read again at apply. */
  decisive: z.boolean(),
});
export type Fact = z.infer<typeof Fact>;

export const Permission = z.strictObject({
  action: z.string(),
  resource: z.string(),
  answer: z.enum(['yes', 'no', 'unknown']),
});
export type Permission = z.infer<typeof Permission>;

export const QuotaNeed = z.strictObject({
  name: z.string(),
  need: z.number(),
  /** Null: not checked. */
  limit: z.number().nullable(),
  inUseAtLeast: z.number().nullable(),
  quotaCode: z.string().optional(),
  /** What AWS can be asked for, where the limit is too low. */
  ask: z.strictObject({ service: z.string(), wanted: z.number() }).optional(),
});
export type QuotaNeed = z.infer<typeof QuotaNeed>;

export const Guard = z.strictObject({
  /** `aws`: ends the cost in AWS with the program closed. `inside`: lives in the thing, "usually". */
  strength: z.enum(['aws', 'inside']),
  says: Message,
  endsAt: z.string().optional(),
});
export type Guard = z.infer<typeof Guard>;

/** The account, region and partition. `accountId` null: a draft that is not bound to an account. */
export const Target = z.strictObject({
  accountId: z.string().nullable(),
  region: z.string(),
  partition: z.string(),
});
export type Target = z.infer<typeof Target>;

/** What a reviewer said about the plan with this digest. It is advice to people: it gives no right to apply. */
export const Review = z.strictObject({
  by: z.string(),
  verdict: z.enum(['approved', 'rejected']),
  comment: z.string(),
  at: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Review = z.infer<typeof Review>;

export const Plan = z.strictObject({
  format: z.literal('millwright-plan'),
  version: z.literal(planFormatVersion),
  /** Random, part of the digest; the stack tag `millwright:plan` carries it. A plan applies once per account. */
  id: z.string(),
  madeAt: z.string(),
  /** Id of the wizard or operation that made it. */
  source: z.string(),
  title: Message,
  /** Words of the button that starts it: "Stop the notebook". Absent: "Start". */
  press: Message.optional(),
  /** The sentence that says how things stand when it is done. Absent: "Done." */
  done: Message.optional(),
  answers: z.record(z.string(), z.json()),
  target: Target,
  changes: z.array(Change),
  cost: Cost,
  permissions: z.array(Permission),
  quotas: z.array(QuotaNeed),
  guards: z.array(Guard),
  warnings: z.array(Message),
  blockers: z.array(Message),
  undo: z.array(Message),
  /** Leads back to the values before: the receipt offers it. */
  putBack: PutBack.optional(),
  /** What is gone for good afterwards. */
  lost: z.array(Message).optional(),
  stays: z.array(Message),
  secrets: z.array(SecretAsked).optional(),
  facts: z.array(Fact),
  /** SHA-256, hex, over the canonical JSON of what decides; see main/plans/digest.ts. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Not part of the digest; travels with the file. The last one about this digest counts. */
  reviews: z.array(Review).optional(),
});
export type Plan = z.infer<typeof Plan>;

export { destroys, onlyChanges } from './plain.ts';

/** One try of a training: on which machine, how long, for how much. Null: nobody could tell. */
export const RunAttempt = z.strictObject({
  number: z.number().int(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'interrupted']),
  machine: z.strictObject({ type: z.string(), zone: z.string() }).nullable(),
  /** Mean of the Spot price while it ran, USD/h; the machine alone. */
  usdPerHour: z.number().nullable(),
  usd: z.number().nullable(),
});
export type RunAttempt = z.infer<typeof RunAttempt>;

/** What the tries of a job have cost. */
export const RunMoney = z.strictObject({
  /** Seconds that the tries ran x prices of that time: machine, its disk and its address. */
  measured: Amount,
  /** The same for the usual price of the machines; null: not known. */
  usualUsd: z.number().nullable(),
});
export type RunMoney = z.infer<typeof RunMoney>;

/** How a training ended that a plan had started: comes into the receipt when somebody has seen it. */
export const RunReceipt = RunMoney.extend({
  jobId: z.string(),
  name: z.string(),
  state: z.enum(['succeeded', 'failed', 'stopped']),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  attempts: z.array(RunAttempt),
  interruptions: z.number().int(),
});
export type RunReceipt = z.infer<typeof RunReceipt>;

/** What happened, kept for ever in Activity. */
export const Receipt = z.strictObject({
  id: z.string(),
  planId: z.string(),
  digest: z.string(),
  title: Message,
  outcome: z.enum(['done', 'failed', 'cancelled', 'rolled-back', 'taken-back']),
  startedAt: z.string(),
  endedAt: z.string(),
  by: z.string(),
  target: Target,
  planned: Cost,
  /** Seconds observed x price book ("measured"). */
  measured: Amount,
  made: z.array(z.strictObject({ type: z.string(), name: z.string(), arn: z.string().optional() })),
  removed: z.array(z.strictObject({ type: z.string(), name: z.string() })),
  stays: z.array(Message),
  undo: z.array(Message),
  /** Only of what is done. */
  putBack: PutBack.optional(),
  error: z.lazy(() => z.json()).optional(),
  /** Of a plan that started a training, once that was seen to be over. */
  run: RunReceipt.optional(),
  /** How the task ended before it was gone on with, oldest first. */
  earlier: z
    .array(
      z.strictObject({
        outcome: z.enum(['done', 'failed', 'cancelled', 'rolled-back', 'taken-back']),
        endedAt: z.string(),
        error: z.lazy(() => z.json()).optional(),
      }),
    )
    .optional(),
});
export type Receipt = z.infer<typeof Receipt>;
