/** Carries out the changes of one task in order, or takes them back in reverse; both can be entered again. */
import type { AppError } from '../../preload/contract/errors.ts';
import { message } from '../../preload/contract/message.ts';
import type { Change, Receipt } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../clock.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import type { ChangeContext } from '../stacks/context.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { runStack, type StackTools } from '../stacks/run.ts';
import { takeBackStack } from '../stacks/take-back.ts';
import { passing, waitUntil } from '../stacks/wait.ts';
import { type PlanJournal, type Steps, stepsOf, type TaskHistory } from './journal.ts';
import { leftOver, measured, type ReceiptStore } from './receipt.ts';
import { runCall, takeBackCall } from './run-call.ts';
import { runUpload, takeBackUpload, type UploadTools } from './run-upload.ts';
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
      await turn(run, tools, 'cancelled');
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

export async function turn(
  run: Pick<Run, 'history'>,
  tools: RunnerTools,
  why: 'cancelled' | 'undo',
): Promise<void> {
  const line = { line: 'turned' as const, at: iso(tools.clock.now()), taskId: run.history.taskId, why };
  await tools.journal.append(line);
  run.history.turned = line;
  run.history.ended = undefined;
}

const asFailure = (error: unknown): AppFailure =>
  error instanceof AppFailure ? error : failure('internal', {}, { cause: error });

function contextOf(run: Run, tools: RunnerTools, change: Change, back: boolean): ChangeContext {
  const { history, view } = run;
  return {
    aws: run.aws,
    clock: tools.clock,
    signal: back ? run.closing : run.signal,
    purpose: run.purpose,
    planId: history.begun.plan.id,
    changeId: change.id,
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
      // Every change can be entered again, so a trouble that passes only makes it wait.
      const facts = await waitUntil(() => carryOut(run, tools, context, change), context);
      await context.steps.settle('finished', facts);
    }
    await run.view.step(change.id, { state: 'done', endedAt: iso(tools.clock.now()) });
  }
  // Asked to stop while the last change was finishing.
  run.signal.throwIfAborted();
}

const plain = (things: MadeThing[]) => things.map(({ type, name }) => ({ type, name }));

async function carryOut(run: Run, tools: RunnerTools, context: ChangeContext, change: Change) {
  switch (change.kind) {
    case 'stack': {
      const { made, removed } = await runStack(context, change, tools);
      return { made: change.action === 'create' ? plain(made) : [], removed: plain(removed) };
    }
    case 'upload':
      await runUpload(context, change, tools, (done, of) =>
        run.view.news({ progress: of === 0 ? 1 : done / of }),
      );
      return {};
    default:
      await runCall(context, change);
      return {};
  }
}

async function backward(run: Run, tools: RunnerTools): Promise<void> {
  for (const change of [...run.history.begun.plan.changes].reverse()) {
    const context = contextOf(run, tools, change, true);
    if (context.steps.outcome('finished') !== undefined) continue;
    const there = contextOf(run, tools, change, false).steps;
    const removed = await waitUntil(() => takeBack(context, change, there), context);
    await context.steps.settle('finished', { removed: plain(removed) });
    await run.view.step(change.id, { state: 'undone', endedAt: iso(tools.clock.now()) });
  }
}

async function takeBack(context: ChangeContext, change: Change, there: Steps): Promise<MadeThing[]> {
  if (change.kind === 'stack') return takeBackStack(context, change, there);
  if (change.kind === 'upload') {
    if (there.intended('upload') !== undefined) await takeBackUpload(context, change);
  } else if (there.intended('call') !== undefined) await takeBackCall(context, change);
  return [];
}

/** Ends badly, or stays open when only contact was lost: then the next start looks again. */
async function failed(run: Run, tools: RunnerTools, why: AppFailure): Promise<Task> {
  const { view } = run;
  const { error } = why;
  if (passing.has(error.code) || error.code.startsWith('disk.')) {
    await view.set({ state: 'lost', error, leftOver: existing(run) });
    return view.task;
  }
  const broken = view.task.steps.find((step) => step.state === 'running');
  if (broken !== undefined) await view.step(broken.id, { state: 'failed', endedAt: iso(tools.clock.now()) });
  const nothingMade =
    existing(run).length === 0 && failedWith(why, 'aws.stackFailed', 'plan.differsFromChangeSet');
  return end(run, tools, nothingMade ? 'rolled-back' : 'failed', error);
}

/** What this task made and has not removed again, with what it costs. */
function existing(run: Run): Task['leftOver'] {
  const { begun, outcomes } = run.history;
  const made = begun.plan.changes.flatMap((change) => {
    const of = (side: string) => outcomes.get(`${change.id} finished ${side}`)?.facts;
    return of('back') === undefined ? thingsIn(of('forward')?.['made']) : [];
  });
  return leftOver(begun.plan, made);
}

function thingsIn(value: unknown): MadeThing[] {
  return Array.isArray(value) ? (value as MadeThing[]) : [];
}

async function end(
  run: Run,
  tools: RunnerTools,
  outcome: Receipt['outcome'],
  error?: AppError,
): Promise<Task> {
  const { history, view } = run;
  const { plan, by, taskId, at: startedAt } = history.begun;
  const now = tools.clock.now();
  const back = outcome === 'cancelled' || outcome === 'taken-back';
  const facts = [...history.outcomes].filter(([key]) => key.includes(' finished '));
  const lastDone = Math.max(0, ...facts.map(([, one]) => Date.parse(one.at)));
  const removed = facts.flatMap(([, one]) => thingsIn(one.facts['removed']));
  const left = existing(run);
  const receipt: Receipt = {
    id: taskId,
    planId: plan.id,
    digest: plan.digest,
    title: plan.title,
    outcome,
    startedAt,
    endedAt: iso(now),
    by,
    target: plan.target,
    planned: plan.cost,
    measured: measured(outcome === 'done' ? plan.cost.lines : [], Math.max(0, now - lastDone) / 1000),
    made: back ? [] : left.map(({ type, name }) => ({ type, name })),
    removed,
    stays: plan.stays,
    undo: plan.undo,
    ...(error === undefined ? {} : { error: JSON.parse(JSON.stringify(error)) as Receipt['error'] }),
  };
  await tools.receipts.put(taskId, receipt);
  const line = { line: 'ended' as const, at: iso(now), taskId, outcome, ...(error && { error }) };
  await tools.journal.append(line);
  history.ended = line;
  await view.set({
    state: outcome === 'done' ? 'succeeded' : back ? 'cancelled' : 'failed',
    endedAt: iso(now),
    detail: (outcome === 'done' ? plan.done : undefined) ?? message(`apply.ended.${outcome}`),
    leftOver: outcome === 'done' ? [] : left,
    cancellable: outcome === 'failed' && left.length > 0,
    receiptId: taskId,
    ...(error && { error }),
    ...(outcome === 'done' && { progress: 1 }),
  });
  return view.task;
}
