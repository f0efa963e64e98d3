/**
 * What AWS itself shows of a task whose journal lost lines. What it proves is written into the journal again; a change that
 * it does not prove is never made by itself, because the lost lines may have said that the person took it back.
 */
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Change, StackChange } from '../../preload/contract/plan.ts';
import type { Aws } from '../aws/aws.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { findStack, type LookOptions, tagOf } from '../stacks/look.ts';
import { holdsRolesOnly } from '../stacks/roles-first.ts';
import { meaningOf } from '../stacks/states.ts';
import type { TaskHistory } from './history.ts';
import { type PlanJournal, type Steps, stepsOf } from './journal.ts';
import { things } from './things.ts';

/** True when everything that the plan wanted is done, or its last stack is being made and only has to be watched. */
export async function proveTask(
  history: TaskHistory,
  journal: PlanJournal,
  aws: Aws,
  options: LookOptions,
  now: () => number,
): Promise<boolean> {
  const { plan } = history.begun;
  let proven = true;
  for (const change of plan.changes) {
    const steps = stepsOf(journal, history, change.id, false, now);
    const last = change === plan.changes.at(-1);
    const proves =
      steps.outcome('finished') === undefined
        ? proveChange(change, plan.id, steps, last, aws, options)
        : stillSo(change, plan.id, steps, aws, options);
    proven = (await proves) && proven;
  }
  return proven;
}

/**
 * What was finished may have been taken back since, by lines that were lost. Where the line is lost that announced it, it
 * is written again: without it nothing would be taken back.
 */
async function stillSo(
  change: Change,
  planId: string,
  steps: Steps,
  aws: Aws,
  options: LookOptions,
): Promise<boolean> {
  if (change.kind === 'upload') await know(steps, 'upload', { bucket: change.bucket });
  else if (change.kind !== 'stack') {
    const { service, operation } = change;
    await know(steps, 'call', { service, operation });
  }
  if (change.kind !== 'stack' || (change.action !== 'create' && change.action !== 'update')) return true;
  const stack = await findStack(aws, change.stackName, options);
  if (stack?.StackId === undefined || /^(?:DELETE|ROLLBACK)_/.test(stack.StackStatus ?? '')) return false;
  if (change.action === 'create') {
    if (tagOf(stack, 'millwright:plan') !== planId) return false;
    await knowStack(steps, change, stack.StackId);
    return true;
  }
  const now = new Map((stack.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]));
  return Object.entries(change.parameters).every(([key, value]) => now.get(key) === value);
}

async function proveChange(
  change: Change,
  planId: string,
  steps: Steps,
  last: boolean,
  aws: Aws,
  options: LookOptions,
): Promise<boolean> {
  if (change.kind === 'upload') {
    await know(steps, 'upload', { bucket: change.bucket });
    return false;
  }
  if (change.kind !== 'stack') {
    if (steps.outcome('call') !== undefined) return true;
    // Whether it was made is not known: whoever goes on or takes back has to look first.
    const { service, operation } = change;
    await know(steps, 'call', { service, operation });
    const thing = Object.values(things).find((one) => one.reachedBy[`${service}:${operation}`]);
    const states = thing?.reachedBy[`${service}:${operation}`] ?? [];
    if (thing === undefined || !states.includes(await thing.state(aws, change.input, options))) return false;
    await steps.settle('call', { how: 'found' });
    return true;
  }
  if (change.action === 'create') return proveStack(change, planId, steps, last, aws, options);
  if (change.action === 'update') return steps.intended('execute') !== undefined;
  if (steps.intended('delete') !== undefined) return true;
  const stack = await findStack(aws, change.stackName, options);
  if (stack !== undefined && stack.StackStatus !== 'DELETE_COMPLETE') return false;
  await steps.settle('finished', { removed: [] });
  return true;
}

async function proveStack(
  change: StackChange,
  planId: string,
  steps: Steps,
  last: boolean,
  aws: Aws,
  options: LookOptions,
): Promise<boolean> {
  const stack = await findStack(aws, change.stackName, options);
  if (stack?.StackId === undefined || tagOf(stack, 'millwright:plan') !== planId) return false;
  const { StackId: stackId, StackStatus: status = '' } = stack;
  await knowStack(steps, change, stackId);
  if (status === 'REVIEW_IN_PROGRESS' || status === 'DELETE_COMPLETE') return false;
  await know(steps, 'execute', { stackId, changeSetId: '' });
  if (steps.outcome('execute') === undefined) await steps.settle('execute', { stackId });
  const made = await resourcesIn(aws, stack, options);
  const part = holdsRolesOnly(stack);
  if (!part && (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE')) {
    await steps.settle('finished', { made, removed: [] });
    return true;
  }
  const coming = !part && status === 'CREATE_IN_PROGRESS' && last;
  // What is there is listed with its price, and can be removed with one button.
  if (!coming && !meaningOf(status).moving) await steps.settle('finished', { made, removed: [] });
  return coming;
}

async function knowStack(steps: Steps, { stackName }: StackChange, stackId: string): Promise<void> {
  await know(steps, 'change-set', { stackName });
  if (steps.outcome('change-set') === undefined) await steps.settle('change-set', { stackId });
}

async function know(steps: Steps, step: string, facts: Record<string, string>): Promise<void> {
  if (steps.intended(step) === undefined) await steps.intend(step, facts);
}

async function resourcesIn(aws: Aws, stack: Stack, options: LookOptions) {
  const made: (MadeThing & Record<string, string>)[] = [];
  const input = { StackName: stack.StackId };
  for await (const page of aws.pages('cloudformation', 'ListStackResources', input, options))
    for (const {
      ResourceStatus,
      PhysicalResourceId: name,
      ResourceType: type = '',
    } of page.StackResourceSummaries ?? [])
      if (ResourceStatus !== 'DELETE_COMPLETE' && name !== undefined) made.push({ type, name });
  return made;
}
