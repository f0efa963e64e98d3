/**
 * Answers of the notebook wizard. A wrong answer's message is a key of the word files; it names the field.
 * Limits: SageMaker API, CreateNotebookInstance (name pattern, volume 5 to 16384 GB, repository URL).
 */
import { z } from 'zod';
import { isTimeZone } from '../evening.ts';
import { bucketName } from '../storage/answers.ts';

const problem = (name: string) => `wizard.notebook.problem.${name}`;

/** Letters, digits, single hyphens between them. */
export const notebookName = z
  .string()
  .max(63, problem('name'))
  .regex(/^[a-zA-Z0-9-]+$/, problem('name'))
  .refine((name) => !/^-|--|-$/.test(name), problem('name'));

/** An https address with a host and a path, without user name or password. */
const isRepository = (address: string) => {
  if (/\s|@/.test(address) || !URL.canParse(address)) return false;
  const { protocol, pathname } = new URL(address);
  return protocol === 'https:' && pathname.length > 1;
};

/** `19:00`. The stop is tried on quarters of an hour. */
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):(?:00|15|30|45)$/, problem('at'));

export const NotebookAnswers = z
  .strictObject({
    name: notebookName,
    size: z.string().regex(/^ml\.[a-z0-9]{1,12}\.[a-z0-9]{1,12}$/, problem('size')),
    bucket: z.strictObject({
      /** `new`, or the name of a bucket that exists. */
      choice: z
        .string(problem('bucket'))
        // Buckets of others may have dots in their names.
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, problem('bucket'))
        .default('new'),
      newName: z.string().max(63, 'wizard.storage.problem.name').default(''),
    }),
    evening: z
      .strictObject({
        on: z.boolean().default(true),
        at: clock.default('19:00'),
        timeZone: z.string().refine(isTimeZone, problem('timeZone')).default('UTC'),
        /** Asked when the stop is near: as set, or so many hours from now for this first time. */
        tonight: z.enum(['asSet', '1', '2', '4', '8'], problem('tonight')).default('asSet'),
        /** Whether the stop was near when the questions were opened; only decides whether `tonight` is asked. */
        near: z.boolean().default(false),
        /** Ticked beside the price per month when there is no evening stop. */
        keepRunning: z.boolean().default(false),
      })
      .prefault({}),
    idle: z
      .strictObject({
        on: z.boolean().default(true),
        minutes: z
          .number(problem('minutes'))
          .int(problem('minutes'))
          .min(15, problem('minutes'))
          .max(1440, problem('minutes'))
          .default(60),
      })
      .prefault({}),
    disk: z
      .strictObject({
        sizeGb: z
          .number(problem('disk'))
          .int(problem('disk'))
          .min(5, problem('disk'))
          .max(16_384, problem('disk'))
          .default(20),
      })
      .prefault({}),
    /** `made`: a role limited to the bucket; otherwise the ARN of a role of the account. */
    role: z
      .string()
      .regex(/^(?:made|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512})$/, problem('role'))
      .default('made'),
    /** `default`: SageMaker's own network with internet; otherwise a subnet, without SageMaker's internet access. */
    network: z
      .string()
      .regex(/^(?:default|subnet-[0-9a-f]{1,32})$/, problem('network'))
      .default('default'),
    rootAccess: z.boolean().default(false),
    git: z
      .string()
      .max(1024, problem('git'))
      .refine((address) => address === '' || isRepository(address), problem('git'))
      .default(''),
    dashboard: z
      .strictObject({
        on: z.boolean().default(false),
        port: z
          .number(problem('port'))
          .int(problem('port'))
          .min(1024, problem('port'))
          .max(65_535, problem('port'))
          .default(8501),
      })
      .prefault({}),
  })
  .superRefine((answers, context) => {
    if (answers.bucket.choice === 'new' && !bucketName.safeParse(answers.bucket.newName).success)
      context.addIssue({
        code: 'custom',
        path: ['bucket', 'newName'],
        message: 'wizard.storage.problem.name',
      });
    if (!answers.evening.on && !answers.evening.keepRunning)
      context.addIssue({
        code: 'custom',
        path: ['evening', 'keepRunning'],
        message: problem('keepRunning'),
      });
  });
export type NotebookAnswers = z.infer<typeof NotebookAnswers>;
