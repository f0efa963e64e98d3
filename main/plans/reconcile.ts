/**
 * After lines of the journal were lost nothing is begun until AWS was searched: every account and region that was used,
 * for stacks with the tag `millwright:plan`. What can be told is written into the journal again; what nobody can account
 * for is kept as `found` and shown to the person. Until then the account is only looked at.
 */
import { message, type Message } from '../../preload/contract/message.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../clock.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import type { Thing } from '../inventory/thing.ts';
import { waitUntil } from '../stacks/wait.ts';
import type { TaskStore } from '../tasks/tasks.ts';
import type { FoundStack, PlanLine } from './journal-lines.ts';
import type { PlanJournal } from './journal.ts';
import { canGoOn } from './again.ts';
import { forJournal } from './begun-plan.ts';
import { begunPlans, readHistory, type TaskHistory } from './history.ts';
import { foundIn, type Loss, lossIn, pendingIn, readId } from './loss.ts';
import { proveTask } from './prove.ts';
import type { ReceiptStore } from './receipt.ts';
import { searchRegion, withHourly } from './search.ts';
import type { PlanStore } from './store.ts';
import { newTask } from './task-view.ts';

/** A sign-in of this computer and a region in which it was or may have been used. */
export interface Place {
  connectionId: string;
  region: string;
}

export interface ReconcileTools {
  clock: Clock;
  journal: PlanJournal;
  tasks: TaskStore;
  receipts: ReceiptStore;
  plans: PlanStore;
  /** The connection in use, and all regions that plans, settings and the journal name. */
  places(): Promise<Place[]>;
  /** The account of a place. */
  connectedTo(place: Place): Promise<Aws>;
  /** Told when a search begins, waits, goes on or ends, and when a found stack was left. */
  onSearch?: (() => void) | undefined;
}

export interface Reconciling {
  /** When the loss was noticed, ISO; null: the journal is whole, or AWS was searched since. */
  pending(): string | null;
  /** Why the search waits for its next try, or why the last one was given up; null: it runs, or none was begun. */
  trouble(): Message | null;
  /** Stacks that no plan of this journal accounts for, without those that the person left or removed. */
  found(): FoundStack[];
  /** The last loss; null: nothing was ever lost. */
  loss(): Loss | null;
  /** Searches and settles. Throws what keeps it from an account; then it stays pending. */
  run(signal: AbortSignal): Promise<void>;
  /** Ends the pause before the next try of a search that is under way. */
  wake(): void;
  /** The person leaves a found stack as it is, or has read of a loss. Throws `resource.notFound` for anything else. */
  leave(id: string): Promise<void>;
}

const iso = (ms: number) => new Date(ms).toISOString();
/** A sign-in that is gone from this computer: no amount of waiting brings it back. */
const goneSignIn = ['connection.none', 'connection.invalid', 'connection.otherPartition'] as const;

export function openReconciling(tools: ReconcileTools): Reconciling {
  const { clock, journal } = tools;
  let running: Promise<void> | null = null;
  let trouble: Message | null = null;
  let pause = new AbortController();

  const say = (said: Message | null) => {
    trouble = said;
    tools.onSearch?.();
  };
  /** Sleeps like the clock, until it is woken. */
  const sleeper: Clock = {
    now: () => clock.now(),
    async sleep(ms, signal) {
      const mine = pause.signal;
      try {
        await clock.sleep(ms, signal === undefined ? mine : AbortSignal.any([signal, mine]));
      } catch (error) {
        if (!mine.aborted || signal?.aborted === true) throw error;
      }
    },
  };

  const search = async (signal: AbortSignal): Promise<void> => {
    const accounts = new Map<string, Aws>();
    const unreachable: string[] = [];
    const seen = new Map<string, { aws: Aws; found: FoundStack; notebooks: readonly Thing[] }>();
    const options = { purpose: 'recovery' as const, signal };
    const onTrouble = (said: Message | undefined) => {
      if ((said ?? null) !== trouble) say(said ?? null);
    };
    const waiting = { clock: sleeper, signal, onTrouble };
    for (const place of await tools.places()) {
      const name = `${place.connectionId} ${place.region}`;
      try {
        const aws = await waitUntil(() => tools.connectedTo(place), waiting);
        accounts.set(name, aws);
        const { found, notebooks } = await waitUntil(() => searchRegion(aws, options), waiting);
        for (const one of found)
          if (!seen.has(one.stackId)) seen.set(one.stackId, { aws, found: one, notebooks });
      } catch (error) {
        if (!failedWith(error, ...goneSignIn)) throw error;
        unreachable.push(name);
      }
    }
    await rebuildFromDocuments(
      tools,
      [...seen.values()].map(({ found }) => found),
    );
    await reopenOlder(tools);
    for (const history of readHistory(journal.lines).values()) {
      const { connectionId, plan } = history.begun;
      const aws = accounts.get(`${connectionId} ${plan.target.region}`);
      if (history.ended !== undefined || history.torn !== undefined || aws === undefined) continue;
      const whole = await proveTask(history, journal, aws, options, () => clock.now());
      if (!whole && history.turned === undefined)
        await journal.append({ line: 'torn', at: iso(clock.now()), taskId: history.taskId });
    }
    const known = begunPlans(journal.lines);
    const found: FoundStack[] = [];
    for (const { aws, found: one, notebooks } of seen.values())
      if (!known.has(one.planId))
        found.push(await waitUntil(() => withHourly(aws, one, notebooks, options), waiting));
    await journal.append({ line: 'reconciled', at: iso(clock.now()), found, unreachable });
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    say(null);
    try {
      await search(signal);
      say(null);
    } catch (error) {
      if (!signal.aborted) say(error instanceof AppFailure ? error.error.says : null);
      throw error;
    }
  };

  return {
    pending: () => pendingIn(journal.lines),
    trouble: () => trouble,
    loss: () => lossIn(journal.lines),
    found: () => foundIn(journal.lines),
    run: (signal) => (running ??= run(signal).finally(() => (running = null))),
    wake() {
      pause.abort();
      pause = new AbortController();
    },
    async leave(id) {
      const loss = lossIn(journal.lines);
      const known = foundIn(journal.lines).some((one) => one.id === id);
      if (!known && (loss === null || id !== readId(loss) || loss.searchedAt === null))
        throw failure('resource.notFound');
      await journal.append({ line: 'left', at: iso(clock.now()), id });
      tools.onSearch?.();
    },
  };
}

