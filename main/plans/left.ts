/** What a task leaves in the account when it stops before its end, and what that costs. */
import type { CallChange, Change, Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { failedWith } from '../failure.ts';
import { latestAttempt, rolesStack } from '../stacks/attempts.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import { type MadeThing, resourcesOf } from '../stacks/follow.ts';
import { findStack } from '../stacks/look.ts';
import type { Steps } from './journal.ts';
import type { TaskHistory } from './history.ts';
import { job } from './job-thing.ts';
import { textIn } from './journal-lines.ts';
import { leftOver } from './receipt.ts';
import { type Known, mayBeDone } from './run-call.ts';
import { leftOfUpload } from './run-upload.ts';

export function thingsIn(value: unknown): MadeThing[] {
  return Array.isArray(value) ? (value as MadeThing[]) : [];
}

const stackType = 'AWS::CloudFormation::Stack';
const notebookType = 'AWS::SageMaker::NotebookInstance';

function jobOf({ input }: CallChange): MadeThing {
  const { jobName: name } = input;
  return { type: 'AWS::Batch::Job', name: typeof name === 'string' ? name : '' };
}

/** What this task made and has not removed again, with what it costs. */
export function existing({ begun, outcomes }: TaskHistory): Task['leftOver'] {
  const made = begun.plan.changes.flatMap((change) => {
    const of = (step: string, side: string) => outcomes.get(`${change.id} ${step} ${side}`)?.facts;
    if (of('finished', 'back') !== undefined) return [];
    const now = of('left', 'back');
    if (now !== undefined) return thingsIn(now['things']);
    return [...thingsIn(of('finished', 'forward')?.['made']), ...thingsIn(of('left', 'forward')?.['things'])];
  });
  return leftOver(begun.plan, made);
}

function notebookOf({ input }: CallChange): MadeThing {
  const { NotebookInstanceName: name } = input;
  return { type: notebookType, name: typeof name === 'string' ? name : '' };
}

/**
 * What a change that failed has left, looked up in AWS and written down in `steps`, the side that failed, so that it is
 * named also after a restart. `context` is that of the change on its way there.
 */
export async function noteLeft(context: ChangeContext, change: Change, steps: Steps): Promise<void> {
  if (steps.outcome('finished') !== undefined || steps.outcome('left') !== undefined) return;
  const found = await lookAt(context, change);
  const things = found.length > 0 ? found : keptBuckets(steps);
  if (things.length > 0 || steps.back)
    await steps.settle('left', { things: things.map(({ type, name }) => ({ type, name })) });
}

/** Of a stack that is gone: a bucket outlives it, and is removed in a call of its own. */
const keptBuckets = (steps: Steps): MadeThing[] =>
  thingsIn(steps.intended('delete')?.['things']).filter(({ type }) => type === 'AWS::S3::Bucket');

async function lookAt(context: ChangeContext, change: Change): Promise<MadeThing[]> {
  const steps = latestAttempt(context.steps);
  if (change.kind === 'call') return leftOfCall(context, change);
  if (change.kind === 'upload') return leftOfUpload(context, change);
  if (change.kind !== 'stack' || change.action !== 'create') return [];
  const stackId = rolesStack(context.steps) || textIn(steps.intended('execute'), 'stackId');
  if (stackId === '') return [];
  try {
    const stack = await findStack(context.aws, stackId, lookOptions(context));
    if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return [];
    const things = await resourcesOf(context, stackId);
    return things.length > 0 ? things : [{ type: stackType, name: change.stackName }];
  } catch (error) {
    if (failedWith(error, 'resource.notFound')) return [];
    throw error;
  }
}

/** What was started or sent. A job that no list shows may be there all the same, and says so until it is taken back. */
async function leftOfCall(context: ChangeContext, change: CallChange): Promise<MadeThing[]> {
  const { aws, steps } = context;
  if (change.operation === 'StartNotebookInstance')
    return steps.outcome('call') === undefined ? [] : [notebookOf(change)];
  if (change.operation !== 'SubmitJob' || !mayBeDone(steps)) return [];
  const state = await job.state(aws, change.input, lookOptions(context));
  return state === 'SUCCEEDED' || state === 'FAILED' ? [] : [jobOf(change)];
}

/** What may exist of changes that were begun and of which nothing is known: the stack, and the most that what it makes or changes costs. */
export function supposed(history: TaskHistory): Task['leftOver'] {
  const { begun, intents, outcomes } = history;
  return begun.plan.changes.flatMap((change) => {
    const ended = outcomes.has(`${change.id} finished forward`) || outcomes.has(`${change.id} finished back`);
    if (ended) return [];
    if (change.kind === 'call') {
      if (change.operation === 'SubmitJob' && mayBeDone(thereOf(history, change)))
        return leftOver(begun.plan, [jobOf(change)]);
      return change.operation === 'StartNotebookInstance' && intents.has(`${change.id} call forward`)
        ? leftOver(begun.plan, [notebookOf(change)])
        : [];
    }
    if (change.kind === 'upload')
      return intents.has(`${change.id} upload forward`)
        ? leftOver(begun.plan, [{ type: 'AWS::S3::Object', name: `${change.bucket}/${change.prefix}` }])
        : [];
    if (change.kind !== 'stack' || !intents.has(`${change.id} execute forward`)) return [];
    if (change.action !== 'create' && change.action !== 'update') return [];
    const usdPerHour = mostOf(begun.plan, change.resources);
    // A change of what costs nothing by the hour leaves nothing to be afraid of: the thing was there before.
    return change.action === 'update' && usdPerHour === 0
      ? []
      : [{ type: stackType, name: change.stackName, usdPerHour }];
  });
}

/** The way there of a change, to be read. */
const thereOf = ({ intents, outcomes }: TaskHistory, { id }: Change): Known => ({
  intended: (step) => intents.get(`${id} ${step} forward`),
  outcome: (step) => outcomes.get(`${id} ${step} forward`)?.facts,
});

function mostOf(plan: Plan, resources: readonly { type: string; logicalId: string }[]): number | null {
  const all = leftOver(
    plan,
    resources.map(({ type, logicalId }) => ({ type, name: logicalId })),
  );
  if (all.some(({ usdPerHour }) => usdPerHour === null)) return null;
  return all.reduce((sum, { usdPerHour }) => sum + (usdPerHour ?? 0), 0);
}

/** Everything that may exist and cost money while nobody can look. */
export const whatMayExist = (history: TaskHistory): Task['leftOver'] => [
  ...existing(history),
  ...supposed(history),
];
