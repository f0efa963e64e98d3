/** Going on with what an earlier start left open, or what was lost sight of; and the search of AWS after lines were lost. */
import { message } from '../../preload/contract/message.ts';
import type { Task } from '../../preload/contract/task.ts';
import { AppFailure, failure } from '../failure.ts';
import { endedTask } from './ending.ts';
import { begunPlans, readHistory, type TaskHistory } from './history.ts';
import { whatMayExist } from './left.ts';
import { type ApplyTools, type OpenTasks, reopened } from './open-tasks.ts';
import { isOlder } from './reconcile.ts';
import { turn } from './runner.ts';

export interface Recovering {
  /** Goes on with a task, once for all who ask; where its account cannot be reached it stays open for the next start. */
  resume(history: TaskHistory): Promise<{ ended: Promise<Task> }>;
  /** Looks again how far a task got that was lost sight of. Throws `state.wrong` for any other. */
  look(taskId: string): Promise<Task>;
  /** The same for every such task of a connection that answers again. */
  lookAgain(connectionId: string): Promise<void>;
  recover(undo: boolean): Promise<{ open: Task[]; ended: Promise<Task[]> }>;
  search(): Promise<void>;
  /** The search that is under way; null: none. */
  searching(): Promise<void> | null;
  /** Throws `state.reconciling` while nobody knows what was begun. */
  refuseUnknown(): void;
}

