/**
 * From a planned stack to an executed change set: make it, wait for it, compare it with the plan, and only then execute.
 * Every step is written to the journal first and can be entered again after a crash.
 */
import type { Stack } from '@aws-sdk/client-cloudformation';
import { message } from '../../preload/contract/message.ts';
import type { StackChange } from '../../preload/contract/plan.ts';
import { AppFailure, failedWith, failure, troubleBehind } from '../failure.ts';
import { type Facts, textIn } from '../plans/journal-lines.ts';
import { absence, surely } from './absence.ts';
import { differences } from './compare.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { deleteChangeSet, dropChangeSet } from './drop.ts';
import { stackFailure } from './failure-reason.ts';
import { limits } from './limits.ts';
import { withoutValues } from './mask.ts';
import { type ChangeSet, findChangeSet, findStack } from './look.ts';
import { waitUntil, whenRoleUsable } from './wait.ts';

export interface ChangeSetRequest {
  stackName: string;
  type: 'CREATE' | 'UPDATE';
  /** Body of the template, at most 51,200 bytes; null keeps the one in use. */
  template: string | null;
  parameters: Record<string, string>;
  /** Parameters that keep their present value. */
  keep: string[];
  capabilities: string[];
  tags: Record<string, string>;
  roleArn?: string | undefined;
  /** Compares with the things as they are, and brings back what somebody changed elsewhere. */
  revertDrift?: true | undefined;
}

const noChanges = /didn't contain changes|No updates are to be performed/i;

/** Makes the change set, or finds the one that an earlier try made. Undefined: there is nothing to change. */
export async function makeChangeSet(
  context: ChangeContext,
  request: ChangeSetRequest,
  remember: Facts = {},
): Promise<ChangeSet | undefined> {
  const { aws, steps } = context;
  const unchanged = steps.intended('unchanged');
  if (unchanged !== undefined) {
    await deleteChangeSet(context, { id: textIn(unchanged, 'id'), stackId: textIn(unchanged, 'stackId') });
    return undefined;
  }
  const name = tokenOf(context, 'change-set');
  if (steps.intended('change-set') === undefined)
    await steps.intend('change-set', { stackName: request.stackName, changeSetName: name, ...remember });
  if (steps.outcome('change-set') === undefined) {
    context.onDetail(message('apply.changeSet'));
    const made = await whenRoleUsable(() => create(context, request, name), context);
    await steps.settle('change-set', { stackId: made });
  }
  const gone = absence(context.clock, limits.appears);
  const found = await waitUntil(
    async () => {
      const set = await findChangeSet(aws, request.stackName, name, lookOptions(context));
      if (gone(set !== undefined)) throw failure('resource.notFound', { name: request.stackName });
      return set?.status === 'CREATE_COMPLETE' || set?.status === 'FAILED' ? set : undefined;
    },
    context,
    limits.changeSet,
  );
  if (found.status === 'CREATE_COMPLETE') return found;
  if (!noChanges.test(found.reason))
    return dropChangeSet(context, found, false, stackFailure(request.stackName, undefined, found.reason));
  // Written down first: a program that dies here finds no change set the next time, and must know why.
  await steps.intend('unchanged', { id: found.id, stackId: found.stackId });
  await deleteChangeSet(context, found);
  return undefined;
}

/** Answers the id of the stack. */
async function create(context: ChangeContext, request: ChangeSetRequest, name: string): Promise<string> {
  const { aws } = context;
  if (context.secret?.missing === true) {
    // The try before may have reached AWS with what is forgotten here.
    const there = await surely(
      () => findChangeSet(aws, request.stackName, name, lookOptions(context)),
      context,
    );
    if (there === undefined) throw failure('secret.missing');
    return there.stackId;
  }
  try {
    const made = await aws.call(
      'cloudformation',
      'CreateChangeSet',
      {
        StackName: request.stackName,
        ChangeSetName: name,
        ChangeSetType: request.type,
        ClientToken: name,
        Parameters: [
          ...Object.entries({ ...request.parameters, ...context.secret?.values }).map(
            ([ParameterKey, ParameterValue]) => ({
              ParameterKey,
              ParameterValue,
            }),
          ),
          ...request.keep.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
        ],
        Capabilities: request.capabilities as 'CAPABILITY_NAMED_IAM'[],
        ...(request.template === null ? { UsePreviousTemplate: true } : { TemplateBody: request.template }),
        ...(Object.keys(request.tags).length === 0
          ? {}
          : { Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })) }),
        ...(request.roleArn === undefined ? {} : { RoleARN: request.roleArn }),
        ...(request.revertDrift === undefined ? {} : { DeploymentMode: 'REVERT_DRIFT' as const }),
        // A failed first try leaves nothing behind, also when this computer is off.
        ...(request.type === 'CREATE' ? { OnStackFailure: 'DELETE' as const } : {}),
      },
      lookOptions(context),
    );
    return made.StackId ?? request.stackName;
  } catch (error) {
    // The first try may have been carried out and its answer lost.
    if (!failedWith(error, 'name.taken', 'plan.alreadyApplied', 'outcome.unknown'))
      throw withoutValues(error, Object.values(context.secret?.values ?? {}));
    const there = await surely(
      () => findChangeSet(aws, request.stackName, name, lookOptions(context)),
      context,
    );
    // The trouble passes, and the token makes the next try the same request.
    if (there === undefined) throw troubleBehind(error);
    return there.stackId;
  }
}

