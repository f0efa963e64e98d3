/**
 * "Try again from here": a plan that failed goes on from the change that failed, under the same digest and with a new
 * consent. What the first try finished counts; what it left half made is removed first; what it asked of AWS is asked
 * anew, with tokens of its own.
 */
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Change, Fact, Plan } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import { removeStack } from '../stacks/delete.ts';
import { findStack, tagOf } from '../stacks/look.ts';
import { holdsRolesOnly } from '../stacks/roles-first.ts';
import { planOfChangeSets } from '../stacks/shells.ts';
import { healthOf } from '../stacks/states.ts';
import { splitKey } from './facts/index.ts';
import type { TaskHistory } from './history.ts';

/**
 * Whether this task ended in a failure from which it can go on. Taken back or done: no. One whose lines were lost goes on
 * like any other, because now the person asks for it: what AWS does not show to be there is made.
 */
export function canGoOn({ ended, turned }: TaskHistory): boolean {
  const failed = ended?.outcome === 'failed' || ended?.outcome === 'rolled-back';
  return failed && turned === undefined;
}

/**
 * Forgets the steps of what was not finished, so that they are done anew. Uploads keep theirs: what has arrived need not
 * be sent twice.
 */
export function forgetUnfinished(history: TaskHistory): void {
  for (const change of history.begun.plan.changes) {
    if (change.kind === 'upload' || history.outcomes.has(`${change.id} finished forward`)) continue;
    for (const known of [history.intents, history.outcomes])
      for (const key of [...known.keys()]) if (key.startsWith(`${change.id} `)) known.delete(key);
  }
}

/** The same on the way back: what is gone stays gone, and the rest is removed anew. */
export function forgetUnfinishedBack({ begun, intents, outcomes }: TaskHistory): void {
  for (const { id } of begun.plan.changes) {
    if (outcomes.has(`${id} finished back`)) continue;
    for (const known of [intents, outcomes])
      for (const key of [...known.keys()])
        if (key.startsWith(`${id} `) && key.endsWith(' back')) known.delete(key);
  }
}

/** The change's name in tokens: another one in each try, so that AWS does not take it for the first. */
export const tokenName = (change: Change, tries: number): string =>
  tries === 0 ? change.id : `${change.id}-again-${tries}`;

/**
 * Removes a stack of this plan that an earlier try left in a state from which it cannot be made. `context` keeps its own
 * steps. Throws `plan.alreadyApplied` when the stack is well: somebody else carries out the same plan.
 */
export async function clearEarlier(context: ChangeContext, change: Change): Promise<void> {
  if (change.kind !== 'stack' || change.action !== 'create') return;
  const begun = context.steps.intended('delete') !== undefined;
  const stack = begun ? undefined : await findStack(context.aws, change.stackName, lookOptions(context));
  if (!begun && stack?.StackId === undefined) return;
  if (stack !== undefined && (await ownerOf(context, stack)) !== context.planId)
    throw failure('name.taken', { name: change.stackName });
  if (stack !== undefined && healthOf(stack.StackStatus ?? '') === 'ready' && !holdsRolesOnly(stack))
    throw failure('plan.alreadyApplied');
  await removeStack(context, stack?.StackId ?? change.stackName);
}

/** A shell that was never begun has no tags; its change set names the plan. */
async function ownerOf(context: ChangeContext, stack: Stack): Promise<string | null> {
  const tag = tagOf(stack, 'millwright:plan');
  if (tag !== undefined || stack.StackStatus !== 'REVIEW_IN_PROGRESS') return tag ?? null;
  return planOfChangeSets(context.aws, stack.StackName ?? '', lookOptions(context));
}

interface Owned {
  planId: string | null;
}

/**
 * Facts that are not as the plan says because the plan itself was carried out this far: what it made carries its id, what
 * it changed still has its owner, what it deleted is gone.
 */
export function explained(plan: Plan, tried: (change: Change) => boolean): (fact: Fact) => boolean {
  const begun = plan.changes.filter(tried);
  const named = new Set(begun.flatMap(namesIn));
  const before = new Map(plan.facts.map(({ key, value }) => [key, value as unknown as Owned | null]));
  const makes = (type: string) =>
    begun.some((change) => change.kind === 'stack' && change.resources.some((one) => one.type === type));
  const deletes = begun.some((change) => change.kind === 'stack' && change.action === 'delete');
  return ({ key, value, source }) => {
    const { kind, subject } = splitKey(key);
    if (source.kind === 'unknown') return false;
    if (kind === 'policy') return makes('AWS::IAM::ManagedPolicy');
    if (kind === 'image-source') return begun.some((change) => puts(change, subject));
    if (kind === 'template') return begun.some((one) => one.kind === 'stack' && one.stackName === subject);
    if (!named.has(subject)) return false;
    if (kind === 'bucket') return makes('AWS::S3::Bucket');
    if (!['stack', 'repair', 'notebook'].includes(kind)) return false;
    const now = value as unknown as Owned | null;
    if (now === null) return deletes;
    return now.planId === plan.id || now.planId === (before.get(key)?.planId ?? plan.id);
  };
}

/** The Dockerfile that the plan itself put into a folder that had none. */
const puts = (change: Change, folder: string): boolean =>
  change.kind === 'upload' && `${change.bucket}/${change.prefix}` === folder;

function namesIn(change: Change): string[] {
  if (change.kind === 'stack') return [change.stackName, ...Object.values(change.parameters)];
  if (change.kind !== 'call') return [];
  return Object.values(change.input).filter((value) => typeof value === 'string');
}
