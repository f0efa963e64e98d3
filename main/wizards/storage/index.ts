import { message, type Message } from '../../../preload/contract/message.ts';
import type { Answers, Field } from '../../../preload/contract/wizard.ts';
import type { BucketFact } from '../../plans/facts/bucket.ts';
import { stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft, Wizard } from '../../plans/source.ts';
import { foundationFact, foundationStack, foundationState, stackRoleOf } from '../foundation/stack.ts';
import { priceKeys } from '../notebook/sizes.ts';
import { StorageAnswers } from './answers.ts';
import { leftOverStorage, storageStack } from './stack.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.storage.${name}`, params);

const days = (path: string, when: string, min: number): Field => ({
  path,
  label: w(path),
  control: { type: 'number', min, max: 3650, step: 1, unit: message('wizard.unit.days') },
  required: false,
  advanced: true,
  when: { path: when, is: [true] },
});

const toggle = (path: string): Field => ({
  path,
  label: w(path),
  hint: w(`${path}.hint`),
  control: { type: 'toggle' },
  required: false,
  advanced: true,
});

function draft(answers: StorageAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const { name, old } = answers;
  const foundation = foundationState(facts, context);
  const stackRole = stackRoleOf(foundation, context);
  const wanted = {
    name,
    infrequentDays: old.infrequent ? old.infrequentDays : 0,
    glacierDays: old.glacier ? old.glacierDays : 0,
  };
  const found = facts.value<BucketFact>(`bucket:${name}`);
  const price = context.price(priceKeys.files);
  return {
    title: message('plan.storage.title', { bucket: name }),
    changes: [
      ...(foundation.state === 'absent' ? [foundationStack('', 'storage', context)] : []),
      storageStack(wanted, 'storage', context, stackRole),
    ],
    costLines: [
      {
        says: message('plan.cost.files'),
        priceKey: priceKeys.files,
        unit: 'gb-month',
        quantity: 0,
        unitPrice: price,
        alsoStopped: true,
      },
    ],
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
        fields: [
          {
            path: 'name',
            label: w('name'),
            hint: w('name.hint'),
            help: [{ title: w('help.private'), text: w('help.private.text') }],
            control: { type: 'text', maxLength: 63 },
            required: true,
            advanced: false,
          },
          toggle('old.infrequent'),
          days('old.infrequentDays', 'old.infrequent', 30),
          toggle('old.glacier'),
          days('old.glacierDays', 'old.glacier', 1),
        ],
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
  defaults: (): Answers => ({
    name: '',
    old: { infrequent: false, infrequentDays: 30, glacier: false, glacierDays: 180 },
  }),
  options: () => ({}),
  summaries: (answers) => {
    const old = (answers['old'] ?? {}) as Record<string, unknown>;
    const on = (key: string) => old[key] === true;
    return {
      'old.infrequent': w(on('infrequent') ? 'old.infrequent.on' : 'old.infrequent.off', {
        days: Number(old['infrequentDays'] ?? 30),
      }),
      'old.glacier': w(on('glacier') ? 'old.glacier.on' : 'old.glacier.off', {
        days: Number(old['glacierDays'] ?? 180),
      }),
    };
  },
  example: { name: 'sales-data-441783', old: { infrequent: true, infrequentDays: 90 } },
};
