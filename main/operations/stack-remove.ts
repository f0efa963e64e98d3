import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { PlannedResource, StackChange } from '../../preload/contract/plan.ts';
import type { RepairFact } from '../plans/facts/repair.ts';
import type { PlanContext, PlanSource } from '../plans/source.ts';
import { isTemplateName, loadTemplate } from '../plans/templates.ts';
import { meaningOf } from '../stacks/states.ts';
import { operationDraft } from './drafts.ts';
import { knownStack, mendingBlockers, priceOf, repairKey, staying } from './stack-mending.ts';

export const stackName = z.string().regex(/^millwright-[A-Za-z0-9-]{1,117}$/, 'plan.problem.stackName');
const StackRemove = z.strictObject({ stackName });
type StackRemove = z.infer<typeof StackRemove>;

/**
 * Removes a stack, or what is left of one that failed. What AWS refuses to delete a second time is left in the account and
 * named. Only stacks that a plan of Millwright made.
 */
export const stackRemove: PlanSource<StackRemove> = {
  id: 'stack-remove',
  answers: StackRemove,
  facts: ({ stackName: name }) => [{ key: repairKey(name), decisive: true }],
  draft: ({ stackName: name }, facts, context) => {
    const stack = knownStack(name, facts);
    const left = stack ? leftBy(name, stack, context) : nothingLeft;
    const empty = stack?.things.length === 0;
    // Nothing failed: it is not a rest that is removed.
    const whole = stack != null && meaningOf(stack.status).stuck === undefined ? '.whole' : '';
    return operationDraft(message(`plan.stack.remove${whole}.title`, { name }), {
      press: message(`plan.stack.remove${whole}.press`),
      done: message(left.kept.length > 0 ? 'plan.stack.remove.doneKeeping' : 'plan.stack.remove.done', {
        name,
      }),
      changes: [change(name, stack, left, empty)],
      costLines: left.lines,
      blockers: mendingBlockers(name, stack),
      warnings: [
        ...(left.kept.length > 0 ? [message('plan.stack.remove.keeps', { count: left.kept.length })] : []),
        ...(stack?.things.some(({ type }) => type === 'AWS::Logs::LogGroup') === true
          ? [message('plan.stack.remove.log')]
          : []),
      ],
      undo: [message('plan.stack.remove.undo')],
      stays: left.stays,
    });
  },
};

interface Left {
  /** By logical id: the template keeps it, or AWS refused to delete it. */
  byTemplate: ReadonlySet<string>;
  kept: RepairFact['things'];
  stays: Message[];
  lines: ReturnType<typeof priceOf>;
}

const nothingLeft: Left = { byTemplate: new Set(), kept: [], stays: [], lines: [] };

function leftBy(name: string, stack: RepairFact, context: PlanContext): Left {
  const source = name.split('-')[1] ?? '';
  const resources = isTemplateName(source) ? loadTemplate(source).document.Resources : {};
  const retained = (id: string) => resources[id]?.DeletionPolicy?.startsWith('Retain') === true;
  const byTemplate = stack.things.filter(({ logicalId }) => retained(logicalId));
  const again = meaningOf(stack.status).stuck === 'remove-keeping';
  const kept = stack.things.filter(
    (thing) => again && thing.status === 'DELETE_FAILED' && !byTemplate.includes(thing),
  );
  const all = [...byTemplate, ...kept];
  return {
    byTemplate: new Set(byTemplate.map(({ logicalId }) => logicalId)),
    kept,
    stays: all.map((thing) => staying(thing, stack, context)),
    lines: all.flatMap((thing) => priceOf(thing, stack, context)),
  };
}

function change(name: string, stack: RepairFact | null | undefined, left: Left, empty: boolean): StackChange {
  const effect = (id: string): PlannedResource['effect'] => (left.byTemplate.has(id) ? 'keep' : 'delete');
  return {
    id: 'stack',
    kind: 'stack',
    action: 'delete',
    says: message(empty ? 'plan.stack.shell' : 'plan.stack.remove', { name }),
    note: message(empty ? 'plan.stack.shell.note' : 'plan.stack.remove.note'),
    usually: { from: 10, to: 240, worryAfter: 900 },
    stackName: name,
    parameters: {},
    capabilities: [],
    tags: {},
    ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
    resources: (stack?.things ?? []).map(({ logicalId, type }) => ({
      logicalId,
      type,
      effect: effect(logicalId),
      fields: [],
    })),
    ...(left.kept.length > 0 && { keep: left.kept.map(({ logicalId }) => logicalId) }),
    stays: [],
  };
}
