/** Carrying out the stack changes of a plan, and taking them back. Everything can be entered again after a crash. */
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { StackChange } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import { textIn } from '../plans/journal.ts';
import { surely } from './absence.ts';
import { withYoungRoles } from './attempts.ts';
import { executeIfEqual, isOurEmptyStack, makeChangeSet } from './change-set.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { removeStack } from './delete.ts';
import { follow, type MadeThing, resourcesOf } from './follow.ts';
import { rootCause, stackFailure, stuckFailure } from './failure-reason.ts';
import { rollBackStack } from './roll-back.ts';
import { eventsSince, findChangeSet, findStack, tagOf } from './look.ts';
import { healthOf } from './states.ts';

export interface StackOutcome {
  made: MadeThing[];
  removed: MadeThing[];
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
    return { made: [], removed: await removeStack(context, change.stackName, change.keep) };
  if (change.action === 'roll-back' || change.action === 'continue-roll-back') {
    await rollBackStack(context, change, change.action);
    return { made: [], removed: [] };
  }
  return withYoungRoles(context, (attempt) => carryOut(attempt, change, tools));
}

async function carryOut(
  context: ChangeContext,
  change: StackChange,
  tools: StackTools,
): Promise<StackOutcome> {
  const { aws, steps } = context;
  const before = await findStack(aws, change.stackName, lookOptions(context));
  if (steps.intended('execute') === undefined) {
    await refuseForeign(context, change, before);
    const set = await makeChangeSet(
      context,
      await requestFor(change, before, tools),
      await imageOf(context, change, before),
    );
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
  await settled(context, change, stackId);
  return { made: await resourcesOf(context, stackId), removed: [] };
}

async function refuseForeign(
  context: ChangeContext,
  change: StackChange,
  stack: Stack | undefined,
): Promise<void> {
  if (change.action === 'update') {
    if (stack === undefined) throw failure('resource.notFound', { name: change.stackName });
    return;
  }
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return;
  if (await isOurEmptyStack(context, stack)) return;
  if (tagOf(stack, planTag) === context.planId) throw failure('plan.alreadyApplied');
  throw failure('name.taken', { name: change.stackName });
}

async function requestFor(change: StackChange, before: Stack | undefined, tools: StackTools) {
  const { template } = change;
  const create = change.action === 'create';
  const keep = (before?.Parameters ?? [])
    .map((p) => p.ParameterKey ?? '')
    .filter((key) => !(key in change.parameters));
  const kept = (before?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  return {
    stackName: change.stackName,
    type: create ? ('CREATE' as const) : ('UPDATE' as const),
    template: template === undefined ? null : tools.templateBody(template.name, template.sha256),
    parameters: change.parameters,
    // With another template the parameters are those of the plan alone.
    keep: template === undefined ? keep : [],
    capabilities: change.capabilities,
    tags: create ? change.tags : { ...Object.fromEntries(kept), ...change.tags },
    roleArn: change.roleArn,
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
async function settled(context: ChangeContext, change: StackChange, stackId: string): Promise<void> {
  const stack = await follow(context, stackId);
  // Two plans for the same name at the same moment share the empty stack; it is the one's whose change set was executed.
  const tag = tagOf(stack, planTag);
  if (change.action === 'create' && tag !== undefined && tag !== context.planId)
    throw failure('name.taken', { name: change.stackName });
  if (stack.StackStatus === 'CREATE_COMPLETE' || stack.StackStatus === 'UPDATE_COMPLETE') return;
  const events = await eventsSince(context.aws, stackId, 0, lookOptions(context));
  const cause = rootCause(events, tokenOf(context, 'execute'));
  const why = stackFailure(change.stackName, cause, stack.StackStatusReason);
  const gone = stack.StackStatus === 'DELETE_COMPLETE';
  if (change.action === 'create' && !gone) await removeStack(context, stackId);
  else if (healthOf(stack.StackStatus ?? '') === 'stuck' && !gone)
    throw stuckFailure(change.stackName, stack.StackStatus ?? 'none', why);
  throw why;
}
