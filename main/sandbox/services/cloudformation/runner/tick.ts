/**
 * Moves a stack's operation on. Only ticks change the steps; operations from outside leave a wish (`asked`) behind. All
 * state is in the stack's record, so a program that was closed goes on where it was.
 */
import type { SandboxAccount } from '../../../engine/types.ts';
import { STACKS, type Step } from '../model.ts';
import { resourceType } from '../resources/registry.ts';
import { enter, finish, rollBackUpdate } from './phases.ts';
import { removalSteps } from './plan-steps.ts';
import { StackRecord } from './stack-record.ts';
import { begin, cancelStep, editStep, look, skipDelete, stepOf, TIMER } from './steps.ts';

export interface TickData {
  stackId: string;
  operation?: string;
  /** The step to look at. */
  key?: string;
  /** How often it was looked at before. */
  looks?: number;
}

/** Lets the runner see a stack that has something to do. */
export function wake(record: StackRecord, seconds = 1): void {
  record.account.afterTransition(seconds, TIMER, record.region, { stackId: record.id });
}

export async function tick(account: SandboxAccount, region: string, data: TickData): Promise<void> {
  const going = account.table(STACKS, region).get(data.stackId)?.operation;
  if (!going || going.paused === true) return;
  const record = new StackRecord(account, region, data.stackId, true);
  try {
    await move(record, data, going.id);
  } finally {
    record.flush();
  }
}

async function move(record: StackRecord, data: TickData, operation: string): Promise<void> {
  if (data.key !== undefined && data.operation === operation) await look(record, data.key, data.looks);
  while (record.operation?.id === operation && record.operation.paused !== true) {
    obey(record);
    stopAfterFailure(record);
    const next = nextStep(record);
    if (next !== undefined) {
      await begin(record, next);
      continue;
    }
    if (steps(record).some((s) => s.state === 'running')) return;
    finish(record);
  }
}

const steps = (record: StackRecord): Step[] => Object.values(record.operation?.steps ?? {});

/** A step whose turn has come, or that was left in the middle; deletes that are not to be done are passed over. */
function nextStep(record: StackRecord): string | undefined {
  const all = steps(record);
  const left = all.find((s) => s.state === 'running' && s.planned !== true);
  if (left) return left.key;
  for (const step of all) {
    if (step.state !== 'waiting') continue;
    const through = step.after.every((key) => (stepOf(record, key)?.state ?? 'done') === 'done');
    if (!through) continue;
    if (step.action !== 'delete' || !isKept(record, step)) return step.key;
    skipDelete(record, step.key);
    return nextStep(record);
  }
  return undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
function isKept(record: StackRecord, step: Step): boolean {
  const { operation, resources } = record.stack;
  if (!operation) return false;
  if (operation.phase === 'delete' && operation.retain.includes(step.logicalId)) return true;
  const resource = step.old ?? resources[step.logicalId];
  if (!resource || !resourceType(resource.type)) return true;
  const undoesCreate =
    operation.phase === 'rollback' ||
    operation.phase === 'rollback-cleanup' ||
    operation.onFailure === 'DELETE';
  if (undoesCreate && resource.fresh)
    return resource.deletionPolicy === 'Retain' && !operation.retainExceptOnCreate;
  const replaced = operation.phase === 'cleanup' && record.stack.resources[step.logicalId] !== undefined;
  if (replaced) return resource.updateReplacePolicy === 'Retain';
  return resource.deletionPolicy === 'Retain' || resource.deletionPolicy === 'RetainExceptOnCreate';
}

/** After a failure of a create or update nothing more is begun, and what runs is cancelled. */
function stopAfterFailure(record: StackRecord): void {
  const { operation } = record.stack;
  if (!operation || !['create', 'update'].includes(operation.phase)) return;
  if (isLate(record)) {
    record.edit((draft) => {
      if (draft.operation) draft.operation.failure = 'Stack creation time exceeded the specified timeout. ';
    });
  }
  const failed = steps(record).some((s) => s.state === 'failed');
  if (!failed && record.operation?.failure === undefined) return;
  for (const step of steps(record))
    if (step.state === 'running' || step.state === 'waiting') cancelStep(record, step.key);
}

const isLate = (record: StackRecord): boolean => {
  const { operation } = record.stack;
  return (
    operation?.phase === 'create' && operation.deadline !== undefined && record.now >= operation.deadline
  );
};

/** Delete during a create, cancel of an update. */
function obey(record: StackRecord): void {
  const { operation } = record.stack;
  if (operation?.asked === undefined) return;
  const { asked } = operation;
  record.edit((draft) => {
    delete draft.operation?.asked;
  });
  for (const step of steps(record))
    if (step.state === 'running' || step.state === 'waiting') cancelStep(record, step.key);
  if (asked === 'cancel') rollBackUpdate(record);
  else {
    record.setStatus('DELETE_IN_PROGRESS', 'User Initiated');
    enter(record, 'delete', (stack) => removalSteps(stack, () => record.uuid()));
  }
}

/** Puts failed steps back so that a continued roll back tries them again, without those to be skipped. */
export function retryFailed(record: StackRecord, skip: readonly string[]): void {
  for (const step of steps(record))
    if (step.state === 'failed' || step.state === 'cancelled')
      editStep(record, step.key, (s) => {
        s.state = skip.includes(s.logicalId) ? 'done' : 'waiting';
        s.memo = {};
        delete s.reason;
        delete s.planned;
        delete s.through;
      });
}
