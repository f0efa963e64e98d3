/** Change sets: made, shown, carried out, thrown away. */
import { AwsError, type Call, type Operation, type SandboxAccount } from '../../../engine/types.ts';
import { changesOf, withoutValues, type ResourceChange } from '../changes.ts';
import { changeSetMissing, changeSetState, invalid, stackMissingForUpdate, wrongState } from '../errors.ts';
import { CHANGE_SETS, STACKS, type ChangeSet, type Stack } from '../model.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { startCreate, startUpdate } from '../runner/start.ts';
import type { Json } from '../template/types.ts';
import { onStack } from './access.ts';
import {
  changeSetNamed,
  checkRole,
  demandStack,
  isRepeated,
  keepToken,
  recordOf,
  sourceOf,
  stackNamed,
  type Region,
} from './inputs.ts';
import { shownParameters } from './shown.ts';
import { applySettings, demandUpdatable, freshStack, type StackInput } from './stacks.ts';

export const CHANGE_SET_TIMER = 'cloudformation.change-set';
/** Seconds from the call to CREATE_COMPLETE, as seen. */
const SECONDS = 4;

interface CreateInput extends StackInput {
  ChangeSetName: string;
  ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  ClientToken?: string;
  Description?: string;
  OnStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  DeploymentMode?: string;
  IncludeNestedStacks?: boolean;
}

const createChangeSet: Operation<CreateInput> = {
  access: onStack,
  async run(call) {
    const { input } = call;
    const { ChangeSetType: type = 'UPDATE' } = input;
    if (type === 'IMPORT') throw invalid('ChangeSetType IMPORT is not modelled in the sandbox.');
    if (input.DeploymentMode !== undefined)
      throw invalid(`DeploymentMode ${input.DeploymentMode} is not modelled in the sandbox.`);
    const existing = stackNamed(call, input.StackName);
    const repeated = repetition(call, existing, input);
    if (repeated) return { Id: repeated.id, StackId: repeated.stackId };
    if (type === 'CREATE') demandNew(existing, input);
    else demandUpdatable(demandStack(call, input.StackName, stackMissingForUpdate(input.StackName)));
    const source = await sourceOf(call, input, type === 'CREATE' ? undefined : existing);
    checkRole(call, input.RoleARN);
    const stack = existing ?? reviewed(call, input);
    const uuid = new StackRecord(call.account, call.region, stack.id).uuid();
    const { account, region } = call;
    const { ClientToken, Description, RoleARN, OnStackFailure } = input;
    const changeSet: ChangeSet = {
      id: `arn:${account.partition}:cloudformation:${region}:${account.id}:changeSet/${input.ChangeSetName}/${uuid}`,
      name: input.ChangeSetName,
      stackId: stack.id,
      stackName: stack.name,
      type,
      source,
      capabilities: input.Capabilities ?? [],
      notificationArns: input.NotificationARNs ?? [],
      ...(RoleARN === undefined ? {} : { roleArn: RoleARN }),
      ...(Description === undefined ? {} : { description: Description }),
      ...(OnStackFailure === undefined ? {} : { onStackFailure: OnStackFailure }),
      ...(ClientToken === undefined ? {} : { token: ClientToken }),
      createdAt: new Date(call.now).toISOString(),
      status: 'CREATE_PENDING',
      executionStatus: 'UNAVAILABLE',
      changes: [],
      generation: generation(stack),
    };
    account.table(CHANGE_SETS, region).put(changeSet);
    account.afterTransition(SECONDS, CHANGE_SET_TIMER, region, { id: changeSet.id });
    return { Id: changeSet.id, StackId: stack.id };
  },
};

/** Changes with every operation on the stack, so that older change sets are known to be obsolete. */
const generation = (stack: Readonly<Stack>): string => `${stack.updatedAt ?? ''} ${stack.events}`;

function repetition(
  call: Call<object>,
  stack: Readonly<Stack> | undefined,
  input: CreateInput,
): Readonly<ChangeSet> | undefined {
  if (!stack) return undefined;
  const found = call.account
    .table(CHANGE_SETS, call.region)
    .list()
    .find((c) => c.stackId === stack.id && c.name === input.ChangeSetName);
  if (!found) return undefined;
  if (input.ClientToken !== undefined && found.token === input.ClientToken) return found;
  throw new AwsError('AlreadyExistsException', `ChangeSet ${input.ChangeSetName} already exists`);
}

function demandNew(existing: Readonly<Stack> | undefined, input: CreateInput): void {
  if (!existing || existing.status === 'REVIEW_IN_PROGRESS') return;
  throw invalid(
    `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
  );
}

/** Stands for the template that a stack in review does not have yet. */
const EMPTY = '{"Resources":{"None":{"Type":"AWS::CloudFormation::WaitConditionHandle"}}}';

/** A CREATE change set makes a real stack that waits for its execution. */
function reviewed(call: Call<object>, input: CreateInput): Stack {
  const source = { body: EMPTY, parameters: {}, tags: [] };
  const fresh: Stack = { ...freshStack(call, input, source, 'REVIEW_IN_PROGRESS') };
  call.account.table(STACKS, call.region).put(fresh);
  recordOf(call, fresh).setStatus('REVIEW_IN_PROGRESS', 'User Initiated');
  return fresh;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Works out the changes; the timer of CreateChangeSet. */
export function computeChangeSet(account: SandboxAccount, region: string, { id }: { id: string }): void {
  const table = account.table(CHANGE_SETS, region);
  const changeSet = table.get(id);
  const stack = changeSet && account.table(STACKS, region).get(changeSet.stackId);
  if (!stack || changeSet.status !== 'CREATE_PENDING') return;
  const failed = (reason: string): void => {
    table.put({ ...changeSet, status: 'FAILED', reason, executionStatus: 'UNAVAILABLE' });
  };
  try {
    const changes = changesOf(account, stack, changeSet.source);
    if (!changes) {
      failed(NO_CHANGES);
      return;
    }
    table.put({
      ...changeSet,
      status: 'CREATE_COMPLETE',
      executionStatus: 'AVAILABLE',
      changes: changes as unknown as Json[],
      generation: generation(stack),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    failed(error.message);
  }
}

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
  run(call) {
    const { input } = call;
    const token = input.ClientRequestToken;
    const changeSet = demandChangeSet(call, input);
    const record = new StackRecord(call.account, call.region, changeSet.stackId);
    const { stack } = record;
    const what = `ExecuteChangeSet ${changeSet.id}`;
    if (isRepeated(stack, token, what)) return {};
    demandExecutable(call, changeSet, stack);
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
