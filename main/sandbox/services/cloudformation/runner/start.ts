/** Begins a stack's operations. The first tick comes a moment later. */
import type { Principal } from '../../../engine/types.ts';
import { checkedTemplate, desired, knownIn } from '../desired.ts';
import type { Phase, Stack, StackOperation, StackSource } from '../model.ts';
import { rollBackUpdate, enter } from './phases.ts';
import { forwardSteps, removalSteps } from './plan-steps.ts';
import type { StackRecord } from './stack-record.ts';
import { retryFailed, wake } from './tick.ts';

export interface Begin {
  caller: Principal;
  token?: string | undefined;
  onFailure?: StackOperation['onFailure'];
  retainExceptOnCreate?: boolean | undefined;
  timeoutInMinutes?: number | undefined;
  changeSetId?: string;
  retain?: string[];
}

function open(record: StackRecord, phase: Phase, given: Begin): void {
  const { timeoutInMinutes, changeSetId, token } = given;
  record.edit((draft) => {
    draft.operation = {
      id: record.uuid(),
      phase,
      ...(token === undefined ? {} : { token }),
      caller: given.caller,
      onFailure: given.onFailure ?? 'ROLLBACK',
      retainExceptOnCreate: given.retainExceptOnCreate === true,
      ...(timeoutInMinutes === undefined ? {} : { deadline: record.now + timeoutInMinutes * 60_000 }),
      ...(changeSetId === undefined ? {} : { changeSetId }),
      steps: {},
      retain: given.retain ?? [],
      leftovers: [],
    };
  });
  if (timeoutInMinutes !== undefined)
    record.account.after(timeoutInMinutes * 60, 'cloudformation.step', record.region, {
      stackId: record.id,
    });
}

const forward = (record: StackRecord, phase: 'create' | 'update'): void => {
  enter(record, phase, (stack) => {
    const source = { template: checkedTemplate(stack.source.body), parameters: stack.source.parameters };
    return forwardSteps(stack, desired(record.account, stack, source, knownIn(stack)), () => record.uuid());
  });
};

/** The stack tells what its template says of itself. */
function describeAs(draft: Stack, source: StackSource): void {
  const { description } = checkedTemplate(source.body);
  if (description === undefined) delete draft.description;
  else draft.description = description;
}

export function startCreate(record: StackRecord, given: Begin): void {
  record.edit((draft) => describeAs(draft, draft.source));
  open(record, 'create', given);
  record.setStatus('CREATE_IN_PROGRESS', 'User Initiated');
  forward(record, 'create');
  wake(record);
}

export function startUpdate(record: StackRecord, source: StackSource, given: Begin): void {
  record.edit((draft) => {
    draft.before ??= structuredClone({
      source: draft.source,
      resources: draft.resources,
      outputs: draft.outputs,
    });
    draft.source = source;
    draft.updatedAt = new Date(record.now).toISOString();
    describeAs(draft, source);
  });
  open(record, 'update', given);
  record.setStatus('UPDATE_IN_PROGRESS', 'User Initiated');
  forward(record, 'update');
  wake(record);
}

export function startDelete(record: StackRecord, given: Begin): void {
  // Told from the beginning of a delete on, not only after it.
  record.edit((draft) => (draft.deletedAt = new Date(record.now).toISOString()));
  open(record, 'delete', given);
  record.setStatus('DELETE_IN_PROGRESS', 'User Initiated');
  enter(record, 'delete', (stack) => removalSteps(stack, () => record.uuid()));
  wake(record);
}

/** From CREATE_FAILED or ROLLBACK_FAILED, UPDATE_FAILED or UPDATE_ROLLBACK_FAILED. */
export function startRollback(record: StackRecord, given: Begin & { skip?: string[] }): void {
  const { status, operation } = record.stack;
  if (!status.startsWith('UPDATE')) {
    open(record, 'rollback', given);
    record.setStatus('ROLLBACK_IN_PROGRESS', 'User Initiated');
    enter(record, 'rollback', (stack) => removalSteps(stack, () => record.uuid()));
    wake(record);
    return;
  }
  const { token } = given;
  record.edit((draft) => {
    if (!draft.operation) return;
    delete draft.operation.paused;
    draft.operation.id = record.uuid();
    draft.operation.caller = given.caller;
    if (token !== undefined) draft.operation.token = token;
  });
  if (operation?.phase === 'update') rollBackUpdate(record, 'User Initiated');
  else {
    record.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
    retryFailed(record, given.skip ?? []);
  }
  wake(record);
}