export function openRecovering(open: OpenTasks, tools: ApplyTools): Recovering {
  const { histories, running, closing, begun, reconciling, start, taskOf } = open;
  let searching: Promise<void> | null = null;

  /** Searches AWS when lines of the journal were lost, and takes up what was written again. All who ask share a search. */
  const reconcile = (): Promise<void> =>
    (searching ??= (async () => {
      if (reconciling.pending() === null) return;
      await reconciling.run(closing.signal);
      for (const [taskId, history] of readHistory(tools.journal.lines))
        if (!running.has(taskId)) histories.set(taskId, history);
      for (const planId of begunPlans(tools.journal.lines)) begun.add(planId);
    })().finally(() => (searching = null)));

  const search = async (): Promise<void> => {
    if (reconciling.pending() === null) return;
    if (searching !== null) reconciling.wake();
    else {
      const { ended } = await recover(false);
      ended.catch((error: unknown) => tools.onFault(error));
    }
    // Whoever began it hears what kept it from its end.
    await searching?.catch(() => undefined);
  };

  /** Refuses while nobody knows what was begun; looks again meanwhile, so that the next try may find it done. */
  const refuseUnknown = () => {
    if (reconciling.pending() === null) return;
    search().catch((error: unknown) => tools.onFault(error));
    throw failure('state.reconciling');
  };

  /** Out of sight: what may exist of it is named with its price, and the next look goes on. */
  const lostTask = async (history: TaskHistory, task: Task, { error }: AppFailure): Promise<Task> => {
    const lost: Task = { ...reopened(task), state: 'lost', error, leftOver: whatMayExist(history) };
    await tools.tasks.save(lost);
    return lost;
  };

  /** Tasks that are being connected to their accounts. */
  const resuming = new Map<string, Promise<{ ended: Promise<Task> }>>();

  /** Goes on with a task, once for all who ask; where its account cannot be reached it stays open for the next start. */
  const resume = async (history: TaskHistory): Promise<{ ended: Promise<Task> }> => {
    const { taskId } = history;
    const now = running.get(taskId);
    if (now !== undefined) return { ended: now.ended };
    const other = resuming.get(taskId);
    if (other !== undefined) return other;
    const mine = resumeHere(history).finally(() => resuming.delete(taskId));
    resuming.set(taskId, mine);
    return mine;
  };

  const resumeHere = async (history: TaskHistory): Promise<{ ended: Promise<Task> }> => {
    const { plan, connectionId } = history.begun;
    const task = await taskOf(history);
    try {
      const aws = await tools.connectedAs(connectionId, plan);
      return { ended: start(history, task, aws, 'recovery') };
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      return { ended: Promise.resolve(await lostTask(history, task, error)) };
    }
  };

  /**
   * Tasks whose end is in the journal and not on disk: the program died, or the disk refused, in between. Where lines were
   * lost the document may know more.
   */
  const redraw = async () => {
    const known = new Map((await tools.tasks.list()).map((task) => [task.id, task]));
    const lost = reconciling.pending() !== null;
    for (const history of histories.values()) {
      const ended = endedTask(history);
      const task = known.get(history.taskId);
      if (lost && task !== undefined && isOlder(history, task)) continue;
      if (ended !== undefined && task?.endedAt !== ended.endedAt)
        await tools.tasks.save({ ...(await taskOf(history)), ...ended });
    }
  };

  const openOnes = () =>
    [...histories.values()].filter(
      ({ taskId, ended }) => ended === undefined && !running.has(taskId) && !resuming.has(taskId),
    );

  /** Wrapped, because a promise inside a promise would be waited for. */
  const goOn = async (undo: boolean): Promise<{ all: Promise<Task[]> }> => {
    for (const history of openOnes())
      if (undo && history.turned === undefined) await turn({ history }, tools, 'undo');
    const open = [...histories.values()].filter(({ ended }) => ended === undefined);
    return { all: Promise.all(open.map((history) => resume(history).then((one) => one.ended))) };
  };

  const stillLost = async (error: unknown): Promise<Task[]> => {
    if (closing.signal.aborted) return [];
    if (!(error instanceof AppFailure)) throw error;
    const tasks: Task[] = [];
    for (const history of openOnes()) {
      tasks.push(await lostTask(history, await taskOf(history), error));
    }
    return tasks;
  };

  async function recover(undo: boolean): Promise<{ open: Task[]; ended: Promise<Task[]> }> {
    await redraw();
    const tasks: Task[] = [];
    // All are listed before anything is asked of AWS.
    for (const history of openOnes()) {
      const open = reopened(await taskOf(history));
      const task: Task = { ...open, state: 'waiting', detail: message('apply.checking') };
      await tools.tasks.save(task);
      tasks.push(task);
    }
    if (reconciling.pending() === null) return { open: tasks, ended: (await goOn(undo)).all };
    return { open: tasks, ended: reconcile().then(async () => (await goOn(undo)).all, stillLost) };
  }

  const look = async (taskId: string): Promise<Task> => {
    const history = histories.get(taskId);
    if (history === undefined) throw failure('resource.notFound');
    const task = await tools.tasks.get(taskId);
    if (running.has(taskId) && history.ended === undefined) return task;
    if (history.ended !== undefined || task.state !== 'lost') throw failure('state.wrong');
    if (reconciling.pending() !== null) {
      // Nothing is gone on with before AWS was searched; the search takes this one up with all others.
      search().catch((error: unknown) => tools.onFault(error));
      return task;
    }
    const { error: _error, ...found } = task;
    const waiting = {
      ...found,
      state: 'waiting' as const,
      leftOver: [],
      detail: message('apply.checking'),
    };
    try {
      await tools.tasks.save(waiting);
    } catch (error) {
      // Still lost, so that it can be looked at again once the disk has room.
      await tools.tasks.save(task).catch((fault: unknown) => tools.onFault(fault));
      throw error;
    }
    await resume(history);
    return tools.tasks.get(taskId);
  };

  return {
    resume,
    look,
    async lookAgain(connectionId) {
      for (const task of await tools.tasks.list()) {
        const history = histories.get(task.id);
        const lost = task.state === 'lost' && history?.ended === undefined && !running.has(task.id);
        if (lost && history?.begun.connectionId === connectionId) await look(task.id);
      }
    },
    recover,
    search,
    searching: () => searching,
    refuseUnknown,
  };
}
