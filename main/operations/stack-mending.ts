/** What mending a stack leaves in the account, and what that costs. */
import { message, type Message } from '../../preload/contract/message.ts';
import { nameAtEnd } from '../../preload/contract/plain.ts';
import type { CostLine } from '../../preload/contract/plan.ts';
import type { RepairFact } from '../plans/facts/repair.ts';
import type { Facts, PlanContext } from '../plans/source.ts';
import { kindWords } from '../plans/thing-words.ts';
import { meaningOf } from '../stacks/states.ts';
import { diskLine, filesLine, machineLine } from '../wizards/cost-lines.ts';
import { priceKeys } from '../wizards/notebook/sizes.ts';

const bucketType = 'AWS::S3::Bucket';

type Held = RepairFact['things'][number];

export const repairKey = (stackName: string) => `repair:${stackName}`;

/** Undefined: not checked. Null: there is no such stack. */
export const knownStack = (stackName: string, facts: Facts): RepairFact | null | undefined =>
  facts.value<RepairFact | null>(repairKey(stackName));

/** Why nothing can be done with the stack, whatever is wanted. */
export function mendingBlockers(name: string, stack: RepairFact | null | undefined): Message[] {
  if (stack === undefined) return [];
  if (stack === null) return [message('plan.stack.gone', { name })];
  if (stack.planId === null) return [message('plan.stack.foreign', { name })];
  if (meaningOf(stack.status).moving) return [message('plan.stack.busy', { name })];
  if (stack.role === 'gone')
    return [message('plan.stack.roleGone', { name, role: nameAtEnd(stack.roleArn ?? '') })];
  return [];
}

/** A thing by its kind and the name at the end of its ARN. */
export const heldName = ({ type, name }: Held) => ({ kind: kindWords(type), name: nameAtEnd(name) });

/** What a thing costs that stays: nothing, by the hour and month, or by what lies in it. */
export function priceOf(thing: Held, stack: RepairFact, context: PlanContext): CostLine[] {
  if (thing.type === bucketType) return [filesLine(context)];
  if (thing.type !== 'AWS::SageMaker::NotebookInstance') return [];
  const { InstanceType = 'unknown', VolumeSizeInGB = '5' } = stack.parameters;
  return [machineLine(context, InstanceType), diskLine(context, Number(VolumeSizeInGB))];
}

/** The sentence for a thing that may stay, with its price. */
export function staying(thing: Held, stack: RepairFact, context: PlanContext): Message {
  const said = heldName(thing);
  if (thing.type === bucketType)
    return message('plan.bucket.stays', {
      bucket: said.name,
      price: { money: context.price(priceKeys.files) },
    });
  const [machine, disk] = priceOf(thing, stack, context);
  if (machine === undefined || disk === undefined) return message('plan.stack.stays.free', said);
  const month = disk.unitPrice === null ? null : disk.unitPrice * disk.quantity;
  return message('plan.stack.stays.billed', {
    ...said,
    hour: { money: machine.unitPrice },
    month: { money: month },
  });
}
