import { message, type Message } from '../../../preload/contract/message.ts';
import type { Answers, Option } from '../../../preload/contract/wizard.ts';
import type { Facts, PlanContext, Wizard } from '../../plans/source.ts';
import type { NetworkFact } from '../../plans/facts/networks.ts';
import { hoursInMonth } from '../../costs/month.ts';
import { isNear } from '../evening.ts';
import { defaultsOf, fieldsOf, summariesOf } from '../questions.ts';
import { digitsOf } from '../suggested-name.ts';
import { NotebookAnswers } from './answers.ts';
import { draftNotebook, notebookFacts } from './draft.ts';
import { priceKeys, sizes } from './sizes.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.notebook.${name}`, params);

const times = (price: number | null, hours: number) => (price === null ? null : price * hours);

export const notebook: Wizard<NotebookAnswers> = {
  id: 'notebook',
  answers: NotebookAnswers,
  description: {
    id: 'notebook',
    goal: w('goal'),
    cardNote: w('cardNote'),
    icon: 'notebook',
    steps: (['basics', 'money'] as const).map((station) => ({
      station,
      title: w(station),
      fields: fieldsOf(NotebookAnswers, station, 'notebook'),
    })),
  },
  cardPrice: {
    key: priceKeys.machine('ml.t3.medium'),
    says: (usd) => w('cardNote.from', { price: { money: usd } }),
  },
  facts: notebookFacts,
  draft: draftNotebook,
  optionFacts: () => ['buckets', 'networks', 'roles'],

  defaults: (_facts, context): Answers => ({
    ...defaultsOf(NotebookAnswers),
    bucket: { choice: 'new', newName: `ml-files-${digitsOf(context.planId)}` },
    evening: {
      ...NotebookAnswers.shape.evening.parse({}),
      timeZone: context.timeZone,
      near: isNear({ at: '19:00', timeZone: context.timeZone }, context.now),
    },
  }),

  refresh: refreshNear,

  options: (facts, context): Record<string, Option[]> => ({
    size: sizes.map(({ id, type }) => {
      const hour = context.price(priceKeys.machine(type));
      return {
        value: type,
        label: w(`size.${id}`),
        description: w(`size.${id}.for`),
        code: type,
        price: { hour, day: times(hour, 24), month: times(hour, hoursInMonth) },
      };
    }),
    'bucket.choice': (facts.value<string[]>('buckets') ?? []).map((name) => ({
      value: name,
      label: w('bucket.existing', { name }),
    })),
    role: [
      { value: 'made', label: w('role.made'), description: w('role.made.text') },
      ...(facts.value<string[]>('roles') ?? []).map((arn) => ({
        value: arn,
        label: w('role.own', { name: arn.replace(/^.*\//, '') }),
        code: arn,
      })),
    ],
    network: [
      { value: 'default', label: w('network.default'), description: w('network.default.text') },
      ...networks(facts).map((subnet) => ({
        value: subnet.id,
        label: w(subnet.defaultNetwork ? 'network.ofDefault' : 'network.ofOwn', {
          zone: subnet.zone,
          name: subnet.name,
        }),
        description: w('network.own.text'),
        code: subnet.id,
      })),
    ],
    'evening.tonight': [
      { value: 'asSet', label: w('tonight.asSet') },
      ...['1', '2', '4', '8'].map((hours) => ({
        value: hours,
        label: w('tonight.hours', { hours: Number(hours) }),
      })),
    ],
  }),

  summaries: (answers) => summariesOf(NotebookAnswers, answers, 'notebook'),

  example: {
    name: 'sales-forecast',
    size: 'ml.t3.medium',
    bucket: { choice: 'new', newName: 'sales-forecast-441783' },
    evening: { at: '19:00', timeZone: 'Europe/Berlin' },
  },
};

function networks(facts: Facts): NetworkFact[] {
  return facts.value<NetworkFact[]>('networks') ?? [];
}

/** The person's clock decides whether the stop is near; a window that was left open for hours asks again. */
function refreshNear(answers: Answers, context: PlanContext): Answers {
  const parsed = NotebookAnswers.shape.evening.safeParse(answers['evening']);
  if (!parsed.success) return answers;
  const evening = parsed.data;
  return { ...answers, evening: { ...evening, near: evening.on && isNear(evening, context.now) } };
}
