import { message, type Message } from '../../../preload/contract/message.ts';
import type { StackChange } from '../../../preload/contract/plan.ts';
import { stackNames } from '../../plans/names.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import type { BucketFact } from '../../plans/facts/bucket.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import type { Facts, PlanContext } from '../../plans/source.ts';
import type { StorageAnswers } from './answers.ts';

export interface BucketWanted {
  name: string;
  infrequentDays: number;
  glacierDays: number;
}

/** What the answers want of a bucket; 0 days: never. */
export const bucketWanted = ({ name, old }: StorageAnswers): BucketWanted => ({
  name,
  infrequentDays: old.infrequent ? old.infrequentDays : 0,
  glacierDays: old.glacier ? old.glacierDays : 0,
});

/** Template parameters of the stack of a bucket. */
export const bucketParameters = ({ name, infrequentDays, glacierDays }: BucketWanted) => ({
  BucketName: name,
  ToInfrequentAccessAfterDays: String(infrequentDays),
  ToGlacierAfterDays: String(glacierDays),
});

/** A bucket that is gone while its stack is still there: the name cannot be made again before the stack is removed. */
export function leftOverStorage(bucket: string, found: BucketFact, facts: Facts): Message[] {
  const name = stackNames.storage(bucket);
  const stack = facts.value<StackFact | null>(`stack:${name}`);
  return found.exists === 'no' && stack ? [message('plan.storage.leftOver', { bucket, stack: name })] : [];
}

/** Why the bucket that is chosen, or wanted new, cannot be used. */
export function bucketBlockers(
  bucket: string,
  isNew: boolean,
  facts: Facts,
  { target }: Pick<PlanContext, 'target'>,
): Message[] {
  const found = facts.value<BucketFact>(`bucket:${bucket}`);
  if (found === undefined) return [];
  const { exists, region } = found;
  if (isNew)
    return [
      ...(exists === 'here' ? [message('plan.bucket.yours', { bucket })] : []),
      ...(exists === 'elsewhere' ? [message('plan.bucket.taken', { bucket })] : []),
      ...leftOverStorage(bucket, found, facts),
    ];
  if (exists === 'no') return [message('plan.bucket.missing', { bucket })];
  if (exists === 'elsewhere') return [message('plan.bucket.foreign', { bucket })];
  return region === null || region === target.region
    ? []
    : [message('plan.bucket.otherRegion', { bucket, region })];
}

/** The stack of one bucket. `roleArn`: the foundation's role for CloudFormation, if it is known. */
export function storageStack(
  wanted: BucketWanted,
  source: string,
  context: PlanContext,
  roleArn: string | undefined,
): StackChange {
  const parameters = bucketParameters(wanted);
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
