/** Doing what a plan says. The only door through which anything in AWS is changed. */
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { type Consent, openBeginning } from './apply-begin.ts';
import { cancelTask } from './apply-cancel.ts';
import { openRecovering } from './apply-recover.ts';
import { type ApplyTools, openTasksOf } from './open-tasks.ts';
import type { Reconciling } from './reconcile.ts';
import type { Secret } from './secrets.ts';

export interface Applying {
  /**
   * Answers as soon as the intent is in the journal. Everything that forbids it is thrown and nothing was done. A plan
   * whose task failed goes on from the change that failed, in the same task.
   */
  apply(plan: Plan, consent: Consent, secret?: Secret): Promise<{ taskId: string }>;
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

export function openApplying(tools: ApplyTools): Applying {
  const open = openTasksOf(tools);
  const recovering = openRecovering(open, tools);
  const beginning = openBeginning(open, tools, () => recovering.refuseUnknown());
  return {
    apply: (plan, consent, secret) => beginning.apply(plan, consent, secret),
    cancel: (taskId) => cancelTask(taskId, open, tools, recovering),
    look: (taskId) => recovering.look(taskId),
    lookAgain: (connectionId) => recovering.lookAgain(connectionId),
    ended: async (taskId) => (await open.running.get(taskId)?.ended) ?? tools.tasks.get(taskId),
    recover: (options = {}) => recovering.recover(options.undo ?? false),
    reconciling: open.reconciling,
    search: () => recovering.search(),
    async close() {
      open.closing.abort();
      await recovering.searching()?.catch(() => undefined);
      await Promise.all([...open.running.values()].map((one) => one.ended));
      await tools.journal.close();
    },
  };
}
