/**
 * What follows when a phase has no step left to do: the stack's next status and phase. Statuses as in
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, reasons as the service words them.
 */
import { AwsError } from '../../../engine/types.ts';
import { checkedTemplate, desired, importersOf, knownIn, outputsOf } from '../desired.ts';
import { CHANGE_SETS, type Phase, type Stack, type StackOutput, type Step } from '../model.ts';
import { cleanupSteps, removalSteps, restoreSteps, type Steps } from './plan-steps.ts';
import type { StackRecord } from './stack-record.ts';

const failedIds = (stack: Readonly<Stack>, ...actions: Step['action'][]): string[] =>
  Object.values(stack.operation?.steps ?? {})
    .filter((s) => (s.state === 'failed' || s.state === 'cancelled') && actions.includes(s.action))
    .filter((s) => s.reason !== undefined)
    .map((s) => s.logicalId);

const sentence = (ids: string[], verb: string): string =>
  ids.length === 0 ? '' : `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. `;

export function enter(record: StackRecord, phase: Phase, steps: (stack: Readonly<Stack>) => Steps): void {
  record.edit((draft) => {
    if (!draft.operation) return;
    draft.operation.steps = steps(draft);
    draft.operation.phase = phase;
    delete draft.operation.failure;
  });
}

const token = (record: StackRecord) => () => record.uuid();

/** States from which the operation may be taken up again: its steps are kept. */
const PAUSES = ['UPDATE_FAILED', 'UPDATE_ROLLBACK_FAILED'];

/** Ends the operation with a status. */
function end(record: StackRecord, status: string, reason?: string): void {
  record.setStatus(status, reason);
  const changeSetId = record.stack.operation?.changeSetId;
  record.edit((draft) => {
    if (PAUSES.includes(status)) {
      if (draft.operation) draft.operation.paused = true;
      return;
    }
    delete draft.operation;
    delete draft.before;
  });
  if (changeSetId !== undefined) finishChangeSet(record, changeSetId, status);
}

