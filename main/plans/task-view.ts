/** The task of a plan as the person sees it, kept up to date while the plan is carried out. */
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { type Message, message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task, TaskState, TaskStep } from '../../preload/contract/task.ts';
import { scrub } from '../aws/scrub.ts';
import type { Clock } from '../clock.ts';
import type { TaskStore } from '../tasks/tasks.ts';

export interface TaskView {
  readonly task: Task;
  /** Changes, keeps on disk and tells the windows. */
  set(change: Partial<Task>): Promise<void>;
  step(changeId: string, change: Partial<TaskStep>): Promise<void>;
  /** Quick news: told at once, kept on disk at most twice a second. */
  news(change: Partial<Task>): void;
  detail(changeId: string, detail: Message): void;
  events(events: StackEvent[]): void;
  trouble(trouble: Message | undefined): void;
}

export function newTask(plan: Plan, taskId: string, now: number): Task {
  const usual = plan.changes.map((change) => change.usually).filter((u) => u !== undefined);
  const sum = (of: (u: { from: number; to: number; worryAfter: number }) => number) =>
    usual.reduce((total, one) => total + of(one), 0);
  return {
    id: taskId,
    planId: plan.id,
    digest: plan.digest,
    title: plan.title,
    state: 'queued',
    steps: plan.changes.map((change) => ({ id: change.id, title: change.says, state: 'todo' })),
    ...(usual.length === 0
      ? {}
      : {
          usually: { from: sum((u) => u.from), to: sum((u) => u.to), worryAfter: sum((u) => u.worryAfter) },
        }),
    startedAt: new Date(now).toISOString(),
    events: [],
    leftOver: [],
    cancellable: plan.changes.some(canBeTakenBack),
  };
}

/** A task that failed, before it goes on. */
export function queuedAgain(task: Task, plan: Plan): Task {
  const { error: _error, receiptId: _receiptId, detail: _detail, ...kept } = task;
  return {
    ...kept,
    state: 'queued',
    steps: task.steps.map((step) => (step.state === 'failed' ? { ...step, state: 'todo' } : step)),
    leftOver: [],
    cancellable: plan.changes.some(canBeTakenBack),
  };
}

/** What is stopped or deleted cannot be brought back by cancelling. */
function canBeTakenBack(change: Plan['changes'][number]): boolean {
  if (change.kind === 'stack') return change.action === 'create' || change.action === 'update';
  if (change.kind === 'call') return change.operation.startsWith('Start');
  return true;
}

/** What a step was waiting for says nothing any more once it has ended. */
function changed(step: TaskStep, change: Partial<TaskStep>): TaskStep {
  const { detail, ...next } = { ...step, ...change };
  return detail === undefined || next.state !== 'running' ? next : { ...next, detail };
}

const quietMs = 500;

export function viewTask(
  task: Task,
  tools: { store: TaskStore; clock: Clock; onFailedSave(error: unknown): void },
): TaskView {
  let now = task;
  let savedAt = 0;
  let working: TaskState = 'running';
  const save = async () => {
    savedAt = tools.clock.now();
    await tools.store.save(now);
  };
  const view: TaskView = {
    get task() {
      return now;
    },
    async set(change) {
      now = { ...now, ...change };
      if (change.state === 'running' || change.state === 'cancelling') working = change.state;
      await save();
    },
    async step(changeId, change) {
      const steps = now.steps.map((step) => (step.id === changeId ? changed(step, change) : step));
      const done = steps.filter((step) => step.state === 'done').length;
      await view.set({ steps, progress: steps.length === 0 ? 1 : done / steps.length });
    },
    news(change) {
      now = { ...now, ...change };
      if (tools.clock.now() - savedAt >= quietMs) save().catch((error: unknown) => tools.onFailedSave(error));
      else tools.store.tell(now);
    },
    detail(changeId, detail) {
      view.news({
        detail,
        steps: now.steps.map((step) => (step.id === changeId ? { ...step, detail } : step)),
      });
    },
    events(events) {
      const fresh = events.map((event) => ({
        at: (event.Timestamp ?? new Date(tools.clock.now())).toISOString(),
        what: `${event.LogicalResourceId ?? ''} (${event.ResourceType ?? ''})`,
        status: event.ResourceStatus ?? '',
        ...(event.ResourceStatusReason === undefined ? {} : { reason: scrub(event.ResourceStatusReason) }),
      }));
      view.news({ events: [...now.events, ...fresh] });
    },
    trouble(trouble) {
      if (trouble !== undefined) view.news({ state: 'waiting', detail: trouble });
      else if (now.state === 'waiting') view.news({ state: working, detail: message('apply.goesOn') });
    },
  };
  return view;
}
