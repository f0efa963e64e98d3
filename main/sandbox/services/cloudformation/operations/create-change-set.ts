/** CreateChangeSet, and the working out of the changes that follows it. */
import { AwsError, type Call, type Operation, type SandboxAccount } from '../../../engine/types.ts';
import { changesOf } from '../changes.ts';
import { invalid, stackMissingForUpdate } from '../errors.ts';
import { CHANGE_SETS, STACKS, type ChangeSet, type Stack } from '../model.ts';
import { StackRecord } from '../runner/stack-record.ts';
import type { Json } from '../template/types.ts';
import { onStack } from './access.ts';
import { checkRole, demandStack, recordOf, sourceOf, stackNamed } from './inputs.ts';
import { resourcesAsTheyAre } from './revert-drift.ts';
import { demandUpdatable, freshStack, type StackInput } from './stacks.ts';

export const CHANGE_SET_TIMER = 'cloudformation.change-set';
/** Seconds from the call to CREATE_COMPLETE, as seen. */
const SECONDS = 4;

interface CreateInput extends StackInput {
  ChangeSetName: string;
  ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  ClientToken?: string;
  Description?: string;
  OnStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  DeploymentMode?: 'REVERT_DRIFT';
  IncludeNestedStacks?: boolean;
}

export const createChangeSet: Operation<CreateInput> = {
  access: onStack,
  async run(call) {
    const { input } = call;
    const { ChangeSetType: type = 'UPDATE' } = input;
    if (type === 'IMPORT') throw invalid('ChangeSetType IMPORT is not modelled in the sandbox.');
    const revertDrift = input.DeploymentMode !== undefined;
    if (revertDrift && type === 'CREATE')
      throw invalid('DeploymentMode REVERT_DRIFT cannot be used with ChangeSetType CREATE.');
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
      ...(revertDrift ? { revertDrift: call.caller } : {}),
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
export const generation = (stack: Readonly<Stack>): string => `${stack.updatedAt ?? ''} ${stack.events}`;

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
  // Carrying a change set out deletes it by AWS's documents; here it can be described until its name is used again.
  if (/^EXECUTE_(COMPLETE|FAILED)$/.test(found.executionStatus)) {
    call.account.table(CHANGE_SETS, call.region).delete(found.id);
    return undefined;
  }
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
export async function computeChangeSet(
  account: SandboxAccount,
  region: string,
  { id }: { id: string },
): Promise<void> {
  const table = account.table(CHANGE_SETS, region);
  const changeSet = table.get(id);
  const stack = changeSet && account.table(STACKS, region).get(changeSet.stackId);
  if (!stack || changeSet.status !== 'CREATE_PENDING') return;
  const failed = (reason: string): void => {
    table.put({ ...changeSet, status: 'FAILED', reason, executionStatus: 'UNAVAILABLE' });
  };
  try {
    const { revertDrift: caller } = changeSet;
    const record = new StackRecord(account, region, stack.id);
    const seen =
      caller === undefined ? stack : { ...stack, resources: await resourcesAsTheyAre(record, caller) };
    const changes = changesOf(account, seen, changeSet.source);
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
