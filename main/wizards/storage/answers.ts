/**
 * Answers of the storage wizard.
 * Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (dots are left out: they
 * break https addresses). Days: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
import { z } from 'zod';
import { message } from '../../../preload/contract/message.ts';
import { ask, type Question, basics, safe } from '../questions.ts';

const problem = (name: string) => `wizard.storage.problem.${name}`;

const forbidden = [/^xn--/, /^sthree-/, /^amzn-s3-demo-/, /-s3alias$/, /--ol-s3$/, /--x-s3$/, /--table-s3$/];

export const bucketName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/, problem('name'))
  .refine((name) => !forbidden.some((pattern) => pattern.test(name)), problem('reserved'));

const days = (min: number) =>
  z
    .number(problem('days'))
    .int(problem('days'))
    .refine((n) => n >= min && n <= 3650, problem('days'));

/** A switch, and the days after which it acts, which are asked for when it is on. */
const toggle = (daysAt: string, help: string): Question<boolean> => ({
  ...safe,
  control: { type: 'toggle' },
  hint: true,
  help: [help],
  summary: (on, group) => [on ? 'on' : 'off', { days: Number(group[daysAt]) }],
});
const after = (name: string, min: number): Question<number> => ({
  ...safe,
  control: { type: 'number', min, max: 3650, step: 1, unit: message('wizard.unit.days') },
  help: [`${name}Days`],
  when: { path: `old.${name}`, is: [true] },
});

export const StorageAnswers = z
  .strictObject({
    name: ask(bucketName, {
      ...basics,
      control: { type: 'text', maxLength: 63 },
      required: true,
      hint: true,
      help: ['name', 'private'],
    }),
    /** What happens to files that nobody changed for a while. */
    old: z
      .strictObject({
        infrequent: ask(z.boolean().default(false), toggle('infrequentDays', 'infrequent')),
        /** AWS moves to Infrequent Access after 30 days at the earliest. */
        infrequentDays: ask(days(30).default(30), after('infrequent', 30)),
        glacier: ask(z.boolean().default(false), toggle('glacierDays', 'glacier')),
        glacierDays: ask(days(1).default(180), after('glacier', 1)),
      })
      .prefault({}),
  })
  .superRefine(({ old }, context) => {
    // AWS wants 30 days in Infrequent Access before the next move.
    if (old.infrequent && old.glacier && old.glacierDays < old.infrequentDays + 30)
      context.addIssue({ code: 'custom', path: ['old', 'glacierDays'], message: problem('order') });
  });
export type StorageAnswers = z.infer<typeof StorageAnswers>;
