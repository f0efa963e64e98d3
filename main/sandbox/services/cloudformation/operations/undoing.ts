/** DeleteStack, and what stops, continues or takes back an operation. */
import type { Call, Operation } from '../../../engine/types.ts';
import { importersOf } from '../desired.ts';
import { invalid, stackMissingForUpdate, wrongState } from '../errors.ts';
import type { Stack } from '../model.ts';
import type { StackRecord } from '../runner/stack-record.ts';
import { startDelete, startRollback } from '../runner/start.ts';
import { wake } from '../runner/tick.ts';
import { onStack } from './access.ts';
import {
  checkRole,
  demandStack,
  fingerprint,
  isRepeated,
  keepToken,
  recordOf,
  stackNamed,
} from './inputs.ts';

interface DeleteInput {
  StackName: string;
  RetainResources?: string[];
  RoleARN?: string;
  ClientRequestToken?: string;
  DeletionMode?: string;
}

/** States in which an operation runs that a delete cannot interrupt. */
const NOT_DELETABLE = /^UPDATE_.*IN_PROGRESS$/;

const deleteStack: Operation<DeleteInput> = {
  access: onStack,
  run(call) {
    const { input, caller } = call;
    const token = input.ClientRequestToken;
    const stack = stackNamed(call, input.StackName);
    // A stack that is not there counts as deleted.
    if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
    const what = fingerprint('DeleteStack', { ...input, ClientRequestToken: '' });
    if (isRepeated(stack, token, what)) return {};
    checkDelete(call, stack, input);
    const record = recordOf(call, stack);
    keepToken(record, token, what);
    if (input.RoleARN !== undefined) applyRole(record, input.RoleARN);
    const used = exportInUse(call, stack);
    if (used !== undefined) {
      refuseDelete(record, stack.status, used);
      return {};
    }
    if (stack.operation && stack.operation.paused !== true) {
      record.edit((draft) => {
        if (draft.operation) draft.operation.asked = 'delete';
      });
      wake(record);
      return {};
    }
    startDelete(record, { caller, token, retain: input.RetainResources ?? [] });
    return {};
  },
};

function checkDelete(call: Call<object>, stack: Readonly<Stack>, input: DeleteInput): void {
  if (stack.terminationProtection)
    throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (NOT_DELETABLE.test(stack.status)) throw wrongState(stack.id, stack.status, 'deleted');
  if (input.DeletionMode === 'FORCE_DELETE_STACK')
    throw invalid('DeletionMode FORCE_DELETE_STACK is not modelled in the sandbox.');
  const retain = input.RetainResources ?? [];
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED')
    throw invalid(
      `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  const unknown = retain.filter((id) => !(id in stack.resources));
  if (unknown.length > 0)
    throw invalid(`The following resources to retain do not exist in the stack: [${unknown.join(', ')}]`);
  checkRole(call, input.RoleARN);
}

const applyRole = (record: StackRecord, roleArn: string): void =>
  record.edit((draft) => {
    draft.roleArn = roleArn;
  });

function exportInUse(call: Call<object>, stack: Readonly<Stack>): string | undefined {
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined) continue;
    const users = importersOf(call.account, call.region, exportName);
    if (users.length > 0)
      return `Export ${exportName} cannot be deleted as it is in use by ${users.join(' and ')}`;
  }
  return undefined;
}

/** The stack goes back to the status that it had; the reason tells why. */
function refuseDelete(record: StackRecord, status: string, reason: string): void {
  record.setStatus('DELETE_IN_PROGRESS', 'User Initiated');
  record.setStatus(status, reason);
}

const cancelUpdateStack: Operation<{ StackName: string; ClientRequestToken?: string }> = {
  access: onStack,
  run(call) {
    const stack = demandStack(call, call.input.StackName, stackMissingForUpdate(call.input.StackName));
    if (stack.status !== 'UPDATE_IN_PROGRESS')
      throw invalid(`CancelUpdateStack cannot be called from current stack status`);
    const record = recordOf(call, stack);
    record.edit((draft) => {
      if (draft.operation) draft.operation.asked = 'cancel';
    });
    wake(record);
    return {};
  },
};

interface RollbackInput {
  StackName: string;
  RoleARN?: string;
  ClientRequestToken?: string;
  RetainExceptOnCreate?: boolean;
  ResourcesToSkip?: string[];
}

/** Only what the roll back could not change may be passed over (API reference, ContinueUpdateRollback, ResourcesToSkip). */
function checkSkipped(stack: Readonly<Stack>, skip: readonly string[]): void {
  const wrong = skip.filter((id) => stack.resources[id]?.status !== 'UPDATE_FAILED');
  if (wrong.length > 0)
    throw invalid(
      `The following resources are not in the UPDATE_FAILED state and cannot be skipped: [${wrong.join(', ')}]`,
    );
}

const continueUpdateRollback: Operation<RollbackInput> = {
  access: onStack,
  run(call) {
    const { input, caller } = call;
    const stack = demandStack(call, input.StackName, stackMissingForUpdate(input.StackName));
    const what = fingerprint('ContinueUpdateRollback', { ...input, ClientRequestToken: '' });
    if (isRepeated(stack, input.ClientRequestToken, what)) return {};
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
      throw wrongState(stack.id, stack.status, 'continued rollback');
    checkSkipped(stack, input.ResourcesToSkip ?? []);
    const record = recordOf(call, stack);
    keepToken(record, input.ClientRequestToken, what);
    if (input.RoleARN !== undefined) applyRole(record, input.RoleARN);
    startRollback(record, { caller, token: input.ClientRequestToken, skip: input.ResourcesToSkip ?? [] });
    return {};
  },
};

const rollbackStack: Operation<RollbackInput> = {
  access: onStack,
  run(call) {
    const { input, caller } = call;
    const stack = demandStack(call, input.StackName, stackMissingForUpdate(input.StackName));
    const what = fingerprint('RollbackStack', { ...input, ClientRequestToken: '' });
    if (isRepeated(stack, input.ClientRequestToken, what)) return { StackId: stack.id };
    if (!['CREATE_FAILED', 'UPDATE_FAILED'].includes(stack.status))
      throw wrongState(stack.id, stack.status, 'rolled back');
    const record = recordOf(call, stack);
    keepToken(record, input.ClientRequestToken, what);
    if (input.RoleARN !== undefined) applyRole(record, input.RoleARN);
    startRollback(record, {
      caller,
      token: input.ClientRequestToken,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    return { StackId: stack.id };
  },
};

const updateTerminationProtection: Operation<{ StackName: string; EnableTerminationProtection: boolean }> = {
  access: onStack,
  run(call) {
    const stack = demandStack(call, call.input.StackName);
    recordOf(call, stack).edit((draft) => {
      draft.terminationProtection = call.input.EnableTerminationProtection;
    });
    return { StackId: stack.id };
  },
};

export const undoingOperations = {
  DeleteStack: deleteStack,
  CancelUpdateStack: cancelUpdateStack,
  ContinueUpdateRollback: continueUpdateRollback,
  RollbackStack: rollbackStack,
  UpdateTerminationProtection: updateTerminationProtection,
};