/** Compares and executes. The difference, resource by resource, is in the failure's problems. */
export async function executeIfEqual(
  context: ChangeContext,
  change: StackChange,
  set: ChangeSet,
): Promise<void> {
  const { steps } = context;
  if (steps.intended('execute') === undefined) {
    const found = differences(change.resources, set.changes);
    if (found.length > 0) {
      const differs = failure(
        'plan.differsFromChangeSet',
        {},
        {
          problems: found.map((one) => ({
            path: `${change.id}.${one.logicalId}`,
            says: message('apply.difference', {
              thing: `${one.logicalId} (${one.type})`,
              planned: { message: message(`apply.effect.${one.planned}`) },
              aws: { message: message(`apply.effect.${one.aws.split(' ')[0] ?? 'unclear'}`) },
            }),
          })),
        },
      );
      await dropChangeSet(context, set, change.action === 'create', differs);
    }
  }
  // Nobody has begun it, though an earlier try may have announced it.
  if (steps.outcome('execute') === undefined && set.executionStatus === 'AVAILABLE') {
    try {
      context.mayBegin?.();
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      await dropChangeSet(context, set, change.action === 'create', error);
    }
  }
  await execute(context, set);
}

export async function execute(context: ChangeContext, set: ChangeSet): Promise<void> {
  const { aws, steps } = context;
  if (steps.outcome('execute') !== undefined) return;
  if (steps.intended('execute') === undefined)
    await steps.intend('execute', { changeSetId: set.id, stackId: set.stackId });
  // Anything but AVAILABLE: the call of an earlier try was carried out.
  if (set.executionStatus === 'AVAILABLE')
    await whenRoleUsable(async () => {
      const token = tokenOf(context, 'execute');
      const input = { ChangeSetName: set.id, StackName: set.stackId, ClientRequestToken: token };
      try {
        await aws.call('cloudformation', 'ExecuteChangeSet', input, lookOptions(context));
      } catch (error) {
        if (!failedWith(error, 'outcome.unknown', 'state.wrong', 'resource.notFound')) throw error;
        if (!(await wasExecuted(context, set))) throw troubleBehind(error);
      }
    }, context);
  await steps.settle('execute', { stackId: set.stackId });
}

/** AWS may keep a change set that was executed or not; a stack that it made has left its first state then. */
async function wasExecuted(context: ChangeContext, set: ChangeSet): Promise<boolean> {
  const options = lookOptions(context);
  const now = await surely(() => findChangeSet(context.aws, set.stackId, set.id, options), context);
  if (now !== undefined) return now.executionStatus !== 'AVAILABLE';
  const stack = await findStack(context.aws, set.stackId, options);
  return stack !== undefined && stack.StackStatus !== 'REVIEW_IN_PROGRESS';
}

/**
 * Removes the change set that the way there made, if it still waits: it must neither stay behind nor be executed by a
 * request that arrives late.
 */
export async function dropForwardChangeSet(context: ChangeContext, stack: string): Promise<void> {
  await waitUntil(
    async () => {
      const set = await findChangeSet(context.aws, stack, forwardName(context), lookOptions(context));
      // AWS refuses to delete one that it is still working on.
      if (set !== undefined && /PENDING$|IN_PROGRESS$/.test(set.status)) return undefined;
      if (set?.executionStatus === 'AVAILABLE') await deleteChangeSet(context, set);
      return true;
    },
    context,
    limits.changeSet,
  );
}

/** Name of the change set on the way there, also when asked on the way back. */
const forwardName = (context: ChangeContext): string => tokenOf(context, 'change-set', false);

/** True for a stack that only a change set of this change made and that holds nothing. */
export async function isOurEmptyStack(
  context: ChangeContext,
  stack: Stack,
  absentMs?: number,
): Promise<boolean> {
  if (stack.StackStatus !== 'REVIEW_IN_PROGRESS') return false;
  const { aws } = context;
  const look = () => findChangeSet(aws, stack.StackId ?? '', forwardName(context), lookOptions(context));
  return (await surely(look, context, absentMs)) !== undefined;
}
