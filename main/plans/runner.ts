/** Carries out the changes of one task in order, or takes them back in reverse; both can be entered again. */
import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { Change, Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../clock.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import type { ChangeContext } from '../stacks/context.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { runStack, type StackTools } from '../stacks/run.ts';
import { takeBackStack } from '../stacks/take-back.ts';
import { canBeLookedAtAgain, waitUntil } from '../stacks/wait.ts';
import { clearEarlier, tokenName } from './again.ts';
import { end } from './ending.ts';
import { type PlanJournal, type Steps, stepsOf } from './journal.ts';
import { type TaskHistory, turnBack } from './history.ts';
import { existing, noteLeft, supposed, whatMayExist } from './left.ts';
import { endsSoon } from './recheck.ts';
import type { ReceiptStore } from './receipt.ts';
import { withOwnTemplate } from './template-body.ts';
import { runCall, takeBackCall } from './run-call.ts';
import { runUpload, takeBackUpload, type UploadTools } from './run-upload.ts';
import { type Secret, secretFor } from './secrets.ts';
import { isBegun, watched } from './sight.ts';
import type { TaskView } from './task-view.ts';

export interface RunnerTools extends StackTools, UploadTools {
  clock: Clock;
  journal: PlanJournal;
  receipts: ReceiptStore;
}

export interface Run {
  history: TaskHistory;
  aws: Aws;
  view: TaskView;
  purpose: 'apply' | 'recovery';
  /** Aborted with `cancelled` by the person, or with anything else when the program closes. */
  signal: AbortSignal;
  /** Signal for the way back: only closing ends that. */
  closing: AbortSignal;
  /** What was typed for this start; undefined when an earlier start is gone on with, whose values are forgotten. */
  secret: Secret | undefined;
}

export const cancelled = Symbol('cancelled by the person');

const iso = (ms: number) => new Date(ms).toISOString();

/** Runs to the end, and answers the task as it then is. Only faults of this computer's disk are thrown. */
export async function runTask(run: Run, tools: RunnerTools): Promise<Task> {
  const { history, view, signal } = run;
  if (history.turned === undefined) {
    try {
      if (history.torn !== undefined) throw failure('state.recordLost');
      await view.set({ state: 'running' });
      await forward(run, tools);
      return await end(run, tools, 'done');
    } catch (error) {
      if (run.closing.aborted) return view.task;
      if (!signal.aborted) return failed(run, tools, asFailure(error));
      if (!wasTurned(history)) await turn(run, tools, 'cancelled');
    }
  }
  try {
    await view.set({ state: 'cancelling', cancellable: false, detail: message('apply.takingBack') });
    await backward(run, tools);
    return await end(run, tools, history.turned?.why === 'undo' ? 'taken-back' : 'cancelled');
  } catch (error) {
    if (run.closing.aborted) return view.task;
    return failed(run, tools, asFailure(error));
  }
}

/** The person's wish may be in the journal already, written by whoever heard it. */
const wasTurned = ({ turned }: TaskHistory): boolean => turned !== undefined;

export async function turn(
  run: Pick<Run, 'history'>,
  tools: RunnerTools,
  why: 'cancelled' | 'undo',
): Promise<void> {
  const line = { line: 'turned' as const, at: iso(tools.clock.now()), taskId: run.history.taskId, why };
  await tools.journal.append(line);
  turnBack(run.history, line);
}

const asFailure = (error: unknown): AppFailure =>
  error instanceof AppFailure ? error : failure('internal', {}, { cause: error });

function contextOf(run: Run, tools: RunnerTools, change: Change, back: boolean): ChangeContext {
  const { history, view } = run;
  return {
    aws: watched(run.aws, () => isBegun(history, change)),
    clock: tools.clock,
    signal: back ? run.closing : run.signal,
    purpose: run.purpose,
    mayBegin() {
      // The computer slept, or was away, past the end that was agreed to.
      if (!back && endsSoon(history.begun.plan, run.aws.now(), 0))
        throw failure(
          'plan.changed',
          {},
          { problems: [{ path: 'guards', says: message('plan.moved.end') }] },
        );
    },
    planId: history.begun.plan.id,
    changeId: tokenName(change, history.tries),
    backs: history.backs,
    secret: secretFor(history.begun.plan, change.id, run.secret),
    steps: stepsOf(tools.journal, history, change.id, back, () => tools.clock.now()),
    onDetail: (detail) => view.detail(change.id, detail),
    onEvents: (events) => view.events(events),
    onTrouble: (trouble) => view.trouble(trouble),
  };
}

async function forward(run: Run, tools: RunnerTools): Promise<void> {
  for (const change of run.history.begun.plan.changes) {
    const context = contextOf(run, tools, change, false);
    if (context.steps.outcome('finished') === undefined) {
      await run.view.step(change.id, { state: 'running', startedAt: iso(tools.clock.now()) });
      run.signal.throwIfAborted();
      await clear(run, tools, context, change);
      // Every change can be entered again, so a trouble that passes only makes it wait.
      const facts = await waitUntil(() => carryOut(run, tools, context, change), context);
      await context.steps.settle('finished', facts);
    }
    await run.view.step(change.id, { state: 'done', endedAt: iso(tools.clock.now()) });
  }
  // Asked to stop while the last change was finishing.
  run.signal.throwIfAborted();
}

/** After a failure: what the try before left in the way of this change goes first. */
async function clear(run: Run, tools: RunnerTools, context: ChangeContext, change: Change): Promise<void> {
  const { history } = run;
  if (history.tries === 0 || context.steps.intended('change-set') !== undefined) return;
  const now = () => tools.clock.now();
  const steps = stepsOf(tools.journal, history, `${tokenName(change, history.tries)}-clear`, false, now);
  await waitUntil(() => clearEarlier({ ...context, steps }, change).then(() => true), context);
}

const plain = (things: MadeThing[]) => things.map(({ type, name }) => ({ type, name }));
const dated = (things: MadeThing[]) =>
  things.map(({ type, name, since }) => ({ type, name, ...(since !== undefined && { since }) }));

async function carryOut(run: Run, tools: RunnerTools, context: ChangeContext, change: Change) {
  switch (change.kind) {
    case 'stack': {
      const {
        made,
        removed,
        stays = [],
      } = await runStack(context, change, withOwnTemplate(tools, run.history.begun.plan));
      return {
        made: change.action === 'create' ? dated(made) : [],
        removed: plain(removed),
        ...(stays.length > 0 && { stays: z.json().parse(JSON.parse(JSON.stringify(stays))) }),
      };
    }
    case 'upload':
      await runUpload(context, change, tools, (done, of) =>
        run.view.news({ progress: shareOf(run, of === 0 ? 1 : done / of) }),
      );
      return {};
    default:
      await runCall(context, change);
      return {};
  }
}

/** How much of the whole task is done when so much of the step that runs is. */
function shareOf({ view }: Run, step: number): number {
  const { steps } = view.task;
  return (steps.filter(({ state }) => state === 'done').length + step) / steps.length;
}

async function backward(run: Run, tools: RunnerTools): Promise<void> {
  for (const change of [...run.history.begun.plan.changes].reverse()) {
    const context = contextOf(run, tools, change, true);
    if (context.steps.outcome('finished') === undefined) {
      const there = contextOf(run, tools, change, false).steps;
      const removed = await waitUntil(
        () => takeBack(context, change, there, run.history.begun.plan),
        context,
      );
      await context.steps.settle('finished', { removed: plain(removed) });
    }
    await run.view.step(change.id, { state: 'undone', endedAt: iso(tools.clock.now()) });
  }
}

async function takeBack(
  context: ChangeContext,
  change: Change,
  there: Steps,
  plan: Plan,
): Promise<MadeThing[]> {
  if (change.kind === 'stack') return takeBackStack(context, change, there);
  if (change.kind === 'upload') {
    const upload = { there, makesBucket: makesBucket(plan, change.bucket) };
    if (there.intended('upload') !== undefined) await takeBackUpload(context, change, upload);
  } else if (there.intended('call') !== undefined) await takeBackCall(context, change, there);
  return [];
}

const makesBucket = ({ changes }: Plan, bucket: string): boolean =>
  changes.some(
    (one) =>
      one.kind === 'stack' &&
      one.action === 'create' &&
      one.parameters['BucketName'] === bucket &&
      one.resources.some(({ type }) => type === 'AWS::S3::Bucket'),
  );

/** Ends badly, or stays open when only contact was lost: then the next start looks again. */
async function failed(run: Run, tools: RunnerTools, why: AppFailure): Promise<Task> {
  const { view } = run;
  const { error } = why;
  if (canBeLookedAtAgain(error.code) || error.code.startsWith('disk.')) {
    await view.set({ state: 'lost', error, leftOver: whatMayExist(run.history) });
    return view.task;
  }
  const broken = view.task.steps.find((step) => step.state === 'running');
  if (broken !== undefined) await view.step(broken.id, { state: 'failed', endedAt: iso(tools.clock.now()) });
  await lookAtLeft(run, tools);
  const nothingMade =
    existing(run.history).length === 0 && failedWith(why, 'aws.stackFailed', 'plan.differsFromChangeSet');
  return end(run, tools, nothingMade ? 'rolled-back' : 'failed', error);
}

/** What the changes that were not finished, there or back, left; what cannot be looked up is shown by its stack. */
async function lookAtLeft(run: Run, tools: RunnerTools): Promise<void> {
  const back = run.history.turned !== undefined;
  for (const change of run.history.begun.plan.changes) {
    const { steps } = contextOf(run, tools, change, back);
    const there = { ...contextOf(run, tools, change, false), signal: run.closing };
    try {
      await noteLeft(there, change, steps);
    } catch (error) {
      if (!(error instanceof AppFailure) || run.closing.aborted) throw error;
      // What was finished on the way there is known by name.
      if (there.steps.outcome('finished') !== undefined) continue;
      const things = supposed(run.history).map(({ type, name }) => ({ type, name }));
      await steps.settle('left', { things });
    }
  }
}
