/** CreateStack and UpdateStack. */
import type { Call, Operation } from '../../../engine/types.ts';
import { changesOf } from '../changes.ts';
import { checkedTemplate } from '../desired.ts';
import { invalid, noUpdates, stackExists, stackMissingForUpdate, wrongState } from '../errors.ts';
import { STACKS, type Stack, type StackOperation, type StackSource } from '../model.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { startCreate, startUpdate } from '../runner/start.ts';
import { onStack } from './access.ts';
import {
  checkRole,
  demandStack,
  fingerprint,
  isRepeated,
  keepToken,
  recordOf,
  sourceOf,
  stackNamed,
  type SourceInput,
} from './inputs.ts';

export interface StackInput extends SourceInput {
  StackName: string;
  RoleARN?: string;
  NotificationARNs?: string[];
  DisableRollback?: boolean;
  TimeoutInMinutes?: number;
  OnFailure?: StackOperation['onFailure'];
  ClientRequestToken?: string;
  EnableTerminationProtection?: boolean;
  RetainExceptOnCreate?: boolean;
}

/** A stack's record in its first state, not yet stored. */
export function freshStack(
  call: Call<object>,
  input: Pick<StackInput, 'StackName' | 'RoleARN' | 'NotificationARNs' | 'Capabilities'>,
  source: StackSource,
  status: string,
): Stack {
  const { account, region, now } = call;
  const { StackName: name, RoleARN: roleArn, NotificationARNs = [], Capabilities = [] } = input;
  const uuid = new StackRecord(account, region, '').uuid();
  const { description } = checkedTemplate(source.body);
  return {
    id: `arn:${account.partition}:cloudformation:${region}:${account.id}:stack/${name}/${uuid}`,
    name,
    region,
    source,
    ...(description === undefined ? {} : { description }),
    capabilities: Capabilities,
    notificationArns: NotificationARNs,
    ...(roleArn === undefined ? {} : { roleArn }),
    status,
    createdAt: new Date(now).toISOString(),
    disableRollback: false,
    terminationProtection: false,
    outputs: [],
    resources: {},
    tokens: {},
    events: 0,
  };
}

const createStack: Operation<StackInput> = {
  access: onStack,
  async run(call) {
    const { input } = call;
    const token = input.ClientRequestToken;
    const existing = stackNamed(call, input.StackName);
    const what = fingerprint('CreateStack', { ...input, ClientRequestToken: '' });
    if (existing && isRepeated(existing, token, what)) return { StackId: existing.id };
    if (existing) throw stackExists(input.StackName);
    if (input.DisableRollback !== undefined && input.OnFailure !== undefined)
      throw invalid('Either DisableRollback or OnFailure can be specified, not both.');
    const source = await sourceOf(call, input, undefined);
    checkRole(call, input.RoleARN);
    const fresh: Stack = {
      ...freshStack(call, input, source, 'CREATE_IN_PROGRESS'),
      disableRollback: input.DisableRollback === true,
      terminationProtection: input.EnableTerminationProtection === true,
      ...(input.TimeoutInMinutes === undefined ? {} : { timeoutInMinutes: input.TimeoutInMinutes }),
    };
    changesOf(call.account, { ...fresh, status: 'REVIEW_IN_PROGRESS' }, source);
    call.account.table(STACKS, call.region).put(fresh);
    const record = recordOf(call, fresh);
    keepToken(record, token, what);
    startCreate(record, {
      caller: call.caller,
      token,
      onFailure: input.OnFailure ?? (input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK'),
      retainExceptOnCreate: input.RetainExceptOnCreate,
      timeoutInMinutes: input.TimeoutInMinutes,
    });
    return { StackId: fresh.id };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-stack-states.html */
const UPDATABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED'];

export function demandUpdatable(stack: Readonly<Stack>): void {
  if (!UPDATABLE.includes(stack.status)) throw wrongState(stack.id, stack.status, 'updated');
}

const updateStack: Operation<StackInput> = {
  access: onStack,
  async run(call) {
    const { input } = call;
    const token = input.ClientRequestToken;
    const stack = demandStack(call, input.StackName, stackMissingForUpdate(input.StackName));
    const what = fingerprint('UpdateStack', { ...input, ClientRequestToken: '' });
    if (isRepeated(stack, token, what)) return { StackId: stack.id };
    demandUpdatable(stack);
    const source = await sourceOf(call, input, stack);
    checkRole(call, input.RoleARN);
    if (!changesOf(call.account, stack, source)) throw noUpdates();
    const record = recordOf(call, stack);
    keepToken(record, token, what);
    applySettings(record, input);
    startUpdate(record, source, {
      caller: call.caller,
      token,
      onFailure: input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK',
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    return { StackId: stack.id };
  },
};

/** What an update may change besides template, parameters and tags. */
export function applySettings(
  record: StackRecord,
  input: Pick<StackInput, 'RoleARN' | 'NotificationARNs' | 'Capabilities' | 'DisableRollback'>,
): void {
  record.edit((draft) => {
    if (input.RoleARN !== undefined) draft.roleArn = input.RoleARN;
    if (input.NotificationARNs !== undefined) draft.notificationArns = input.NotificationARNs;
    draft.capabilities = input.Capabilities ?? [];
    draft.disableRollback = input.DisableRollback === true;
  });
}

export const stackOperations = { CreateStack: createStack, UpdateStack: updateStack };
