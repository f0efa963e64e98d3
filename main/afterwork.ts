/** What is done on this computer after a task went on or ended. */
import type { Staging } from './data/staging.ts';
import { shippedStage } from './plans/shipped-files.ts';
import { writtenStage } from './plans/written-files.ts';
import type { PlanStore } from './plans/store.ts';
import type { Task } from '../preload/contract/task.ts';

/** The list of plans tells what became of each. */
export async function markPlan(plans: PlanStore, task: Task): Promise<void> {
  const progress =
    task.state === 'succeeded' ? 'applied' : task.endedAt === undefined ? 'applying' : ('failed' as const);
  if (progress === 'applying' && task.state !== 'queued') return;
  await plans.mark(task.planId, progress);
}

/** Work on files that nobody waits for, until the program closes: then it is finished first. */
export function openAfterwork(onFault: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  return {
    add(work: Promise<void>): void {
      const one: Promise<void> = work.catch(onFault).finally(() => running.delete(one));
      running.add(one);
    },
    async done(): Promise<void> {
      await Promise.all(running);
    },
  };
}

/** What has arrived in its bucket need not lie on this computer a second time. */
export async function dropStaged(plans: PlanStore, staging: Staging, task: Task): Promise<void> {
  const { plan } = await plans.get(task.planId);
  for (const change of plan.changes)
    if (change.kind === 'upload' && ![shippedStage, writtenStage].includes(change.stageId))
      await staging.remove(change.stageId);
}
