/** Doing what a plan says. The only door through which anything in AWS is changed. */
import { type Message, message } from '../../preload/contract/message.ts';
import type { Fact, Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import { type Chance } from '../chance.ts';
import { throwIfCancelled } from '../clock.ts';
import { AppFailure, failure } from '../failure.ts';
import type { TaskStore } from '../tasks/tasks.ts';
import { digestOf } from './digest.ts';
import { canGoOn, explained } from './again.ts';
import { begunPlans, readHistory, type TaskHistory, tryAgain } from './journal.ts';
import { whatMayExist } from './left.ts';
import { refuseSecondTime } from './once.ts';
import { openReconciling, type Reconciling, type ReconcileTools } from './reconcile.ts';
import { cancelled, endedTask, runTask, turn, type Run, type RunnerTools } from './runner.ts';
import { verdictOf } from './store.ts';
import { newTask, queuedAgain, viewTask } from './task-view.ts';
import type { Tickets } from './tickets.ts';

/** In the window a ticket of the confirmation surface; on the command line the digest that the person typed. */
export type Consent =
  { kind: 'ticket'; ticket: string; windowId: string } | { kind: 'digest'; digest: string };

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

export interface Applying {
  /**
   * Answers as soon as the intent is in the journal. Everything that forbids it is thrown and nothing was done. A plan
   * whose task failed goes on from the change that failed, in the same task.
   */
  apply(plan: Plan, consent: Consent): Promise<{ taskId: string }>;
  /** Stops and takes back what the task made; also for a task that failed and left something. */
  cancel(taskId: string): Promise<Task>;
  /** Looks again how far a task got that was lost sight of, and goes on with it. Throws `state.wrong` for any other. */
  look(taskId: string): Promise<Task>;
  /** The same for every such task of a connection that answers again. */
  lookAgain(connectionId: string): Promise<void>;
  /** The task when it has ended, or when this program stops following it. */
  ended(taskId: string): Promise<Task>;
  /** Goes on with every task that an earlier start left open. */
  recover(options?: { undo?: boolean }): Promise<{ open: Task[]; ended: Promise<Task[]> }>;
  /** What was lost of the journal, and what was found in AWS instead. */
  reconciling: Pick<Reconciling, 'pending' | 'trouble' | 'loss' | 'found' | 'leave'>;
  /**
   * Where lines of the journal were lost and AWS was not searched yet: searches now, and goes on with what is open then.
   * Answers when the search has ended, well or not; `reconciling` tells which.
   */
  search(): Promise<void>;
  /** Stops following; what runs in AWS goes on, and the next start finds it. */
  close(): Promise<void>;
}

interface Running {
  stop: AbortController;
  ended: Promise<Task>;
}

const problemsOf = (messages: readonly Message[], path: string) => messages.map((says) => ({ path, says }));

/** A task that goes on has no end yet. */
function reopened(task: Task): Task {
  const { endedAt, ...open } = task;
  return endedAt === undefined ? task : open;
}

export function openApplying(tools: ApplyTools): Applying {
  const histories = readHistory(tools.journal.lines);
  const running = new Map<string, Running>();
  const closing = new AbortController();
  /** Tasks that are about to be gone on with. */
  const checking = new Set<string>();
  /** Plans that are being checked or were begun: a plan applies once. */
  const begun = begunPlans(tools.journal.lines);
  const reconciling = openReconciling(tools);

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

  const checkConsent = (plan: Plan, consent: Consent) => {
    if (digestOf(plan) !== plan.digest) throw failure('plan.tampered');
    if (consent.kind === 'digest') {
      if (consent.digest !== plan.digest) throw failure('digest.mismatch');
      return;
    }
    const { ticket, windowId } = consent;
    tools.tickets.redeem(ticket, { planId: plan.id, digest: plan.digest, windowId });
  };

  const checkAccount = async (plan: Plan, aws: Aws, own?: (fact: Fact) => boolean) => {
    const { accountId, region } = aws.target;
    if (plan.target.accountId !== accountId || plan.target.region !== region)
      throw failure('plan.wrongAccount', {
        planned: `${plan.target.accountId ?? ''} ${plan.target.region}`,
        here: `${accountId} ${region}`,
      });
    const { blockers, moved } = await tools.recheck(plan, aws, closing.signal, own);
    if (moved.length > 0) throw failure('plan.changed', {}, { problems: problemsOf(moved, 'facts') });
    if (blockers.length > 0)
      throw failure('plan.blocked', {}, { problems: problemsOf(blockers, 'blockers') });
  };

  const start = (history: TaskHistory, task: Task, aws: Aws, purpose: Run['purpose']) => {
    const stop = new AbortController();
    const view = viewTask(reopened(task), {
      store: tools.tasks,
      clock: tools.clock,
      onFailedSave: (error) => tools.onFault(error),
    });
    const signal = AbortSignal.any([stop.signal, closing.signal]);
    const ended = runTask({ history, aws, view, purpose, signal, closing: closing.signal }, tools)
      .catch((error: unknown) => {
        tools.onFault(error);
        return { ...view.task, state: 'lost' as const };
      })
      .finally(() => running.delete(task.id));
    running.set(task.id, { stop, ended });
    return ended;
  };

  /** A task whose document is gone is drawn again from the journal. */
  const taskOf = async (history: TaskHistory): Promise<Task> => {
    const known = (await tools.tasks.list()).find((task) => task.id === history.taskId);
    return known ?? newTask(history.begun.plan, history.taskId, Date.parse(history.begun.at));
  };

  /** Out of sight: what may exist of it is named with its price, and the next look goes on. */
  const lostTask = async (history: TaskHistory, task: Task, { error }: AppFailure): Promise<Task> => {
    const lost: Task = { ...task, state: 'lost', error, leftOver: whatMayExist(history) };
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
   * Keeps a task that the journal has just begun and for which AWS was asked nothing yet. Where this computer's disk
   * refuses, the task ends here and the reason is thrown; where even that cannot be written down, it is shown as lost,
   * and a look or the next start goes on with it: the answer is then false.
   */
  const kept = async (history: TaskHistory, task: Task): Promise<boolean> => {
    try {
      await tools.tasks.save(task);
      return true;
    } catch (why) {
      const refused = why instanceof AppFailure ? why : failure('internal', {}, { cause: why });
      const { error } = refused;
      const at = new Date(tools.clock.now()).toISOString();
      const line = { line: 'ended' as const, at, taskId: history.taskId, outcome: 'failed' as const, error };
      const show = (shown: Task) => tools.tasks.save(shown).catch((fault: unknown) => tools.onFault(fault));
      try {
        await tools.journal.append(line);
      } catch (full) {
        tools.onFault(full);
        await show({ ...task, state: 'lost', error });
        return false;
      }
      history.ended = line;
      await show({ ...task, ...endedTask(history) });
      throw refused;
    }
  };

  /** Goes on from the change that failed, as the account is now. */
  const goOnWith = async (history: TaskHistory): Promise<{ taskId: string }> => {
    const { taskId, begun: first } = history;
    // Two presses at once are one.
    if (checking.has(taskId)) throw failure('plan.alreadyApplied');
    checking.add(taskId);
    try {
      const { aws } = await tools.connected();
      const tried = [...history.intents.keys()];
      const own = explained(first.plan, ({ id }) => tried.some((key) => key.startsWith(`${id} `)));
      await checkAccount(first.plan, aws, own);
      const at = new Date(tools.clock.now()).toISOString();
      await tools.journal.append({ line: 'again', at, taskId, by: aws.callerArn });
      tryAgain(history);
      const queued = queuedAgain(reopened(await taskOf(history)), first.plan);
      if (await kept(history, queued)) void start(history, queued, aws, 'apply');
      return { taskId };
    } finally {
      checking.delete(taskId);
    }
  };

  /** Tasks whose end is in the journal and not on disk: the program died, or the disk refused, in between. */
  const redraw = async () => {
    const known = new Map((await tools.tasks.list()).map((task) => [task.id, task]));
    for (const history of histories.values()) {
      const ended = endedTask(history);
      if (ended !== undefined && known.get(history.taskId)?.endedAt !== ended.endedAt)
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
      const task: Task = { ...(await taskOf(history)), state: 'waiting', detail: message('apply.checking') };
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
    async apply(plan, consent) {
      throwIfCancelled(closing.signal);
      if (plan.target.accountId === null) throw failure('plan.draft');
      if (plan.blockers.length > 0)
        throw failure('plan.blocked', {}, { problems: problemsOf(plan.blockers, 'blockers') });
      if (verdictOf(plan)?.verdict === 'rejected') throw failure('plan.rejected');
      checkConsent(plan, consent);
      const earlier = [...histories.values()].find((history) => history.begun.plan.id === plan.id);
      const again = earlier !== undefined && canGoOn(earlier) && !running.has(earlier.taskId);
      if (begun.has(plan.id) && !again) throw failure('plan.alreadyApplied');
      refuseUnknown();
      if (again) return goOnWith(earlier);
      begun.add(plan.id);
      try {
        const { aws, connectionId } = await tools.connected();
        await checkAccount(plan, aws);
        await refuseSecondTime(plan, aws, { signal: closing.signal, purpose: 'apply' });
        const now = tools.clock.now();
        const taskId = `${new Date(now).toISOString().slice(0, 10)}-${tools.chance.hex(6)}`;
        const line = {
          line: 'begun' as const,
          at: new Date(now).toISOString(),
          taskId,
          plan,
          by: aws.callerArn,
          connectionId,
        };
        await tools.journal.append(line);
        const history = readHistory([line]).get(taskId);
        if (history === undefined) throw new Error('A task that was begun has a history.');
        histories.set(taskId, history);
        const task = newTask(plan, taskId, now);
        if (await kept(history, task)) void start(history, task, aws, 'apply');
        return { taskId };
      } catch (error) {
        if (![...histories.values()].some((history) => history.begun.plan.id === plan.id))
          begun.delete(plan.id);
        throw error;
      }
    },
    async cancel(taskId) {
      const history = histories.get(taskId);
      if (history === undefined) throw failure('resource.notFound');
      const task = await tools.tasks.get(taskId);
      if (!task.cancellable) throw failure('state.wrong');
      refuseUnknown();
      const now = running.get(taskId);
      if (now !== undefined) {
        now.stop.abort(cancelled);
        // Durable before it is answered: whoever asked must not find it done after a crash.
        await turn({ history }, tools, 'cancelled');
        now.ended
          .then(async (last) => {
            // It had ended a moment before it heard.
            if (last.endedAt !== undefined && history.ended === undefined) await resume(history);
          })
          .catch((error: unknown) => tools.onFault(error));
        // The run itself keeps the task on disk; two writers would overwrite each other.
        return { ...task, state: 'cancelling', cancellable: false };
      }
      await turn({ history }, tools, 'undo');
      await resume(history);
      return tools.tasks.get(taskId);
    },
    look,
    async lookAgain(connectionId) {
      for (const task of await tools.tasks.list()) {
        const history = histories.get(task.id);
        const lost = task.state === 'lost' && history?.ended === undefined && !running.has(task.id);
        if (lost && history?.begun.connectionId === connectionId) await look(task.id);
      }
    },
    async ended(taskId) {
      return (await running.get(taskId)?.ended) ?? tools.tasks.get(taskId);
    },
    recover: (options = {}) => recover(options.undo ?? false),
    reconciling,
    search,
    async close() {
      closing.abort();
      await searching?.catch(() => undefined);
      await Promise.all([...running.values()].map((one) => one.ended));
      await tools.journal.close();
    },
  };
}
