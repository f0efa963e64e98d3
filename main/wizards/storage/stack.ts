import { message } from '../../../preload/contract/message.ts';
import type { StackChange } from '../../../preload/contract/plan.ts';
import { stackNames } from '../../plans/names.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import type { PlanContext } from '../../plans/source.ts';

export interface BucketWanted {
  name: string;
  infrequentDays: number;
  glacierDays: number;
}

/** The stack of one bucket. `roleArn`: the foundation's role for CloudFormation, if it is known. */
export function storageStack(
  wanted: BucketWanted,
  source: string,
  context: PlanContext,
  roleArn: string | undefined,
): StackChange {
  const parameters = {
    BucketName: wanted.name,
    ToInfrequentAccessAfterDays: String(wanted.infrequentDays),
    ToGlacierAfterDays: String(wanted.glacierDays),
  };
  return {
    id: 'storage',
    kind: 'stack',
    action: 'create',
    says: message('plan.storage.make', { bucket: wanted.name }),
    note: message(source === 'storage' ? 'plan.storage.noteAlone' : 'plan.storage.note'),
    usually: { from: 20, to: 60, worryAfter: 180 },
    stackName: stackNames.storage(wanted.name),
    ...templateOf('storage', parameters, context.target),
    parameters,
    capabilities: [],
    tags: stackTags(context.planId, source),
    ...(roleArn !== undefined && { roleArn }),
    stays: [],
  };
}
