import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { BucketFact } from '../plans/facts/bucket.ts';
import { stackNames } from '../plans/names.ts';
import type { Facts, PlanContext, PlanDraft } from '../plans/source.ts';
import { filesLine } from '../wizards/cost-lines.ts';
import { partialOf } from '../wizards/questions.ts';
import { bucketName, StorageAnswers } from '../wizards/storage/answers.ts';
import { answersOfStorage } from '../wizards/storage/current.ts';
import { storage } from '../wizards/storage/index.ts';
import { bucketParameters, bucketWanted } from '../wizards/storage/stack.ts';
import { stackChange, type Changed, type Wish } from './stack-change.ts';

const StorageChange = z.strictObject({
  name: bucketName,
  old: partialOf(StorageAnswers.shape.old),
}) as unknown as z.ZodType<Wish>;

/** Changes what a bucket does with files that nobody changed for a while. */
export const storageChange = stackChange({
  id: 'storage-change',
  title: (bucket) => message('plan.storage.change.title', { bucket }),
  goal: message('plan.storage.change.goal'),
  wizard: storage,
  answers: StorageChange,
  identity: ['name'],
  template: 'storage',
  stackName: stackNames.storage,
  capabilities: [],
  facts: ({ name = '' }) => [{ key: `bucket:${name}`, decisive: true }],
  answersOf: answersOfStorage,
  parametersOf: (answers) => bucketParameters(bucketWanted(answers as StorageAnswers)),
  value: () => undefined,
  oneWay: [],
  rest,
  usually: () => ({ from: 10, to: 60, worryAfter: 180 }),
});

function rest({ name, was, wanted }: Changed, facts: Facts, context: PlanContext): Partial<PlanDraft> {
  const { old } = wanted as StorageAnswers;
  const { old: before } = was as StorageAnswers;
  const bucket = facts.value<BucketFact>(`bucket:${name}`);
  const { success } = StorageAnswers.safeParse(wanted);
  const sooner = (on: boolean, days: number, wasOn: boolean, wasDays: number) =>
    on && (!wasOn || days < wasDays);
  const infrequent = sooner(old.infrequent, old.infrequentDays, before.infrequent, before.infrequentDays);
  const glacier = sooner(old.glacier, old.glacierDays, before.glacier, before.glacierDays);
  return {
    press: message('plan.storage.change.press'),
    done: message('plan.storage.change.done', { bucket: name }),
    costLines: [filesLine(context)],
    warnings: [
      ...(infrequent ? [message('plan.storage.infrequent', { days: old.infrequentDays })] : []),
      ...(glacier ? [message('plan.storage.glacier', { days: old.glacierDays })] : []),
      ...(infrequent || glacier ? [message('plan.storage.change.already')] : []),
    ],
    blockers: [
      ...(bucket?.exists === 'no' ? [message('plan.bucket.missing', { bucket: name })] : []),
      ...(bucket?.exists === 'elsewhere' ? [message('plan.bucket.foreign', { bucket: name })] : []),
      ...(success ? [] : [message('wizard.storage.problem.order')]),
    ],
    undo: infrequent || glacier ? [message('plan.storage.change.moved')] : [],
    assumptions: [message('plan.assume.files')],
  };
}
