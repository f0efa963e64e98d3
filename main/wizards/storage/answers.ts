/**
 * Answers of the storage wizard.
 * Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (dots are left out: they
 * break https addresses). Days: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
import { z } from 'zod';

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

export const StorageAnswers = z
  .strictObject({
    name: bucketName,
    /** What happens to files that nobody changed for a while. */
    old: z
      .strictObject({
        infrequent: z.boolean().default(false),
        /** AWS moves to Infrequent Access after 30 days at the earliest. */
        infrequentDays: days(30).default(30),
        glacier: z.boolean().default(false),
        glacierDays: days(1).default(180),
      })
      .prefault({}),
  })
  .superRefine(({ old }, context) => {
    // AWS wants 30 days in Infrequent Access before the next move.
    if (old.infrequent && old.glacier && old.glacierDays < old.infrequentDays + 30)
      context.addIssue({ code: 'custom', path: ['old', 'glacierDays'], message: problem('order') });
  });
export type StorageAnswers = z.infer<typeof StorageAnswers>;
