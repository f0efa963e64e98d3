/** What a plan changes: stacks, single calls, settings and uploads. */
import { z } from 'zod';
import { Message } from './message.ts';

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
  /** An update that also brings back what somebody changed elsewhere (CreateChangeSet, DeploymentMode REVERT_DRIFT). */
  revertDrift: z.literal(true).optional(),
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
  /** `text`: the whole file, where it stands in the plan and nowhere else. */
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      text: z.string().optional(),
    }),
  ),
});
export type UploadChange = z.infer<typeof UploadChange>;

export const Change = z.discriminatedUnion('kind', [StackChange, CallChange, SettingChange, UploadChange]);
export type Change = z.infer<typeof Change>;
