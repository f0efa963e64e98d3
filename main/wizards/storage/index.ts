import { message, type Message } from '../../../preload/contract/message.ts';
import type { BucketFact } from '../../plans/facts/bucket.ts';
import { stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft, Wizard } from '../../plans/source.ts';
import { filesLine } from '../cost-lines.ts';
import { foundationFact, foundationStack, foundationState, stackRoleOf } from '../foundation/stack.ts';
import { priceKeys } from '../notebook/sizes.ts';
import { defaultsOf, fieldsOf, summariesOf } from '../questions.ts';
import { StorageAnswers } from './answers.ts';
import { bucketWanted, leftOverStorage, storageStack } from './stack.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.storage.${name}`, params);

function draft(answers: StorageAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const { name, old } = answers;
  const foundation = foundationState(facts, context);
  const stackRole = stackRoleOf(foundation, context);
  const found = facts.value<BucketFact>(`bucket:${name}`);
  const price = context.price(priceKeys.files);
  return {
    title: message('plan.storage.title', { bucket: name }),
    changes: [
      ...(foundation.state === 'absent' ? [foundationStack('', 'storage', context)] : []),
      storageStack(bucketWanted(answers), 'storage', context, stackRole),
    ],
    costLines: [filesLine(context)],
    hours: { today: null, month: 0, endsAt: null },
    guards: [],
    warnings: [
      ...(old.infrequent ? [message('plan.storage.infrequent', { days: old.infrequentDays })] : []),
      ...(old.glacier ? [message('plan.storage.glacier', { days: old.glacierDays })] : []),
    ],
    blockers: [
      ...(foundation.state === 'busy' || foundation.state === 'stuck'
        ? [message(`plan.foundation.${foundation.state}`)]
        : []),
      ...(found?.exists === 'here' ? [message('plan.bucket.exists', { bucket: name })] : []),
      ...(found?.exists === 'elsewhere' ? [message('plan.bucket.taken', { bucket: name })] : []),
      ...(found === undefined ? [] : leftOverStorage(name, found, facts)),
    ],
    undo: [message('plan.storage.undo')],
    stays: [message('plan.bucket.stays', { bucket: name, price: { money: price } })],
    quotas: [],
    assumptions: [message('plan.assume.files')],
  };
}

export const storage: Wizard<StorageAnswers> = {
  id: 'storage',
  answers: StorageAnswers,
  description: {
    id: 'storage',
    goal: w('goal'),
    cardNote: w('cardNote'),
    icon: 'bucket',
    steps: [
      {
        station: 'basics',
        title: w('basics'),
        fields: fieldsOf(StorageAnswers, 'basics', 'storage'),
      },
    ],
  },
  facts: (answers) => [
    { key: foundationFact, decisive: true },
    { key: `stack:${stackNames.storage(answers.name)}`, decisive: true },
    { key: `bucket:${answers.name}`, decisive: true },
  ],
  draft,
  optionFacts: () => [],
  defaults: () => defaultsOf(StorageAnswers),
  options: () => ({}),
  summaries: (answers) => summariesOf(StorageAnswers, answers, 'storage'),
  example: { name: 'sales-data-441783', old: { infrequent: true, infrequentDays: 90 } },
};