/** Tasks and plans are kept in files of their own: those that the journal forgot are begun in it again. */
async function rebuildFromDocuments(tools: ReconcileTools, stacks: readonly FoundStack[]): Promise<void> {
  const { journal, tasks, receipts, clock } = tools;
  const place = (await tools.places())[0];
  if (place === undefined) return;
  const begin = async (planId: string, taskId: string, at: string) => {
    if (begunPlans(journal.lines).has(planId)) return false;
    const plan = await planOf(tools, planId);
    if (plan === undefined) return false;
    const connectionId = connectionOf(journal.lines, plan.target.accountId) ?? place.connectionId;
    await journal.append({ line: 'begun', at, taskId, plan: forJournal(plan), by: '', connectionId });
    return true;
  };
  for (const task of await tasks.list()) {
    const begun = await begin(task.planId, task.id, task.startedAt);
    if (!begun || task.endedAt === undefined) continue;
    const outcome = (await receipts.get(task.id))?.outcome ?? outcomeOf(task);
    await journal.append({ line: 'ended', at: task.endedAt, taskId: task.id, outcome });
  }
  for (const { planId, madeAt } of stacks) {
    const taskId = `found-${planId}`;
    if (!(await begin(planId, taskId, madeAt))) continue;
    const plan = await planOf(tools, planId);
    const detail = message('apply.checking');
    if (plan) await tasks.save({ ...newTask(plan, taskId, clock.now()), state: 'waiting', detail });
  }
}

/**
 * A failed task that was tried again by lines that are lost: the journal still tells the failure, the task's document what
 * came of it. It is open again, and ended where the document says well or taken back; else AWS is asked.
 */
async function reopenOlder({ journal, tasks, clock }: ReconcileTools): Promise<void> {
  const histories = readHistory(journal.lines);
  for (const task of await tasks.list()) {
    const history = histories.get(task.id);
    if (history === undefined || !isOlder(history, task)) continue;
    await journal.append({ line: 'again', at: iso(clock.now()), taskId: task.id, by: '' });
    const outcome = outcomeOf(task);
    if (task.endedAt !== undefined && outcome !== 'failed')
      await journal.append({ line: 'ended', at: task.endedAt, taskId: task.id, outcome });
  }
}

/** Whether the end that the journal tells may not be the task's last one. Only after lines were lost. */
export const isOlder = (history: TaskHistory, { endedAt }: Task): boolean =>
  canGoOn(history) && history.ended?.at !== endedAt;

async function planOf({ plans }: ReconcileTools, id: string) {
  try {
    return (await plans.get(id)).plan;
  } catch (error) {
    if (failedWith(error, 'plan.notFound', 'state.damaged', 'state.newer', 'input.invalid')) return undefined;
    throw error;
  }
}

function connectionOf(lines: readonly PlanLine[], accountId: string | null): string | undefined {
  const line = lines.findLast((one) => one.line === 'begun' && one.plan.target.accountId === accountId);
  return line?.line === 'begun' ? line.connectionId : undefined;
}

const outcomeOf = ({ state }: Task) =>
  state === 'succeeded'
    ? ('done' as const)
    : state === 'cancelled'
      ? ('cancelled' as const)
      : ('failed' as const);