function finishChangeSet(record: StackRecord, id: string, status: string): void {
  const table = record.account.table(CHANGE_SETS, record.region);
  const changeSet = table.get(id);
  if (!changeSet) return;
  const worked = status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
  table.put({ ...changeSet, executionStatus: worked ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED' });
}

type Follow = (record: StackRecord) => void;

/** What follows a phase that went well, and one in which a step failed. */
const AFTER: Record<Phase, { done: Follow; failed: Follow }> = {
  create: { done: created, failed: createFailed },
  rollback: {
    done: (record) => end(record, 'ROLLBACK_COMPLETE'),
    failed: (record) =>
      end(record, 'ROLLBACK_FAILED', sentence(failedIds(record.stack, 'delete'), 'delete').trim()),
  },
  update: { done: updated, failed: updateFailed },
  // What a cleanup cannot delete is left behind; the stack is no longer concerned.
  cleanup: {
    done: (record) => end(record, 'UPDATE_COMPLETE'),
    failed: (record) => end(record, 'UPDATE_COMPLETE'),
  },
  'update-rollback': { done: rolledBack, failed: rollbackFailed },
  'rollback-cleanup': {
    done: (record) => end(record, 'UPDATE_ROLLBACK_COMPLETE'),
    failed: (record) => end(record, 'UPDATE_ROLLBACK_COMPLETE'),
  },
  delete: { done: deleted, failed: deleteFailed },
};

/** Called when nothing runs and nothing can be begun. */
export function finish(record: StackRecord): void {
  const { operation } = record.stack;
  if (!operation) return;
  const failed =
    operation.failure !== undefined || Object.values(operation.steps).some((s) => s.state === 'failed');
  AFTER[operation.phase][failed ? 'failed' : 'done'](record);
}

/** Outputs of the source as the resources are now, or the failure that evaluating them is. */
function newOutputs(record: StackRecord): { outputs: StackOutput[] } | { failure: string } {
  const { stack, account } = record;
  try {
    const template = checkedTemplate(stack.source.body);
    const want = desired(account, stack, { template, parameters: stack.source.parameters }, knownIn(stack));
    const outputs = outputsOf(account, stack, want);
    const lost = stack.outputs.find(
      (o) =>
        o.exportName !== undefined &&
        !outputs.some((n) => n.exportName === o.exportName && n.value === o.value),
    );
    const users = lost?.exportName === undefined ? [] : importersOf(account, stack.region, lost.exportName);
    if (lost?.exportName !== undefined && users.length > 0) {
      const verb = outputs.some((n) => n.exportName === lost.exportName) ? 'updated' : 'deleted';
      return {
        failure: `Export ${lost.exportName} cannot be ${verb} as it is in use by ${users.join(' and ')}`,
      };
    }
    return { outputs };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { failure: error.message };
  }
}

function created(record: StackRecord): void {
  const found = newOutputs(record);
  if ('failure' in found) {
    record.edit((draft) => {
      if (draft.operation) draft.operation.failure = found.failure;
    });
    createFailed(record);
    return;
  }
  record.edit((draft) => {
    draft.outputs = found.outputs;
    for (const resource of Object.values(draft.resources)) resource.fresh = false;
  });
  end(record, 'CREATE_COMPLETE');
}

function createFailed(record: StackRecord): void {
  const { operation } = record.stack;
  if (!operation) return;
  const reason = `${operation.failure ?? ''}${sentence(failedIds(record.stack, 'create'), 'create')}`;
  if (operation.onFailure === 'DO_NOTHING') {
    end(record, 'CREATE_FAILED', reason.trim());
    return;
  }
  const byDelete = operation.onFailure === 'DELETE';
  const text = `${reason}${byDelete ? 'Delete requested by user.' : 'Rollback requested by user.'}`;
  record.setStatus(byDelete ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS', text);
  enter(record, byDelete ? 'delete' : 'rollback', (stack) => removalSteps(stack, token(record)));
}

function updated(record: StackRecord): void {
  const found = newOutputs(record);
  if ('failure' in found) {
    record.edit((draft) => {
      if (draft.operation) draft.operation.failure = found.failure;
    });
    updateFailed(record);
    return;
  }
  const template = checkedTemplate(record.stack.source.body);
  record.edit((draft) => {
    draft.outputs = found.outputs;
    const want = desired(
      record.account,
      draft,
      { template, parameters: draft.source.parameters },
      knownIn(draft),
    );
    for (const [id, resource] of Object.entries(draft.resources)) {
      resource.fresh = false;
      if (want.active.has(id)) continue;
      draft.operation?.leftovers.push(structuredClone(resource));
      draft.resources = Object.fromEntries(Object.entries(draft.resources).filter(([key]) => key !== id));
    }
  });
  record.setStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  enter(record, 'cleanup', (stack) => cleanupSteps(stack.operation?.leftovers ?? [], token(record)));
}

function updateFailed(record: StackRecord): void {
  const { operation, disableRollback } = record.stack;
  if (!operation) return;
  const ids = [
    sentence(failedIds(record.stack, 'create'), 'create'),
    sentence(failedIds(record.stack, 'update', 'replace'), 'update'),
  ];
  const reason = `${operation.failure ?? ''}${ids.join('')}`.trim();
  if (disableRollback || operation.onFailure === 'DO_NOTHING') {
    end(record, 'UPDATE_FAILED', reason);
    return;
  }
  rollBackUpdate(record, reason);
}

/** New things become leftovers, replaced ones come back, changed ones are changed back. */
export function rollBackUpdate(record: StackRecord, reason?: string): void {
  record.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  enter(record, 'update-rollback', (stack) => restoreSteps(stack, token(record)));
  record.edit((draft) => {
    const { before, operation } = draft;
    if (!before || !operation) return;
    const made = Object.values(draft.resources).filter(
      (r) => r.physicalId !== undefined && r.physicalId !== before.resources[r.logicalId]?.physicalId,
    );
    operation.leftovers = made.map((r) => structuredClone(r));
    const restored = Object.keys(operation.steps);
    draft.resources = Object.fromEntries(
      Object.entries(before.resources).map(([id, was]) => {
        const now = draft.resources[id];
        return [id, restored.includes(id) && now ? now : structuredClone(was)];
      }),
    );
  });
}

function rollbackFailed(record: StackRecord): void {
  end(record, 'UPDATE_ROLLBACK_FAILED', sentence(failedIds(record.stack, 'restore'), 'update').trim());
}

export function rolledBack(record: StackRecord): void {
  record.edit((draft) => {
    if (!draft.before) return;
    draft.source = draft.before.source;
    draft.outputs = draft.before.outputs;
  });
  record.setStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  enter(record, 'rollback-cleanup', (stack) => cleanupSteps(stack.operation?.leftovers ?? [], token(record)));
}

function deleteFailed(record: StackRecord): void {
  end(record, 'DELETE_FAILED', sentence(failedIds(record.stack, 'delete'), 'delete').trim());
}

function deleted(record: StackRecord): void {
  const { account, region, id } = record;
  record.edit((draft) => {
    draft.deletedAt = new Date(record.now).toISOString();
    draft.outputs = [];
  });
  end(record, 'DELETE_COMPLETE');
  const changeSets = account.table(CHANGE_SETS, region);
  for (const changeSet of changeSets.list()) if (changeSet.stackId === id) changeSets.delete(changeSet.id);
  record.bury();
}
