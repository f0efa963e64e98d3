/** "Which bucket?": one that exists, or a new one with a name; the same question in every wizard that asks it. */
import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import { ask } from './questions.ts';
import { bucketName } from './storage/answers.ts';

/** The words stand under `wizard.<wizardId>.bucket…`. */
export const bucketChoice = (wizardId: string) => {
  const wrong = `wizard.${wizardId}.problem.bucket`;
  return z.strictObject({
    /** `new`, or the name of a bucket that exists. */
    choice: ask(
      z
        .string(wrong)
        // Buckets of others may have dots in their names.
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, wrong)
        .default('new'),
      {
        station: 'basics',
        control: {
          type: 'choose-or-create',
          createLabel: message(`wizard.${wizardId}.bucket.create`),
          namePath: 'bucket.newName',
        },
        required: true,
        hint: true,
        help: ['bucket'],
      },
    ),
    newName: z.string().max(63, 'wizard.storage.problem.name').default(''),
  });
};
type BucketAnswer = z.infer<ReturnType<typeof bucketChoice>>;

/** The bucket of the answers: a new one's name, or the chosen one. */
export const bucketOf = (answers: { bucket: BucketAnswer }): string =>
  answers.bucket.choice === 'new' ? answers.bucket.newName : answers.bucket.choice;

/** A new bucket's name is wrong only where a new one is chosen. `wrong`: told the place and the words. */
export function checkNewBucket(
  { bucket }: { bucket: BucketAnswer },
  wrong: (path: string[], says: string) => void,
): void {
  if (bucket.choice === 'new' && !bucketName.safeParse(bucket.newName).success)
    wrong(['bucket', 'newName'], 'wizard.storage.problem.name');
}
