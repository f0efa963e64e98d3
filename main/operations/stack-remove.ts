import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import type { PlanSource } from '../plans/source.ts';
import { operationDraft } from './drafts.ts';
import { deletedResources } from './stack-resources.ts';
import { isTemplateName } from '../plans/templates.ts';

const StackRemove = z.strictObject({
  stackName: z.string().regex(/^millwright-[A-Za-z0-9-]{1,117}$/, 'plan.problem.stackName'),
});
type StackRemove = z.infer<typeof StackRemove>;

/** Removes what is left of a stack that failed. Only stacks that a plan of Millwright made. */
export const stackRemove: PlanSource<StackRemove> = {
  id: 'stack-remove',
  answers: StackRemove,
  facts: ({ stackName }) => [{ key: `stack:${stackName}`, decisive: true }],
  draft: ({ stackName }, facts, context) => {
    const stack = facts.value<StackFact | null>(`stack:${stackName}`);
    const name = stackName.split('-')[1] ?? '';
    return operationDraft(message('plan.stack.remove.title', { name: stackName }), {
      press: message('plan.stack.remove.press'),
      done: message('plan.stack.remove.done', { name: stackName }),
      changes: [
        {
          id: 'stack',
          kind: 'stack',
          action: 'delete',
          says: message('plan.stack.remove', { name: stackName }),
          note: message('plan.stack.remove.note'),
          usually: { from: 10, to: 240, worryAfter: 900 },
          stackName,
          parameters: {},
          capabilities: [],
          tags: {},
          ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
          resources: isTemplateName(name) ? deletedResources(name, stack, context.target) : [],
          stays: [],
        },
      ],
      blockers: [
        ...(stack === null ? [message('plan.stack.gone', { name: stackName })] : []),
        ...(stack && stack.planId === null ? [message('plan.stack.foreign', { name: stackName })] : []),
        ...(stack?.health === 'busy' ? [message('plan.stack.busy', { name: stackName })] : []),
      ],
      undo: [message('plan.stack.remove.undo')],
    });
  },
};
