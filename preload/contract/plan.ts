/**
 * The plan: a document that says everything that will happen before it happens. JSON, versioned, readable offline.
 * `main/plans` makes it from answers and facts; only `apply` of a plan changes AWS.
 */
import { z } from 'zod';
import { Message } from './message.ts';

export const planFormatVersion = 1;

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

/** What happens to a thing or a field of it. */
export const Effect = z.enum(['create', 'update', 'restart', 'replace', 'delete', 'keep']);

export const PlannedResource = z.strictObject({
  logicalId: z.string(),
  type: z.string(),
  effect: Effect,
  /** Fields that change, from a change set or the create-only table. */
  fields: z.array(
    z.strictObject({
      path: z.string(),
      effect: Effect,
      before: z.string().optional(),
      after: z.string().optional(),
    }),
  ),
});
export type PlannedResource = z.infer<typeof PlannedResource>;

/** How a single call may be repeated; aws-facts in docs/aws.md. */
export const RepeatRule = z.enum(['token', 'unique-name', 'idempotent', 'once']);

const changeBase = {
  id: z.string(),
  /** The sentence in the list of the review. */
  says: Message,
  /** A quiet line under it: cost, duration, what stays. */
  note: Message.optional(),
  /** A change of several parts is read part by part, in this order, instead of `says` and `note`. */
  sentences: z.array(z.strictObject({ says: Message, note: Message.optional() })).optional(),
  /** Usual duration in seconds [from, to], and when we start to worry. */
  usually: z.strictObject({ from: z.number(), to: z.number(), worryAfter: z.number() }).optional(),
};

export const StackChange = z.strictObject({
  ...changeBase,
  kind: z.literal('stack'),
  /** `roll-back` and `continue-roll-back` undo a change that failed (RollbackStack, ContinueUpdateRollback). */
  action: z.enum(['create', 'update', 'delete', 'roll-back', 'continue-roll-back']),
  stackName: z.string(),
  /**
   * A template of `assets/stacks` by name and SHA-256 of its bytes. Absent when deleting, and when an update leaves the
   * stack's own template as it is (`UsePreviousTemplate`).
   */
  template: z.strictObject({ name: z.string(), sha256: z.string() }).optional(),
  /** Values by name. An update names only what changes; all others keep their value (`UsePreviousValue`). */
  parameters: z.record(z.string(), z.string()),
  capabilities: z.array(z.string()),
  /** Tags of the stack after the change; an update that changes no tag lists those that the stack has. */
  tags: z.record(z.string(), z.string()),
  /**
   * The foundation's role that CloudFormation works with, so that it can finish with the laptop closed and the person
   * needs no right of its own on what the stack holds. Absent: the caller's own rights.
   */
  roleArn: z.string().optional(),
  resources: z.array(PlannedResource),
  /** Physical things that stay after a delete. */
  stays: z.array(Message),
  /**
   * Logical ids that may be left as they are when AWS refuses them once more: kept by a delete (RetainResources), passed
   * over by a roll back (ResourcesToSkip).
   */
  keep: z.array(z.string()).optional(),
});
export type StackChange = z.infer<typeof StackChange>;

export const CallChange = z.strictObject({
  ...changeBase,
  kind: z.literal('call'),
  service: z.string(),
  operation: z.string(),
  input: z.record(z.string(), z.json()),
  repeat: RepeatRule,
  /** Waits for this state of the thing before the change counts as done. */
  until: z.strictObject({ thing: z.string(), name: z.string(), state: z.string() }).optional(),
});
export type CallChange = z.infer<typeof CallChange>;

export const SettingChange = z.strictObject({
  ...changeBase,
  kind: z.literal('setting'),
  service: z.string(),
  operation: z.string(),
  input: z.record(z.string(), z.json()),
  /** The full image before, for undo. */
  before: z.json(),
  after: z.json(),
  foreignStack: z.string().optional(),
});
export type SettingChange = z.infer<typeof SettingChange>;

/** Files staged on this computer that are put into a bucket; each file is one repeatable PutObject or multipart upload. */
export const UploadChange = z.strictObject({
  ...changeBase,
  kind: z.literal('upload'),
  stageId: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
export type UploadChange = z.infer<typeof UploadChange>;

export const Change = z.discriminatedUnion('kind', [StackChange, CallChange, SettingChange, UploadChange]);
export type Change = z.infer<typeof Change>;

/** A month of a thing that never stops, in hours: 365 days / 12, as AWS's own pages count. */
export const hoursInMonth = 730;

/** Amounts in US dollars. `unknown` lists what has no price; a sum with unknowns is shown as "$1.20 + ?". */
export const Amount = z.strictObject({ usd: z.number(), unknown: z.array(z.string()) });
export type Amount = z.infer<typeof Amount>;

export const CostLine = z.strictObject({
  says: Message,
  /** Key of the price book, for example `sagemaker:notebook:ml.t3.medium`. */
  priceKey: z.string(),
  unit: z.enum(['hour', 'gb-month', 'request', 'month', 'gb']),
  quantity: z.number(),
  /** USD for one unit; null is unknown. */
  unitPrice: z.number().nullable(),
  /** Billed also while the thing is stopped. */
  alsoStopped: z.boolean(),
});
export type CostLine = z.infer<typeof CostLine>;

export const Cost = z.strictObject({
  lines: z.array(CostLine),
  perHour: Amount,
  /** Until the end that is set, today. */
  today: Amount.optional(),
  perDay: Amount,
  /** A month with the ends that are set. */
  monthIfForgotten: Amount,
  /** A month when the ends fail. */
  worstMonth: Amount,
  assumptions: z.array(Message),
  pricesAsOf: z.string().nullable(),
});
export type Cost = z.infer<typeof Cost>;

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
  /** What is gone for good afterwards. */
  lost: z.array(Message).optional(),
  stays: z.array(Message),
  facts: z.array(Fact),
  /** SHA-256, hex, over the canonical JSON of what decides; see main/plans/digest.ts. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Not part of the digest; travels with the file. The last one about this digest counts. */
  reviews: z.array(Review).optional(),
});
export type Plan = z.infer<typeof Plan>;

/** Whether it deletes or replaces something: such a plan is asked about in red, with what is lost on top. */
export function destroys({ changes }: Pick<Plan, 'changes'>): boolean {
  return changes.some((change) => {
    if (change.kind === 'stack')
      return change.action === 'delete' || change.resources.some(({ effect }) => effect === 'replace');
    return change.kind === 'call' && change.operation.startsWith('Delete');
  });
}

/** What is left after a stop or an upload is billed by the month only: such a plan has no hour, end or worst case. */
export const runsByTheHour = (cost: Cost): boolean =>
  cost.lines.some((line) => line.unit === 'hour') || cost.perHour.usd > 0 || cost.perHour.unknown.length > 0;

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
  error: z.lazy(() => z.json()).optional(),
});
export type Receipt = z.infer<typeof Receipt>;
