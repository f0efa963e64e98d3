/** One resource's step: begun, looked at until it is through, failed, cancelled. Stored after every move. */
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../../engine/types.ts';
import { invalid } from '../errors.ts';
import type { StackResource, Step } from '../model.ts';
import { resourceType } from '../resources/registry.ts';
import type { Made, ResourceType, UpdateWork, Work } from '../resources/types.ts';
import { allTags } from '../tags.ts';
import { failureReason } from './failures.ts';
import { prepare } from './prepare.ts';
import type { StackRecord } from './stack-record.ts';
import { workFor } from './work.ts';

/** Seconds to the next look at a thing that is not ready, and the most that they grow to. */
const LOOK_AGAIN = 5;
const SELDOM = 900;
const pauseAfter = (looks: number) => Math.min(SELDOM, LOOK_AGAIN * 1.1 ** looks);
export const TIMER = 'cloudformation.step';

const IN_PROGRESS = {
  create: 'CREATE_IN_PROGRESS',
  update: 'UPDATE_IN_PROGRESS',
  replace: 'UPDATE_IN_PROGRESS',
  restore: 'UPDATE_IN_PROGRESS',
  delete: 'DELETE_IN_PROGRESS',
} as const;
const verb = (step: Step) => IN_PROGRESS[step.action].replace('_IN_PROGRESS', '');

export function stepOf(record: StackRecord, key: string): Step | undefined {
  return record.stack.operation?.steps[key];
}

export function editStep(record: StackRecord, key: string, change: (step: Step) => void): void {
  record.edit((draft) => {
    const step = draft.operation?.steps[key];
    if (step) change(step);
  });
}

/** Starts a waiting step, or goes on with one that a closed program left in the middle. */
export async function begin(record: StackRecord, key: string): Promise<void> {
  const step = stepOf(record, key);
  if (!step) return;
  await guarded(record, key, async () => {
    if (step.state === 'waiting' && !prepare(record, key)) return;
    const now = stepOf(record, key);
    if (now?.state !== 'running') return;
    const target = resourceOf(record, now);
    const type = typeOf(target);
    if (now.action === 'create' || now.action === 'replace') await make(record, key, type);
    else await look(record, key);
  });
}

/** Creates the thing, or finds the one that was created just before the program was closed. */
async function make(record: StackRecord, key: string, type: ResourceType): Promise<void> {
  const step = stepOf(record, key);
  if (!step) return;
  const resource = resourceOf(record, step);
  if (resource.physicalId !== undefined) {
    plan(record, key, type.seconds);
    return;
  }
  const { work, keep } = workOf(record, key);
  const wasSent = step.sent === true;
  editStep(record, key, (s) => (s.sent = true));
  record.flush();
  const found = wasSent ? await type.read(work) : undefined;
  const made: Made = found?.made ?? (await type.create(work));
  keep();
  record.setResource(step.logicalId, IN_PROGRESS[step.action], 'Resource creation Initiated', (r) => {
    r.physicalId = made.physicalId;
    r.attributes = made.attributes;
  });
  plan(record, key, type.seconds);
}

/** Looks whether the step is through; plans the next look when not. `looks`: how many there were before. */
export async function look(record: StackRecord, key: string, looks = 0): Promise<void> {
  const step = stepOf(record, key);
  if (step?.state !== 'running') return;
  await guarded(record, key, async () => {
    const resource = resourceOf(record, step);
    const type = typeOf(resource);
    const isCreate = step.action === 'create' || step.action === 'replace';
    const { work, keep } = workOf(record, key);
    if (step.through !== true) {
      const through = await attempt(type, step, work, record);
      keep();
      if (!through) {
        plan(record, key, pauseAfter(looks), looks + 1);
        return;
      }
    }
    if (!isCreate && step.through !== true) {
      editStep(record, key, (s) => (s.through = true));
      plan(record, key, Math.max(1, Math.min(type.seconds, LOOK_AGAIN)));
      return;
    }
    complete(record, key);
  });
}

async function attempt(type: ResourceType, step: Step, work: Work, record: StackRecord): Promise<boolean> {
  if (step.action === 'update' || step.action === 'restore')
    editStep(record, step.key, (s) => (s.sent = true));
  record.flush();
  switch (step.action) {
    case 'create':
    case 'replace':
      return (await type.ready?.(work)) ?? true;
    case 'delete':
      return type.remove(work);
    case 'update':
    case 'restore':
      return updated(record, step, (await type.update?.(updateWork(work, step))) ?? true);
  }
}

