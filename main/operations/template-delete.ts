import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { RepairFact } from '../plans/facts/repair.ts';
import type { RetainedFact } from '../plans/facts/retained.ts';
import type { PlanContext, PlanSource } from '../plans/source.ts';
import { operationDraft } from './drafts.ts';
import { heldName, knownStack, mendingBlockers, priceOf, repairKey } from './stack-mending.ts';

const TemplateDelete = z.strictObject({
  stackName: z.string().regex(/^millwright-template-[A-Za-z0-9-]{1,100}$/, 'plan.problem.stackName'),
});
type TemplateDelete = z.infer<typeof TemplateDelete>;

const retainedKey = (stackName: string) => `retained:${stackName}`;

/** Deletes the stack of a template of one's own, and names what its template keeps. */
export const templateDelete: PlanSource<TemplateDelete> = {
  id: 'template-delete',
  answers: TemplateDelete,
  facts: ({ stackName }) => [
    { key: repairKey(stackName), decisive: true },
    { key: retainedKey(stackName), decisive: true },
  ],
  draft: ({ stackName: name }, facts, context) => {
    const stack = knownStack(name, facts);
    const kept = new Set(facts.value<RetainedFact>(retainedKey(name)) ?? []);
    const things = stack?.things ?? [];
    const stay = things.filter(({ logicalId }) => kept.has(logicalId));
    return operationDraft(message('plan.template.delete.title', { name }), {
      press: message('plan.template.delete.press'),
      done: message(stay.length > 0 ? 'plan.template.delete.doneKeeping' : 'plan.template.delete.done', {
        name,
      }),
      changes: [
        {
          id: 'template',
          kind: 'stack',
          action: 'delete',
          says: message('plan.template.delete', { name, count: things.length - stay.length }),
          usually: { from: 10, to: 600, worryAfter: 3_600 },
          stackName: name,
          parameters: {},
          capabilities: [],
          tags: {},
          ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
          resources: things.map(({ logicalId, type }) => ({
            logicalId,
            type,
            effect: kept.has(logicalId) ? 'keep' : 'delete',
            fields: [],
          })),
          stays: [],
        },
      ],
      costLines: stack ? stay.flatMap((thing) => priceOf(thing, stack, context)) : [],
      blockers: mendingBlockers(name, stack),
      undo: [message('plan.template.delete.undo')],
      stays: stack ? stay.map((thing) => keeping(thing, context)) : [],
    });
  },
};

function keeping(thing: RepairFact['things'][number], context: PlanContext): Message {
  const said = heldName(thing);
  if (thing.type === 'AWS::S3::Bucket')
    return message('plan.bucket.stays', {
      bucket: said.name,
      price: { money: context.price('s3:standard') },
    });
  return message('plan.template.delete.keeps', said);
}
