/** What CloudFormation keeps: stacks with their resources and the operation under way, change sets, events. */
import type { Kind, Principal } from '../../engine/types.ts';
import type { Json, JsonObject } from './template/types.ts';

export interface Tag {
  Key: string;
  Value: string;
}

/** What a stack is made from; kept twice while an update may still be rolled back. */
export interface StackSource {
  body: string;
  /** Raw values; those of NoEcho parameters never leave in an answer. */
  parameters: Record<string, string>;
  tags: Tag[];
}

export interface StackResource {
  logicalId: string;
  type: string;
  physicalId?: string;
  /** The name that the thing has or will get; known before the service is called. */
  name?: string;
  /** `CREATE_COMPLETE`, `UPDATE_FAILED`, … */
  status: string;
  reason?: string;
  updatedAt: string;
  /** As they were evaluated for the last create or update. */
  properties: JsonObject;
  attributes: Record<string, Json>;
  metadata?: Json;
  /** Tags of the stack that the resource was given. */
  tags: Tag[];
  deletionPolicy: string;
  updateReplacePolicy: string;
  /** Logical ids that must outlive this one. */
  needs: string[];
  /** Made by the create operation that is not finished: `RetainExceptOnCreate` does not hold yet. */
  fresh: boolean;
  drift?: { status: string; at: string };
  /** Deleted, or kept on purpose: no longer the stack's. */
  gone?: boolean;
}

export type StepAction = 'create' | 'update' | 'replace' | 'delete' | 'restore';

/** One resource's part of an operation. Persisted after every move, so that a closed program goes on with it. */
export interface Step {
  /** Its key among the steps. */
  key: string;
  logicalId: string;
  action: StepAction;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Keys of steps that must be done first. */
  after: string[];
  /** The service was or may have been called: after a crash the thing is looked for before it is made. */
  sent?: boolean;
  /** A look at it is planned. */
  planned?: boolean;
  /** The type said that it is through; only the event is missing. */
  through?: boolean;
  requestToken: string;
  /** Kept by the type's function between its looks. */
  memo: Record<string, Json>;
  /** Delete of a replaced thing: what it was. Update: what it was before. */
  old?: StackResource;
  /** Restore: what it shall be again. */
  target?: StackResource;
  /** Update: names of the properties that differ. */
  changed?: string[];
  reason?: string;
}

export type Phase =
  'create' | 'rollback' | 'update' | 'update-rollback' | 'cleanup' | 'rollback-cleanup' | 'delete';

export interface StackOperation {
  id: string;
  phase: Phase;
  token?: string;
  /** Who resource calls are made as when the stack has no role. */
  caller: Principal;
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  retainExceptOnCreate: boolean;
  /** Virtual instant after which a create fails; ms. */
  deadline?: number;
  steps: Record<string, Step>;
  /** Asked from outside while the operation runs: the runner obeys at its next tick. */
  asked?: 'delete' | 'cancel';
  /** Failed, and kept so that it can be taken up again. */
  paused?: boolean;
  retain: string[];
  /** Things that an update replaced or removed, deleted in the cleanup. */
  leftovers: StackResource[];
  changeSetId?: string;
  failure?: string;
}

export interface Stack {
  id: string;
  name: string;
  region: string;
  source: StackSource;
  /** Resources as before the update that is not finished. */
  before?: { source: StackSource; resources: Record<string, StackResource>; outputs: StackOutput[] };
  description?: string;
  capabilities: string[];
  notificationArns: string[];
  roleArn?: string;
  status: string;
  reason?: string;
  createdAt: string;
  updatedAt?: string;
  deletedAt?: string;
  disableRollback: boolean;
  timeoutInMinutes?: number;
  terminationProtection: boolean;
  outputs: StackOutput[];
  resources: Record<string, StackResource>;
  operation?: StackOperation;
  /** Client request tokens that were answered, and for which operation. */
  tokens: Record<string, string>;
  drift?: { status: string; at: string };
  events: number;
}

export interface StackOutput {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

export interface StackEvent {
  /** Stack id and running number. */
  key: string;
  eventId: string;
  stackId: string;
  stackName: string;
  at: string;
  logicalId: string;
  physicalId: string;
  type: string;
  status: string;
  reason?: string;
  properties?: JsonObject;
  token?: string;
}

export interface ChangeSet {
  id: string;
  name: string;
  stackId: string;
  stackName: string;
  type: 'CREATE' | 'UPDATE';
  source: StackSource;
  capabilities: string[];
  notificationArns: string[];
  roleArn?: string;
  description?: string;
  onStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  createdAt: string;
  status: string;
  reason?: string;
  executionStatus: string;
  changes: Json[];
  token?: string;
  /** DeploymentMode REVERT_DRIFT, and who asked for it. */
  revertDrift?: Principal;
  /** Updates of the stack when the change set was made: another one makes it obsolete. */
  generation: string;
}

export interface DriftDetection {
  id: string;
  stackId: string;
  status: 'DETECTION_IN_PROGRESS' | 'DETECTION_COMPLETE' | 'DETECTION_FAILED';
  stackStatus?: string;
  drifted?: number;
  reason?: string;
  at: string;
  caller: Principal;
  logicalIds?: string[];
  results: Json[];
}

export const STACKS: Kind<Stack> = {
  name: 'cloudformation/stack',
  scope: 'region',
  key: (stack) => stack.id,
};
/** Stacks that were deleted, still found by their id; things no longer, so not in the ledger. */
export const DELETED_STACKS: Kind<Stack> = {
  name: 'cloudformation/deleted-stack',
  scope: 'region',
  record: true,
  key: (stack) => stack.id,
};
export const CHANGE_SETS: Kind<ChangeSet> = {
  name: 'cloudformation/change-set',
  scope: 'region',
  key: (changeSet) => changeSet.id,
};
export const EVENTS: Kind<StackEvent> = {
  name: 'cloudformation/stack-event',
  scope: 'region',
  record: true,
  key: (event) => event.key,
};
export const DRIFTS: Kind<DriftDetection> = {
  name: 'cloudformation/drift-detection',
  scope: 'region',
  record: true,
  key: (drift) => drift.id,
};
