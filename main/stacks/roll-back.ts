/** Putting a stack back that a failed change left half way. Everything can be entered again after a crash. */
import { message } from '../../preload/contract/message.ts';
import type { StackChange } from '../../preload/contract/plan.ts';
import { failedWith, failure } from '../failure.ts';
import { textIn } from '../plans/journal-lines.ts';
import { surely } from './absence.ts';
import { type ChangeContext, lookOptions, tokenOf } from './context.ts';
import { rootCause, stackFailure, stuckFailure } from './failure-reason.ts';
import { follow } from './follow.ts';
import { eventsSince, findStack } from './look.ts';
import { healthOf } from './states.ts';
import { limits } from './limits.ts';
import { waitUntil } from './wait.ts';

type Way = 'roll-back' | 'continue-roll-back';

/** From which state each way leads, and where the roll back itself can fail. */
const from: Record<Way, string> = {
  'roll-back': 'UPDATE_FAILED',
  'continue-roll-back': 'UPDATE_ROLLBACK_FAILED',
};

/**
 * RollbackStack or ContinueUpdateRollback. What may be kept (`change.keep`) is tried too, and passed over only when AWS
 * refuses it once more. Throws `aws.stackStuck` when the stack rests in a state that needs another mending.
 */
export async function rollBackStack(context: ChangeContext, change: StackChange, way: Way): Promise<void> {
  const { steps } = context;
  if (steps.intended('roll-back') === undefined) {
    const look = () => findStack(context.aws, change.stackName, lookOptions(context));
    const stack = await surely(look, context);
    if (stack?.StackId === undefined) throw failure('resource.notFound', { name: change.stackName });
    await steps.intend('roll-back', { stackId: stack.StackId });
  }
  const stackId = textIn(steps.intended('roll-back'), 'stackId');
  context.onDetail(message('apply.takingBack'));
  if (steps.outcome('roll-back') === undefined) {
    await send(context, way, stackId, 'roll-back');
    await steps.settle('roll-back', { stackId });
  }
  if (steps.intended('roll-back-skipping') === undefined) {
    const refused = await settled(context, change, stackId, 'roll-back');
    if (refused.length === 0) return;
    await steps.intend('roll-back-skipping', { stackId, skip: refused });
  }
  if (steps.outcome('roll-back-skipping') === undefined) {
    const skip = steps.intended('roll-back-skipping')?.['skip'] as string[];
    await send(context, 'continue-roll-back', stackId, 'roll-back-skipping', skip);
    await steps.settle('roll-back-skipping', { stackId });
  }
  await settled(context, { ...change, keep: [] }, stackId, 'roll-back-skipping');
}

async function send(
  context: ChangeContext,
  way: Way,
  stackId: string,
  step: string,
  skip: string[] = [],
): Promise<void> {
  const { aws } = context;
  const input = { StackName: stackId, ClientRequestToken: tokenOf(context, step) };
  await waitUntil(
    async () => {
      try {
        if (way === 'roll-back')
          await aws.call('cloudformation', 'RollbackStack', input, lookOptions(context));
        else
          await aws.call(
            'cloudformation',
            'ContinueUpdateRollback',
            { ...input, ...(skip.length > 0 && { ResourcesToSkip: skip }) },
            lookOptions(context),
          );
        return true;
      } catch (error) {
        // The token makes a repeat harmless.
        if (failedWith(error, 'outcome.unknown')) return undefined;
        if (!failedWith(error, 'state.wrong', 'plan.alreadyApplied')) throw error;
        // An earlier try was carried out and its answer lost, if the stack has left the state.
        const stack = await findStack(aws, stackId, lookOptions(context));
        if (stack?.StackStatus === from[way]) throw error;
        return true;
      }
    },
    context,
    limits.changeSet,
  );
}

/** Answers the logical ids that AWS refused if all of them may be left; throws when the stack is not as it was. */
async function settled(
  context: ChangeContext,
  change: StackChange,
  stackId: string,
  step: string,
): Promise<string[]> {
  const stack = await follow(context, stackId);
  const status = stack.StackStatus ?? '';
  if (healthOf(status) !== 'stuck') return [];
  const events = await eventsSince(context.aws, stackId, 0, lookOptions(context));
  const token = tokenOf(context, step);
  const refused = events.filter(
    (e) => e.ClientRequestToken === token && e.ResourceStatus === 'UPDATE_FAILED',
  );
  const ids = [...new Set(refused.map((e) => e.LogicalResourceId ?? ''))];
  const may = change.keep ?? [];
  if (status === 'UPDATE_ROLLBACK_FAILED' && ids.length > 0 && ids.every((id) => may.includes(id)))
    return ids;
  const why = stackFailure(change.stackName, rootCause(events, token), stack.StackStatusReason);
  throw stuckFailure(change.stackName, status, why);
}
