/** Carrying out the stack changes of a plan, and taking them back. Everything can be entered again after a crash. */
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Message } from '../../preload/contract/message.ts';
import type { StackChange } from '../../preload/contract/plan.ts';
import { AppFailure, failure } from '../failure.ts';
import { textIn } from '../plans/journal-lines.ts';
import { surely } from './absence.ts';
import { type Attempt, roleWasYoung, withYoungRoles } from './attempts.ts';
import { executeIfEqual, isOurEmptyStack, makeChangeSet } from './change-set.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { removeStack } from './delete.ts';
import { endDropped } from './drop.ts';
import { follow, type MadeThing, resourcesOf } from './follow.ts';
import { rootCause, stackFailure, stuckFailure } from './failure-reason.ts';
import { keptByUpdate } from './kept.ts';
import { rollBackStack } from './roll-back.ts';
import { RolesFirst } from './roles-first.ts';
import { eventsSince, findChangeSet, findStack, tagOf } from './look.ts';
import { healthOf } from './states.ts';
import { canBeLookedAtAgain } from './wait.ts';

export interface StackOutcome {
  made: MadeThing[];
  removed: MadeThing[];
  /** What AWS could not remove and let go of, in sentences. */
  stays?: Message[];
}

export interface StackTools {
  /** Body of a shipped template; throws `plan.unknownTemplate` unless the bytes have this SHA-256. */
  templateBody(name: string, sha256: string): string;
}

const planTag = 'millwright:plan';

/** Does what the plan says; answers when it is done. Throws what the person reads when it is not. */
export async function runStack(
  context: ChangeContext,
  change: StackChange,
  tools: StackTools,
): Promise<StackOutcome> {
  if (change.action === 'delete')
    return {
      made: [],
      removed: await removeStack(context, change.stackName, { keep: change.keep, whoever: true }),
    };
  if (change.action === 'roll-back' || change.action === 'continue-roll-back') {
    await rollBackStack(context, change, change.action);
    return { made: [], removed: [] };
  }
  const { template } = change;
  const body = template === undefined ? null : tools.templateBody(template.name, template.sha256);
  const roles = new RolesFirst(change, body);
  return withYoungRoles(
    context,
    () => roles.any,
    (attempt) => {
      if (attempt.way === 'roles') return carryOut(attempt, roles.alone, roles.template);
      if (attempt.way === 'rest') return addRest(attempt, roles.rest, body);
      return carryOut(attempt, change, body);
    },
  );
}

/** Adds to a stack that has its roles what else the plan wants; a failure leaves nothing of both behind. */
async function addRest(attempt: Attempt, change: StackChange, body: string | null): Promise<StackOutcome> {
  const { context, more, rolesStack } = attempt;
  try {
    return await carryOut(attempt, change, body);
  } catch (error) {
    if (!(error instanceof AppFailure) || context.signal.aborted) throw error;
    if (canBeLookedAtAgain(error.error.code) || (more && roleWasYoung(error))) throw error;
    await removeStack(context, rolesStack);
    throw error;
  }
}

async function carryOut(attempt: Attempt, change: StackChange, body: string | null): Promise<StackOutcome> {
  const { context } = attempt;
  const { aws, steps } = context;
  await endDropped(context);
  const before = await findStack(aws, change.stackName, lookOptions(context));
  if (steps.intended('execute') === undefined) {
    await refuseForeign(attempt, change, before);
    const image = attempt.way === 'rest' ? {} : await imageOf(context, change, before);
    const set = await makeChangeSet(context, requestFor(change, before, body), image);
    if (set === undefined) return { made: [], removed: [] };
    await executeIfEqual(context, change, set);
  } else if (steps.outcome('execute') === undefined) {
    const known = steps.intended('execute');
    const stackId = textIn(known, 'stackId');
    const name = textIn(known, 'changeSetId');
    const set = await surely(() => findChangeSet(aws, stackId, name, lookOptions(context)), context);
    if (set !== undefined) await executeIfEqual(context, change, set);
    else await steps.settle('execute', { stackId });
  }
  const stackId = textIn(steps.outcome('execute'), 'stackId');
  const stack = await settled(attempt, change, stackId);
  const stays = change.action === 'update' ? await keptByUpdate(context, stack) : [];
  return { made: await resourcesOf(context, stackId), removed: [], stays };
}

async function refuseForeign(
  { context, way, rolesStack }: Attempt,
  change: StackChange,
  stack: Stack | undefined,
): Promise<void> {
  if (change.action === 'update') {
    if (stack === undefined) throw failure('resource.notFound', { name: change.stackName });
    if (way === 'rest' && stack.StackId !== rolesStack)
      throw failure('name.taken', { name: change.stackName });
    return;
  }
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return;
  if (await isOurEmptyStack(context, stack)) return;
  if (tagOf(stack, planTag) === context.planId) throw failure('plan.alreadyApplied');
  throw failure('name.taken', { name: change.stackName });
}

function requestFor(change: StackChange, before: Stack | undefined, template: string | null) {
  const create = change.action === 'create';
  const keep = (before?.Parameters ?? [])
    .map((p) => p.ParameterKey ?? '')
    .filter((key) => !(key in change.parameters));
  const kept = (before?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  return {
    stackName: change.stackName,
    type: create ? ('CREATE' as const) : ('UPDATE' as const),
    template,
    parameters: change.parameters,
    // With another template the parameters are those of the plan alone.
    keep: template === null ? keep : [],
    capabilities: change.capabilities,
    tags: create ? change.tags : { ...Object.fromEntries(kept), ...change.tags },
    roleArn: change.roleArn,
    revertDrift: change.revertDrift,
  };
}

/** What an update replaces, so that it can be put back: parameters and template as they are now. */
async function imageOf(context: ChangeContext, change: StackChange, before: Stack | undefined) {
  if (change.action === 'create' || before === undefined) return {};
  const known = context.steps.intended('change-set');
  if (known !== undefined) return known;
  const input = { StackName: change.stackName, TemplateStage: 'Original' as const };
  const { TemplateBody } = await context.aws.call(
    'cloudformation',
    'GetTemplate',
    input,
    lookOptions(context),
  );
  return {
    before: {
      template: TemplateBody ?? '',
      parameters: Object.fromEntries(
        (before.Parameters ?? []).map((p) => [p.ParameterKey ?? '', p.ParameterValue ?? '']),
      ),
    },
  };
}

/** Waits for the end of what was begun; a failed create leaves nothing behind. */
async function settled({ context, way }: Attempt, change: StackChange, stackId: string): Promise<Stack> {
  const stack = await follow(context, stackId);
  // Two plans for the same name at the same moment share the empty stack; it is the one's whose change set was executed.
  const tag = tagOf(stack, planTag);
  if (change.action === 'create' && tag !== undefined && tag !== context.planId)
    throw failure('name.taken', { name: change.stackName });
  if (stack.StackStatus === 'CREATE_COMPLETE' || stack.StackStatus === 'UPDATE_COMPLETE') return stack;
  const events = await eventsSince(context.aws, stackId, 0, lookOptions(context));
  const cause = rootCause(events, tokenOf(context, 'execute'));
  const why = stackFailure(change.stackName, cause, stack.StackStatusReason);
  const gone = stack.StackStatus === 'DELETE_COMPLETE';
  if (change.action === 'create' && !gone) await removeStack(context, stackId);
  else if (way !== 'rest' && healthOf(stack.StackStatus ?? '') === 'stuck' && !gone)
    throw stuckFailure(change.stackName, stack.StackStatus ?? 'none', why);
  throw why;
}
