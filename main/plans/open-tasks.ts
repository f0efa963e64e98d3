/** The tasks that the journal knows, and those of them that this program is carrying out. */
import type { Message } from '../../preload/contract/message.ts';
import type { Fact, Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import type { Chance } from '../chance.ts';
import type { TaskStore } from '../tasks/tasks.ts';
import { begunPlans, readHistory, type TaskHistory } from './history.ts';
import { openReconciling, type Reconciling, type ReconcileTools } from './reconcile.ts';
import { type Run, type RunnerTools, runTask } from './runner.ts';
import type { Secret } from './secrets.ts';
import { newTask, viewTask } from './task-view.ts';
import type { Tickets } from './tickets.ts';

export interface ApplyTools
  extends RunnerTools, Pick<ReconcileTools, 'plans' | 'places' | 'connectedTo' | 'onSearch'> {
  chance: Chance;
  tasks: TaskStore;
  tickets: Tickets;
  /** The connection in use. */
  connected(): Promise<{ aws: Aws; connectionId: string }>;
  /** The connection of a task that was begun earlier; throws when it cannot be had. */
  connectedAs(connectionId: string, plan: Plan): Promise<Aws>;
  /** Reads again what decides. */
  recheck(
    plan: Plan,
    aws: Aws,
    signal: AbortSignal,
    own?: (fact: Fact) => boolean,
  ): Promise<{ blockers: Message[]; moved: Message[] }>;
  /** Told of faults that nobody waits for: a task could not be written to disk. */
  onFault(error: unknown): void;
}

/** A task that is being carried out. */
export interface Running {
  stop: AbortController;
  ended: Promise<Task>;
}

export interface OpenTasks {
  histories: Map<string, TaskHistory>;
  running: Map<string, Running>;
  /** Aborted when this program stops following its tasks. */
  closing: AbortController;
  /** Plans that are being checked or were begun: a plan applies once. */
  begun: Set<string>;
  reconciling: Reconciling;
  /** Carries a task out from where its history stands; the promise answers it as it then is. */
  start: (
    history: TaskHistory,
    task: Task,
    aws: Aws,
    purpose: Run['purpose'],
    secret?: Secret,
  ) => Promise<Task>;
  /** The task as it was kept; one whose document is gone is drawn again from the journal. */
  taskOf: (history: TaskHistory) => Promise<Task>;
}

/** A task that goes on has no end yet. */
export function reopened(task: Task): Task {
  const { endedAt, ...open } = task;
  return endedAt === undefined ? task : open;
}

export function openTasksOf(tools: ApplyTools): OpenTasks {
  const running = new Map<string, Running>();
  const closing = new AbortController();
  return {
    histories: readHistory(tools.journal.lines),
    running,
    closing,
    begun: begunPlans(tools.journal.lines),
    reconciling: openReconciling(tools),

    start(history, task, aws, purpose, secret) {
      const stop = new AbortController();
      const view = viewTask(reopened(task), {
        store: tools.tasks,
        clock: tools.clock,
        onFailedSave: (error) => tools.onFault(error),
      });
      const signal = AbortSignal.any([stop.signal, closing.signal]);
      const ended = runTask({ history, aws, view, purpose, signal, closing: closing.signal, secret }, tools)
        .catch((error: unknown) => {
          tools.onFault(error);
          return { ...view.task, state: 'lost' as const };
        })
        .finally(() => running.delete(task.id));
      running.set(task.id, { stop, ended });
      return ended;
    },

    async taskOf(history) {
      const known = (await tools.tasks.list()).find((task) => task.id === history.taskId);
      return known ?? newTask(history.begun.plan, history.taskId, Date.parse(history.begun.at));
    },
  };
}
