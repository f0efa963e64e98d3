/** Beginning a plan: consent, what is looked at again, and the first line of its task in the journal. */
import type { Message } from '../../preload/contract/message.ts';
import type { Fact, Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import { throwIfCancelled } from '../clock.ts';
import { AppFailure, failure } from '../failure.ts';
import { canGoOn, explained } from './again.ts';
import { forJournal } from './begun-plan.ts';
import { digestOf } from './digest.ts';
import { endedTask } from './ending.ts';
import { readHistory, type TaskHistory, tryAgain } from './history.ts';
import { refuseSecondTime } from './once.ts';
import { type ApplyTools, type OpenTasks, reopened } from './open-tasks.ts';
import { proveTask } from './prove.ts';
import { type Secret, secretProblems } from './secrets.ts';
import { verdictOf } from './store.ts';
import { newTask, queuedAgain } from './task-view.ts';

/** In the window a ticket of the confirmation surface; on the command line the digest that the person typed. */
export type Consent =
  { kind: 'ticket'; ticket: string; windowId: string } | { kind: 'digest'; digest: string };

const problemsOf = (messages: readonly Message[], path: string) => messages.map((says) => ({ path, says }));

export interface Beginning {
  /**
   * Answers as soon as the intent is in the journal. Everything that forbids it is thrown and nothing was done. A plan
   * whose task failed goes on from the change that failed, in the same task.
   */
  apply(plan: Plan, consent: Consent, secret?: Secret): Promise<{ taskId: string }>;
}

/** `refuseUnknown` throws while nobody knows what was begun. */
export function openBeginning(open: OpenTasks, tools: ApplyTools, refuseUnknown: () => void): Beginning {
  const { histories, running, closing, begun, start, taskOf } = open;
  /** Tasks that are about to be gone on with. */
  const checking = new Set<string>();

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
  const goOnWith = async (history: TaskHistory, secret: Secret): Promise<{ taskId: string }> => {
    const { taskId, begun: first } = history;
    // Two presses at once are one.
    if (checking.has(taskId)) throw failure('plan.alreadyApplied');
    checking.add(taskId);
    try {
      const { aws } = await tools.connected();
      const tried = [...history.intents.keys()];
      const own = explained(first.plan, ({ id }) => tried.some((key) => key.startsWith(`${id} `)));
      await checkAccount(first.plan, aws, own);
      // What AWS has finished since is done, though the lines are lost that announced it.
      if (history.torn !== undefined) {
        const options = { signal: closing.signal, purpose: 'apply' as const };
        await proveTask(history, tools.journal, aws, options, () => tools.clock.now());
      }
      const at = new Date(tools.clock.now()).toISOString();
      await tools.journal.append({ line: 'again', at, taskId, by: aws.callerArn });
      tryAgain(history);
      const queued = queuedAgain(reopened(await taskOf(history)), first.plan);
      if (await kept(history, queued)) void start(history, queued, aws, 'apply', secret);
      return { taskId };
    } finally {
      checking.delete(taskId);
    }
  };

  return {
    async apply(plan, consent, secret = {}) {
      throwIfCancelled(closing.signal);
      if (plan.target.accountId === null) throw failure('plan.draft');
      if (plan.blockers.length > 0)
        throw failure('plan.blocked', {}, { problems: problemsOf(plan.blockers, 'blockers') });
      if (verdictOf(plan)?.verdict === 'rejected') throw failure('plan.rejected');
      const problems = secretProblems(plan, secret);
      if (problems.length > 0) throw failure('secret.missing', {}, { problems });
      checkConsent(plan, consent);
      const earlier = [...histories.values()].find((history) => history.begun.plan.id === plan.id);
      const again = earlier !== undefined && canGoOn(earlier) && !running.has(earlier.taskId);
      if (begun.has(plan.id) && !again) throw failure('plan.alreadyApplied');
      refuseUnknown();
      if (again) return goOnWith(earlier, secret);
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
          plan: forJournal(plan),
          by: aws.callerArn,
          connectionId,
        };
        await tools.journal.append(line);
        const history = readHistory([line]).get(taskId);
        if (history === undefined) throw new Error('A task that was begun has a history.');
        histories.set(taskId, history);
        const task = newTask(plan, taskId, now);
        if (await kept(history, task)) void start(history, task, aws, 'apply', secret);
        return { taskId };
      } catch (error) {
        if (![...histories.values()].some((history) => history.begun.plan.id === plan.id))
          begun.delete(plan.id);
        throw error;
      }
    },
  };
}
