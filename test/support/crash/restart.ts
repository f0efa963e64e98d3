/** The next start of the program on what a dead one left, and what it makes of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { PlanLine } from '../../../main/plans/journal-lines.ts';
import { readHistory, type TaskHistory } from '../../../main/plans/history.ts';
import type { Points } from '../../../main/points.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { openSpine, type Spine } from '../spine.ts';
import { type AccountState, readAccount } from './account.ts';
import type { Fork } from './forks.ts';

/** What the journal of a dead program says of a plan. */
export function historyOf(root: string, planId: string): TaskHistory | undefined {
  const text = readFileSync(join(root, 'state', 'journal'), 'utf8');
  // Behind length and checksum, which are not what is judged here; the last line may be cut.
  const lines = text
    .split('\n')
    .slice(0, -1)
    .flatMap(
      (record) => PlanLine.safeParse((JSON.parse(record.slice(18)) as { line: unknown }).line).data ?? [],
    );
  return [...readHistory(lines).values()].find(({ begun }) => begun.plan.id === planId);
}

export interface Restarted {
  /** As the journal had it when the program started. */
  before: { account: AccountState; history: TaskHistory | undefined };
  /** Tasks that were listed before AWS was asked anything, and how long that took, virtual ms. */
  listed: Task[];
  listedAfterMs: number;
  /** State and error of the plan's task when everything had ended, and how often anything was made by then, by kind. */
  first: string;
  made: string[];
  /** All tasks of the plan at the end. */
  tasks: Task[];
  /** Virtual ms until everything had ended. */
  tookMs: number;
  account: AccountState;
  /** What applying the same plan again was answered. */
  again: string;
  faults: unknown[];
}

/** Opens the engine of a spine; `onFault` is told of faults that nobody waits for. */
export const openEngine = (spine: Spine, points: Points | undefined, faults: unknown[]): Promise<Engine> =>
  createEngine({
    stateDir: spine.stateDir,
    env: spine.env,
    clock: spine.clock,
    onFault: (error) => faults.push(error),
    ...(points && { points }),
  });

const codeOf = (error: unknown): string => {
  const code: unknown = (error as { error?: { code?: unknown } }).error?.code;
  return typeof code === 'string' ? code : String(error);
};

export interface RestartOptions {
  undo: boolean;
  /** Virtual seconds that AWS goes on by itself when everything had ended. */
  settles?: number | undefined;
  /** Is given the spine before the engine opens, and may answer points. */
  watch?: ((spine: Spine) => Points) | undefined;
}

/** Uses up the fork's folder. */
export async function restart(
  fork: Fork,
  plan: Plan,
  { undo, settles = 0, watch }: RestartOptions,
): Promise<Restarted> {
  const before = { account: readAccount(join(fork.root, 'account')), history: historyOf(fork.root, plan.id) };
  const spine = await openSpine(fork.root);
  const faults: unknown[] = [];
  try {
    const started = spine.clock.now();
    const engine = await openEngine(spine, watch?.(spine), faults);
    try {
      const { ended } = await engine.applying.recover({ undo });
      const listed = await engine.tasks.list();
      const listedAfterMs = spine.clock.now() - started;
      if (fork.late !== undefined) await arrive(spine, fork.late);
      await ended;
      const tookMs = spine.clock.now() - started;
      const ofPlan = async () => (await engine.tasks.list()).filter(({ planId }) => planId === plan.id);
      const first = (await ofPlan()).map(({ state, error }) => `${state} ${error?.code ?? ''}`).join();
      const made = spine.sandbox.ledger().map(({ kind }) => kind);
      const again =
        before.history === undefined ? '' : await spine.apply(engine, plan).then(() => 'applied', codeOf);
      const tasks = await ofPlan();
      if (settles > 0) await spine.clock.sleep(settles * 1000);
      await engine.close();
      await spine.close();
      return {
        before,
        listed: listed.filter(({ planId }) => planId === plan.id),
        listedAfterMs,
        first,
        made,
        tasks,
        tookMs,
        account: readAccount(join(fork.root, 'account')),
        again,
        faults,
      };
    } catch (error) {
      await engine.close().catch((e: unknown) => faults.push(e));
      throw error;
    }
  } catch (error) {
    await spine.close();
    throw error;
  }
}

/** A request that was under way when the program died. */
async function arrive(
  spine: Spine,
  { service, operation, input, caller, region }: NonNullable<Fork['late']>,
) {
  await spine.sandbox.account
    .perform({ service, operation, input, as: caller, region })
    .catch((error: unknown) => {
      // AWS may have reason to refuse it by now: the next start was quicker.
      if (!(error instanceof Error)) throw error;
    });
}
