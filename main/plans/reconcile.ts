/**
 * After lines of the journal were lost nothing is begun until AWS was searched: every account and region that was used,
 * for stacks with the tag `millwright:plan`. What can be told is written into the journal again; what nobody can account
 * for is kept as `found` and shown to the person. Until then the account is only looked at.
 */
import type { Task } from '../../preload/contract/task.ts';
import { message } from '../../preload/contract/message.ts';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../clock.ts';
import { failedWith } from '../failure.ts';
import { waitUntil } from '../stacks/wait.ts';
import type { TaskStore } from '../tasks/tasks.ts';
import { begunPlans, type FoundStack, type PlanJournal, type PlanLine, readHistory } from './journal.ts';
import { proveTask } from './prove.ts';
import type { ReceiptStore } from './receipt.ts';
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
}

export interface Reconciling {
  /** When the loss was noticed, ISO; null: the journal is whole, or AWS was searched since. */
  pending(): string | null;
  /** Stacks that no plan of this journal accounts for, without those that the person left as they are. */
  found(): FoundStack[];
  /** Searches and settles. Throws what keeps it from an account; then it stays pending. */
  run(signal: AbortSignal): Promise<void>;
  /** The person leaves a found stack as it is. */
  leave(id: string): Promise<void>;
}

const iso = (ms: number) => new Date(ms).toISOString();
/** A sign-in that is gone from this computer: no amount of waiting brings it back. */
const goneSignIn = ['connection.none', 'connection.invalid', 'connection.otherPartition'] as const;

export function openReconciling(tools: ReconcileTools): Reconciling {
  const { clock, journal } = tools;
  let running: Promise<void> | null = null;

  const pending = (): string | null => {
    const at = journal.lines.findLastIndex((line) => line.line === 'lost');
    const lost = journal.lines[at];
    if (lost?.line !== 'lost' || journal.lines.some((line, i) => i > at && line.line === 'reconciled'))
      return null;
    return lost.at;
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    const accounts = new Map<string, Aws>();
    const unreachable: string[] = [];
    const stacks: FoundStack[] = [];
    for (const place of await tools.places()) {
      const name = `${place.connectionId} ${place.region}`;
      try {
        const waiting = { clock, signal, onTrouble: () => undefined };
        const aws = await waitUntil(() => tools.connectedTo(place), waiting);
        accounts.set(name, aws);
        const here = await waitUntil(() => stacksIn(aws, signal), waiting);
        stacks.push(...here.filter(({ stackId }) => !stacks.some((one) => one.stackId === stackId)));
      } catch (error) {
        if (!failedWith(error, ...goneSignIn)) throw error;
        unreachable.push(name);
      }
    }
    await rebuildFromDocuments(tools, stacks);
    for (const history of readHistory(journal.lines).values()) {
      const { connectionId, plan } = history.begun;
      const aws = accounts.get(`${connectionId} ${plan.target.region}`);
      if (history.ended !== undefined || history.torn !== undefined || aws === undefined) continue;
      const options = { purpose: 'recovery' as const, signal };
      const whole = await proveTask(history, journal, aws, options, () => clock.now());
      if (!whole && history.turned === undefined)
        await journal.append({ line: 'torn', at: iso(clock.now()), taskId: history.taskId });
    }
    const known = begunPlans(journal.lines);
    const found = stacks.filter(({ planId }) => !known.has(planId));
    await journal.append({ line: 'reconciled', at: iso(clock.now()), found, unreachable });
  };

  return {
    pending,
    run: (signal) => (running ??= run(signal).finally(() => (running = null))),
    found() {
      const left = new Set(journal.lines.flatMap((line) => (line.line === 'left' ? [line.id] : [])));
      const last = journal.lines.findLast((line) => line.line === 'reconciled');
      return last?.line === 'reconciled' ? last.found.filter(({ id }) => !left.has(id)) : [];
    },
    leave: (id) => journal.append({ line: 'left', at: iso(clock.now()), id }),
  };
}

/** Stacks of the region that carry the tag of a plan, those that wait for a review included. */
async function stacksIn(aws: Aws, signal: AbortSignal): Promise<FoundStack[]> {
  const found: FoundStack[] = [];
  const options = { purpose: 'recovery' as const, signal };
  const { accountId, region } = aws.target;
  for await (const { Stacks = [] } of aws.pages('cloudformation', 'DescribeStacks', {}, options))
    for (const { StackId = '', StackName = '', StackStatus = '', CreationTime, Tags = [] } of Stacks) {
      const planId = Tags.find(({ Key }) => Key === 'millwright:plan')?.Value;
      if (planId === undefined || StackStatus === 'DELETE_COMPLETE') continue;
      found.push({
        id: `${region} ${StackName}`,
        accountId,
        region,
        stackName: StackName,
        stackId: StackId,
        status: StackStatus,
        planId,
        madeAt: (CreationTime ?? new Date(aws.now())).toISOString(),
      });
    }
  return found;
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
    await journal.append({ line: 'begun', at, taskId, plan, by: '', connectionId });
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
