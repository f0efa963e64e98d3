/**
 * Questions and answers of the wizard that trains on a GPU. Limits: Batch API, RegisterJobDefinition (attempts 1 to 10,
 * a time limit from 60 s) and CreateJobQueue (jobStateTimeLimitActions 600 to 86,400 s).
 */
import { z } from 'zod';
import { message } from '../../../preload/contract/message.ts';
import { bucketChoice, checkNewBucket } from '../bucket-choice.ts';
import { ask, basics, money, type Question, safe, safeMoney, whole } from '../questions.ts';
import { thingName } from '../thing-name.ts';
import { imageAnswers, imageProblems } from './image-answers.ts';
import { imported } from './imported.ts';
import { networkAnswer, networkQuestion } from '../network-choice.ts';
import { placeOf } from './places.ts';
import { fewest, poolTypes } from './pool.ts';
import { sizes, type SizeId } from './sizes.ts';

const problem = (name: string) => `wizard.gpu-training.problem.${name}`;

/** It is part of names in Batch and in CloudFormation. */
export const trainingName = thingName(problem('noName'), problem('name'));

const place = (wrong: string, may: 'none' | 'some' = 'some') =>
  z
    .string(wrong)
    .refine((answer) => placeOf(answer) !== undefined && (may === 'none' || answer !== ''), wrong);

const files: Question<string>['control'] = { type: 'files', folder: true };

const sizeIds = sizes.map(({ id }) => id) as [SizeId, ...SizeId[]];

export const TrainingAnswers = z
  .strictObject({
    name: ask(trainingName, {
      ...basics,
      control: { type: 'text', maxLength: 63 },
      required: true,
      hint: true,
      help: ['name'],
    }),
    image: imageAnswers,
    /** The folder with the program. */
    code: ask(place(problem('code')), {
      ...basics,
      control: files,
      required: true,
      hint: true,
      help: ['code'],
    }),
    data: z.strictObject({
      training: ask(place(problem('data')), {
        ...basics,
        control: { ...files, folder: false },
        required: true,
        hint: true,
        help: ['data'],
      }),
      test: ask(place(problem('data'), 'none').default(''), {
        ...basics,
        control: { ...files, folder: false },
        hint: true,
        help: ['test'],
      }),
    }),
    bucket: bucketChoice('gpu-training'),
    size: ask(z.enum(sizeIds, problem('size')).default('small'), {
      ...basics,
      control: { type: 'cards' },
      help: ['size', 'spot'],
    }),
    /** The file that is run, with its arguments. */
    script: ask(
      z
        .string()
        .regex(/^[^\s\u0000-\u001f/-][^\u0000-\u001f]{0,500}$/u, problem('script'))
        .default('train.py'),
      {
        ...safe,
        control: { type: 'text', maxLength: 500 },
        hint: true,
        help: ['script'],
        summary: (script) => ['summary', { script }],
      },
    ),
    /** 0: all of the machine. */
    gpus: ask(whole(0, 8, problem('gpus')).default(0), {
      ...safe,
      control: { type: 'number', min: 0, max: 8, step: 1 },
      hint: true,
      help: ['gpus'],
      summary: (gpus) => [gpus === 0 ? 'summary.all' : 'summary.some', { gpus }],
    }),
    /** Empty: chosen by what is offered. */
    pool: ask(
      z
        .string()
        .max(200, problem('pool'))
        .refine((text) => {
          const types = poolTypes(text);
          return types.length === 0 || types.every((type) => /^(?:g4dn|g5|g6)\.\d{0,2}xlarge$/.test(type));
        }, problem('pool'))
        .refine((text) => text.trim() === '' || poolTypes(text).length >= fewest, problem('poolSize'))
        .default(''),
      {
        ...safe,
        control: { type: 'text', maxLength: 200 },
        hint: true,
        help: ['pool'],
        summary: (pool) => [pool === '' ? 'summary.auto' : 'summary.own', { count: poolTypes(pool).length }],
      },
    ),
    /** `default`: all subnets of the account's default network; otherwise one subnet. */
    network: ask(networkAnswer(problem('network')), networkQuestion),
    /** Empty: AWS's ECS_AL2023_NVIDIA. */
    machineImage: ask(
      z
        .string()
        .regex(/^(?:|ami-[0-9a-f]{8,17})$/, problem('machineImage'))
        .default(''),
      {
        ...safe,
        control: { type: 'text', maxLength: 21 },
        hint: true,
        help: ['machineImage'],
        summary: (own) => [own === '' ? 'summary.aws' : 'summary.own'],
      },
    ),
    imported: imported.prefault({}),
    hours: ask(whole(1, 168, problem('hours')).default(4), {
      ...money,
      control: { type: 'number', min: 1, max: 168, step: 1, unit: message('wizard.gpu-training.unit.hours') },
      hint: true,
      help: ['hours', 'worst'],
    }),
    attempts: ask(whole(1, 10, problem('attempts')).default(3), {
      ...money,
      control: { type: 'number', min: 1, max: 10, step: 1 },
      hint: true,
      help: ['attempts'],
    }),
    giveUpMinutes: ask(whole(10, 1440, problem('giveUp')).default(60), {
      ...money,
      control: { type: 'number', min: 10, max: 1440, step: 5, unit: message('wizard.unit.minutes') },
      hint: true,
      help: ['giveUp'],
    }),
    bid: z
      .strictObject({
        /** Off: no limit of one's own, which AWS recommends. */
        on: ask(z.boolean().default(false), {
          ...safeMoney,
          control: { type: 'toggle' },
          hint: true,
          help: ['bid'],
          summary: (on, { percent }) => [on ? 'summary.on' : 'summary.off', { percent: Number(percent) }],
        }),
        percent: ask(whole(50, 100, problem('bid')).default(100), {
          ...safeMoney,
          control: {
            type: 'number',
            min: 50,
            max: 100,
            step: 5,
            unit: message('wizard.gpu-training.unit.percent'),
          },
          help: ['percent'],
          when: { path: 'bid.on', is: [true] },
        }),
      })
      .prefault({}),
  })
  .superRefine((answers, context) => {
    const wrong = (path: string[], name: string) => context.addIssue({ code: 'custom', path, message: name });
    checkNewBucket(answers, wrong);
    for (const { path, says } of imageProblems(answers.image)) wrong(path, says);
    const code = placeOf(answers.code);
    if (code?.from === 's3' && !code.key.endsWith('/')) wrong(['code'], problem('codeFolder'));
    const most = sizes.find(({ id }) => id === answers.size)?.gpus ?? 1;
    if (answers.gpus > most) wrong(['gpus'], problem('gpusOfSize'));
  });
export type TrainingAnswers = z.infer<typeof TrainingAnswers>;
