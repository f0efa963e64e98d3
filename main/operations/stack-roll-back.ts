import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { StackChange } from '../../preload/contract/plan.ts';
import type { RepairFact } from '../plans/facts/repair.ts';
import type { PlanSource } from '../plans/source.ts';
import { meaningOf } from '../stacks/states.ts';
import { operationDraft } from './drafts.ts';
import { heldName, knownStack, mendingBlockers, repairKey } from './stack-mending.ts';
import { stackName } from './stack-remove.ts';

const StackRollBack = z.strictObject({ stackName });
type StackRollBack = z.infer<typeof StackRollBack>;

type Way = Extract<StackChange['action'], 'roll-back' | 'continue-roll-back'>;

/** How this state is put back; undefined: there is nothing to put back. */
function wayOf(stack: RepairFact | null | undefined): Way | undefined {
  const way = stack ? meaningOf(stack.status).stuck : undefined;
  return way === 'roll-back' || way === 'continue-roll-back' ? way : undefined;
}

/** Puts a stack back as it was before a change that failed. What AWS refuses again is left as it is, and named. */
export const stackRollBack: PlanSource<StackRollBack> = {
  id: 'stack-roll-back',
  answers: StackRollBack,
  facts: ({ stackName: name }) => [{ key: repairKey(name), decisive: true }],
  draft: ({ stackName: name }, facts) => {
    const stack = knownStack(name, facts);
    const way = wayOf(stack);
    const skipped =
      stack && way === 'continue-roll-back'
        ? stack.things.filter(({ status }) => status === 'UPDATE_FAILED')
        : [];
    const blockers = mendingBlockers(name, stack);
    if (blockers.length === 0 && stack && way === undefined)
      blockers.push(message('plan.stack.rollBack.nothing', { name }));
    return operationDraft(message('plan.stack.rollBack.title', { name }), {
      press: message('plan.stack.rollBack.press'),
      done: message('plan.stack.rollBack.done', { name }),
      changes: [
        {
          id: 'stack',
          kind: 'stack',
          action: way ?? 'continue-roll-back',
          says: message('plan.stack.rollBack', { name }),
          note: message('plan.stack.rollBack.note'),
          usually: { from: 20, to: 300, worryAfter: 900 },
          stackName: name,
          parameters: {},
          capabilities: [],
          tags: {},
          ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
          resources: (stack?.things ?? []).map(({ logicalId, type }) => ({
            logicalId,
            type,
            effect: 'update',
            fields: [],
          })),
          ...(skipped.length > 0 && { keep: skipped.map(({ logicalId }) => logicalId) }),
          stays: [],
        },
      ],
      warnings: skipped.map((thing) => message('plan.stack.rollBack.skips', heldName(thing))),
      blockers,
      undo: [message('plan.stack.rollBack.undo')],
    });
  },
};
