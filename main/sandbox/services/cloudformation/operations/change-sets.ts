/** Change sets: shown, carried out, thrown away. */
import type { Call, Operation } from '../../../engine/types.ts';
import type { ResourceChange } from '../change-details.ts';
import { withoutValues } from '../changes.ts';
import { changeSetMissing, changeSetState, stackMissingForUpdate, wrongState } from '../errors.ts';
import { CHANGE_SETS, STACKS, type ChangeSet, type Stack } from '../model.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { startCreate, startUpdate } from '../runner/start.ts';
import { onStack } from './access.ts';
import { createChangeSet, generation } from './create-change-set.ts';
import { changeSetNamed, demandStack, isRepeated, keepToken, type Region } from './inputs.ts';
import { resourcesAsTheyAre } from './revert-drift.ts';
import { shownParameters } from './shown.ts';
import { applySettings, demandUpdatable } from './stacks.ts';

interface NamedInput {
  ChangeSetName: string;
  StackName?: string;
}

function demandChangeSet(call: Call<object>, input: NamedInput): Readonly<ChangeSet> {
  const found = changeSetNamed(call, input.ChangeSetName, input.StackName);
  if (!found) throw changeSetMissing(input.ChangeSetName);
  return found;
}

/** The status of a change set that another operation on the stack overtook. */
function executionStatus(call: Region, changeSet: Readonly<ChangeSet>): string {
  const stack = call.account.table(STACKS, call.region).get(changeSet.stackId);
  const isOld =
    changeSet.executionStatus === 'AVAILABLE' && stack && generation(stack) !== changeSet.generation;
  return isOld ? 'OBSOLETE' : changeSet.executionStatus;
}

const describeChangeSet: Operation<NamedInput & { IncludePropertyValues?: boolean }> = {
  access: onStack,
  page: { items: 'Changes', input: 'NextToken', output: 'NextToken', defaultSize: 100, maxSize: 100 },
  run(call) {
    const changeSet = demandChangeSet(call, call.input);
    const changes = changeSet.changes as unknown as ResourceChange[];
    const full = call.input.IncludePropertyValues === true;
    return {
      ...summary(call, changeSet),
      ...(changeSet.source.tags.length > 0 ? { Tags: changeSet.source.tags } : {}),
      Parameters: shownParameters(changeSet.source),
      Capabilities: changeSet.capabilities,
      NotificationARNs: changeSet.notificationArns,
      ...(changeSet.onStackFailure === undefined ? {} : { OnStackFailure: changeSet.onStackFailure }),
      RollbackConfiguration: {},
      Changes: changes.map((change) => ({
        Type: 'Resource',
        ResourceChange: full ? change : withoutValues(change),
      })),
    };
  },
};

function summary(call: Region, c: Readonly<ChangeSet>) {
  return {
    StackId: c.stackId,
    StackName: c.stackName,
    ChangeSetId: c.id,
    ChangeSetName: c.name,
    ...(c.description === undefined ? {} : { Description: c.description }),
    CreationTime: new Date(c.createdAt),
    ExecutionStatus: executionStatus(call, c),
    Status: c.status,
    ...(c.reason === undefined ? {} : { StatusReason: c.reason }),
    IncludeNestedStacks: false,
  };
}

const listChangeSets: Operation<{ StackName: string }> = {
  access: onStack,
  page: { items: 'Summaries', input: 'NextToken', output: 'NextToken', defaultSize: 100, maxSize: 100 },
  run(call) {
    const stack = demandStack(call, call.input.StackName, stackMissingForUpdate(call.input.StackName));
    const all = call.account.table(CHANGE_SETS, call.region).list();
    return { Summaries: all.filter((c) => c.stackId === stack.id).map((c) => summary(call, c)) };
  },
};

interface ExecuteInput extends NamedInput {
  ClientRequestToken?: string;
  DisableRollback?: boolean;
  RetainExceptOnCreate?: boolean;
}

const executeChangeSet: Operation<ExecuteInput> = {
  access: onStack,
  async run(call) {
    const { input } = call;
    const token = input.ClientRequestToken;
    const { id, revertDrift } = demandChangeSet(call, input);
    const what = `ExecuteChangeSet ${id}`;
    const record = new StackRecord(call.account, call.region, demandChangeSet(call, input).stackId);
    if (isRepeated(record.stack, token, what)) return {};
    const seen = revertDrift === undefined ? undefined : await resourcesAsTheyAre(record, revertDrift);
    const changeSet = demandChangeSet(call, input);
    const { stack } = record;
    demandExecutable(call, changeSet, stack);
    if (seen !== undefined)
      record.edit((draft) => {
        draft.resources = seen;
      });
    const table = call.account.table(CHANGE_SETS, call.region);
    table.put({ ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' });
    for (const other of table.list())
      if (other.stackId === stack.id && other.id !== changeSet.id) table.delete(other.id);
    keepToken(record, token, what);
    applySettings(record, {
      Capabilities: changeSet.capabilities,
      NotificationARNs: changeSet.notificationArns,
      ...(changeSet.roleArn === undefined ? {} : { RoleARN: changeSet.roleArn }),
      ...(input.DisableRollback === undefined ? {} : { DisableRollback: input.DisableRollback }),
    });
    const begin = {
      caller: call.caller,
      token,
      onFailure: changeSet.onStackFailure ?? (input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK'),
      retainExceptOnCreate: input.RetainExceptOnCreate,
      changeSetId: changeSet.id,
    } as const;
    if (changeSet.type === 'UPDATE') startUpdate(record, changeSet.source, begin);
    else {
      record.edit((draft) => {
        draft.source = changeSet.source;
      });
      startCreate(record, begin);
    }
    return {};
  },
};

function demandExecutable(call: Call<object>, changeSet: Readonly<ChangeSet>, stack: Readonly<Stack>): void {
  if (changeSet.status !== 'CREATE_COMPLETE')
    throw changeSetState(
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
    );
  const execution = executionStatus(call, changeSet);
  if (execution !== 'AVAILABLE')
    throw changeSetState(
      `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${execution}]`,
    );
  if (changeSet.type === 'UPDATE') demandUpdatable(stack);
  else if (stack.status !== 'REVIEW_IN_PROGRESS') throw wrongState(stack.id, stack.status, 'created');
}

const deleteChangeSet: Operation<NamedInput> = {
  access: onStack,
  run(call) {
    const changeSet = changeSetNamed(call, call.input.ChangeSetName, call.input.StackName);
    if (!changeSet) return {};
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS' || changeSet.status === 'CREATE_PENDING')
      throw changeSetState(`An operation on ChangeSet [${changeSet.id}] is in progress.`);
    call.account.table(CHANGE_SETS, call.region).delete(changeSet.id);
    return {};
  },
};

export const changeSetOperations = {
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: describeChangeSet,
  ListChangeSets: listChangeSets,
  ExecuteChangeSet: executeChangeSet,
  DeleteChangeSet: deleteChangeSet,
};
