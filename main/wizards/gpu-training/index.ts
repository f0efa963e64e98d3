import { message, type Message } from '../../../preload/contract/message.ts';
import type { Answers, Field, Option, WizardDescription } from '../../../preload/contract/wizard.ts';
import type { GpuOffer } from '../../plans/facts/gpu-offers.ts';
import type { MachineNetworksFact } from '../../plans/facts/machine-networks.ts';
import type { SpotNowFact } from '../../plans/facts/spot.ts';
import type { Facts, PlanContext, Wizard } from '../../plans/source.ts';
import { priceKeys } from '../notebook/sizes.ts';
import { answerAt, defaultsOf, fieldsOf, summariesOf } from '../questions.ts';
import { bucketName } from '../storage/answers.ts';
import { digitsOf } from '../suggested-name.ts';
import { TrainingAnswers } from './answers.ts';
import { draftTraining, spotFact, trainingFacts } from './draft.ts';
import { imageOptions } from './image-options.ts';
import { images } from './images.ts';
import { onDemandOf, spotNow, trainingPrices } from './money.ts';
import { networkOf } from './network.ts';
import { poolOf } from './pool.ts';
import { shippedOffers, sizes, type Size } from './sizes.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.gpu-training.${name}`, params);

const description: WizardDescription = {
  id: 'gpu-training',
  goal: w('goal'),
  cardNote: w('cardNote'),
  icon: 'training',
  fromFile: true,
  steps: (['basics', 'money'] as const).map((station) => ({
    station,
    title: w(station),
    fields: fieldsOf(TrainingAnswers, station, 'gpu-training'),
  })),
};

/** What only an old configuration has is asked where it is there, and told in red above its question. */
function withDangers(answers: Answers): WizardDescription {
  const red = (field: Field): Field => {
    const said = answerAt(answers, field.path);
    const { when: _, ...asked } = field;
    if (field.path === 'imported.privileged' && said === true)
      return { ...field, dangers: [message('plan.training.privileged')] };
    if (typeof said !== 'string' || said === '') return field;
    if (field.path === 'imported.hostFolder')
      return { ...asked, dangers: [message('plan.training.hostFolder', { folder: said })] };
    if (field.path === 'imported.keyPair')
      return { ...asked, dangers: [message('plan.training.keyPair', { key: said })] };
    return field;
  };
  return {
    ...description,
    steps: description.steps.map((step) => ({ ...step, fields: step.fields.map(red) })),
  };
}

const noPool = { pool: '' };

function sizeOption(size: Size, facts: Facts, context: PlanContext): Option {
  const network = networkOf('default', facts.value<MachineNetworksFact>('machine-networks'));
  const offers = facts.value<GpuOffer[]>('gpu-offers');
  const { types } = poolOf(size, [], offers, network?.zones, shippedOffers);
  const names = types.map(({ type }) => type);
  const spot = spotNow(names, network?.zones, facts.value<SpotNowFact>(spotFact(noPool)))?.usd ?? null;
  const usual = onDemandOf(names, context)?.usd ?? null;
  return {
    value: size.id,
    label: w(`size.${size.id}`),
    description: w(`size.${size.id}.for`, { usual: { money: usual } }),
    code: names.join(' · '),
    // It stops by itself; a day and a month of it would tell nothing true.
    price: { hour: spot },
    ...(offers !== undefined && names.length === 0 && { disabledBecause: w('size.notHere') }),
  };
}

/** Where nobody could list them, the one that an old configuration names can be chosen all the same. */
function bucketsWith(answers: Answers | undefined, buckets: string[]): string[] {
  const chosen = bucketName.safeParse(answerAt(answers, 'bucket.choice'));
  return !chosen.success || chosen.data === 'new' || buckets.includes(chosen.data)
    ? buckets
    : [...buckets, chosen.data];
}

/** Trains a program of one's own on a GPU on Spot, with AWS Batch. */
export const gpuTraining: Wizard<TrainingAnswers> = {
  id: 'gpu-training',
  answers: TrainingAnswers,
  description,
  describe: withDangers,
  facts: trainingFacts,
  draft: draftTraining,
  optionFacts: () => ['buckets', 'machine-networks', 'gpu-offers', 'ecr-images', spotFact(noPool)],

  defaults: (_facts, context): Answers => ({
    ...defaultsOf(TrainingAnswers),
    bucket: { choice: 'new', newName: `ml-training-${digitsOf(context.planId)}` },
  }),

  options: (facts, context, answers): Record<string, Option[]> => ({
    size: sizes.map((size) => sizeOption(size, facts, context)),
    'image.choice': imageOptions(facts),
    'image.base': images.map((id) => ({ value: id, label: w(`image.${id}`) })),
    'bucket.choice': bucketsWith(answers, facts.value<string[]>('buckets') ?? []).map((name) => ({
      value: name,
      label: w('bucket.existing', { name }),
    })),
    network: [
      { value: 'default', label: w('network.default'), description: w('network.default.text') },
      ...(facts.value<MachineNetworksFact>('machine-networks')?.subnets ?? []).map((subnet) => ({
        value: subnet.id,
        label: w(subnet.defaultNetwork ? 'network.ofDefault' : 'network.ofOwn', {
          zone: subnet.zone,
          name: subnet.name,
        }),
        code: subnet.id,
      })),
    ],
  }),

  reviewPrices: [
    trainingPrices.disk,
    trainingPrices.address,
    trainingPrices.build,
    trainingPrices.image,
    priceKeys.files,
  ],

  summaries: (answers) => summariesOf(TrainingAnswers, answers, 'gpu-training'),

  example: {
    name: 'census-income',
    image: { choice: 'tensorflow' },
    code: 's3://sales-data-441783/programs/census/',
    data: {
      training: 's3://sales-data-441783/census/train.csv',
      test: 's3://sales-data-441783/census/test.csv',
    },
    bucket: { choice: 'sales-data-441783' },
  },
};