/** What an update made of the thing (a new revision) is its physical id and its attributes from now on. */
function updated(record: StackRecord, step: Step, outcome: boolean | Made): boolean {
  if (typeof outcome === 'boolean') return outcome;
  record.edit((draft) => {
    const resource = draft.resources[step.logicalId];
    if (resource) Object.assign(resource, outcome);
  });
  return true;
}

function updateWork(work: Work, step: Step): UpdateWork {
  const before = step.old;
  if (!before) throw new Error(`The update of ${step.logicalId} does not know what it changes.`);
  return {
    ...work,
    before: { properties: before.properties, tags: allTags(before.properties, before.tags) },
    changed: new Set(step.changed),
  };
}

function plan(record: StackRecord, key: string, seconds: number, looks = 0): void {
  const { account, region, id } = record;
  const operation = record.stack.operation?.id;
  account.afterTransition(seconds, TIMER, region, { stackId: id, operation, key, looks });
  if (stepOf(record, key)?.planned !== true) editStep(record, key, (s) => (s.planned = true));
}

function complete(record: StackRecord, key: string): void {
  const step = stepOf(record, key);
  if (!step) return;
  editStep(record, key, (s) => (s.state = 'done'));
  const status = `${verb(step)}_COMPLETE`;
  if (step.action !== 'delete') record.setResource(step.logicalId, status);
  else if (step.old) record.resourceEvent(step.old, status);
  else
    record.setResource(step.logicalId, status, undefined, (r) => {
      r.gone = true;
    });
}

export function failStep(record: StackRecord, key: string, reason: string): void {
  const step = stepOf(record, key);
  if (!step) return;
  editStep(record, key, (s) => {
    s.state = 'failed';
    s.reason = reason;
  });
  const status = `${verb(step)}_FAILED`;
  if (step.action === 'delete' && step.old) record.resourceEvent(step.old, status, reason);
  else record.setResource(step.logicalId, status, reason);
}

/** A running create or update is left alone where it is; what it made is known and goes in the roll back. */
export function cancelStep(record: StackRecord, key: string): void {
  const step = stepOf(record, key);
  if (!step) return;
  const reason = `Resource ${step.action === 'create' ? 'creation' : 'update'} cancelled`;
  const running = step.state === 'running';
  editStep(record, key, (s) => {
    s.state = 'cancelled';
    if (running) s.reason = reason;
  });
  if (running) record.setResource(step.logicalId, `${verb(step)}_FAILED`, reason);
}

export function skipDelete(record: StackRecord, key: string): void {
  const step = stepOf(record, key);
  if (!step) return;
  editStep(record, key, (s) => (s.state = 'done'));
  if (step.old) record.resourceEvent(step.old, 'DELETE_SKIPPED');
  else
    record.setResource(step.logicalId, 'DELETE_SKIPPED', undefined, (r) => {
      r.gone = true;
    });
}

function resourceOf(record: StackRecord, step: Step): Readonly<StackResource> {
  const found =
    step.action === 'delete'
      ? (step.old ?? record.stack.resources[step.logicalId])
      : record.stack.resources[step.logicalId];
  if (!found) throw new Error(`The stack ${record.id} has no resource ${step.logicalId}.`);
  return found;
}

function typeOf(resource: Readonly<StackResource>): ResourceType {
  const type = resourceType(resource.type);
  if (!type) throw invalid(`Unrecognized resource type ${resource.type}`);
  return type;
}

/** The type's work, and the way to keep what it noted in its memo. */
function workOf(record: StackRecord, key: string): { work: Work; keep: () => void } {
  const { operation } = record.stack;
  const step = stepOf(record, key);
  if (!operation || !step) throw new Error(`The stack ${record.id} has no step ${key}.`);
  const memo = structuredClone(step.memo);
  const work = workFor(record, resourceOf(record, step), memo, operation.caller);
  const keep = () => {
    if (!isDeepStrictEqual(stepOf(record, key)?.memo, memo)) editStep(record, key, (s) => (s.memo = memo));
  };
  return { work, keep };
}

/** An error of a service fails the step; any other is a fault of the sandbox and says so. */
async function guarded(record: StackRecord, key: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const step = stepOf(record, key);
    if (!step) return;
    if (!(error instanceof AwsError)) process.emitWarning(error as Error);
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
    const type = resourceType(resourceOf(record, step).type);
    if (type) failStep(record, key, failureReason(known, type, step.requestToken, record.uuid()));
  } finally {
    record.flush();
  }
}
