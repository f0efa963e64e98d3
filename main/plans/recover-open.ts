import type { Engine } from '../engine.ts';

/**
 * Goes on with what an earlier start left open, and lets go of picked files that none of it still sends. `onFault`: told
 * of a fault in our own code in what goes on, which nobody waits for.
 */
export async function recoverOpen(
  { applying, plans, staging }: Pick<Engine, 'applying' | 'plans' | 'staging'>,
  onFault: (error: unknown) => void,
): Promise<void> {
  const { open, ended } = await applying.recover();
  ended.catch(onFault);
  const unfinished = await Promise.all(open.map(({ planId }) => plans.get(planId)));
  const uploads = unfinished.flatMap(({ plan }) => plan.changes.filter((change) => change.kind === 'upload'));
  await staging.sweep(new Set(uploads.map(({ stageId }) => stageId)));
}
