/**
 * Questions and answers of the notebook wizard. A wrong answer's message is a key of the word files; it names the field.
 * Limits: SageMaker API, CreateNotebookInstance (name pattern, volume 5 to 16384 GB, repository URL).
 */
import { z } from 'zod';
import { message } from '../../../preload/contract/message.ts';
import { bucketChoice, bucketOf, checkNewBucket } from '../bucket-choice.ts';
import { isTimeZone } from '../evening.ts';
import { networkAnswer, networkQuestion } from '../network-choice.ts';
import { ask, basics, money, passes, safe, whole } from '../questions.ts';
import { thingName } from '../thing-name.ts';

const problem = (name: string) => `wizard.notebook.problem.${name}`;

export const notebookName = thingName(problem('noName'), problem('name'));

/** An https address with a host and a path, without user name or password. */
const isRepository = (address: string) => {
  if (/\s|@/.test(address) || !URL.canParse(address)) return false;
  const { protocol, pathname } = new URL(address);
  return protocol === 'https:' && pathname.length > 1;
};

/** `19:00`. The stop is tried on quarters of an hour. */
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):(?:00|15|30|45)$/, problem('at'));

const bucket = bucketChoice('notebook');

const evening = z.strictObject({
  on: ask(z.boolean().default(true), {
    ...money,
    control: { type: 'toggle' },
    hint: true,
    help: ['evening'],
  }),
  at: ask(clock.default('19:00'), {
    ...money,
    control: { type: 'time' },
    required: true,
    hint: true,
    help: ['at'],
    when: { path: 'evening.on', is: [true] },
  }),
  /** Asked when the stop is near: as set, or so many hours from now for this first time. */
  tonight: ask(z.enum(['asSet', '1', '2', '4', '8'], problem('tonight')).default('asSet'), {
    ...money,
    control: { type: 'select' },
    help: ['tonight'],
    when: { path: 'evening.near', is: [true] },
  }),
  timeZone: ask(z.string().refine(isTimeZone, problem('timeZone')).default('UTC'), {
    ...money,
    control: { type: 'time-zone' },
    advanced: true,
    help: ['timeZone'],
    when: { path: 'evening.on', is: [true] },
    summary: (zone) => ['summary', { zone }],
  }),
  /** Whether the stop was near when the questions were opened; only decides whether `tonight` is asked. */
  near: z.boolean().default(false),
  /** Ticked beside the price per month when there is no evening stop. */
  keepRunning: ask(z.boolean().default(false), {
    ...money,
    control: { type: 'toggle' },
    help: ['keepRunning'],
    when: { path: 'evening.on', is: [false] },
  }),
});

const idle = z.strictObject({
  on: ask(z.boolean().default(true), { ...money, control: { type: 'toggle' }, hint: true, help: ['idle'] }),
  minutes: ask(whole(15, 1440, problem('minutes')).default(60), {
    ...money,
    control: { type: 'number', min: 15, max: 1440, step: 5, unit: message('wizard.unit.minutes') },
    required: true,
    help: ['minutes'],
    when: { path: 'idle.on', is: [true] },
  }),
});

const diskSize = ask(
  whole(5, 16_384, problem('disk')).default(20),
  {
    ...safe,
    control: { type: 'number', min: 5, max: 16_384, step: 1, unit: message('wizard.unit.gb') },
    hint: true,
    help: ['disk'],
    summary: (gb) => ['summary', { gb }],
  },
  (gb) => ({ VolumeSizeInGB: String(gb) }),
);

const dashboard = z.strictObject({
  on: ask(z.boolean().default(false), {
    ...safe,
    control: { type: 'toggle' },
    hint: true,
    help: ['dashboard'],
    summary: (on, { port }) => [on ? 'summary.on' : 'summary.off', { port: Number(port) }],
  }),
  port: ask(whole(1024, 65_535, problem('port')).default(8501), {
    ...safe,
    control: { type: 'number', min: 1024, max: 65_535, step: 1 },
    help: ['port'],
    when: { path: 'dashboard.on', is: [true] },
  }),
});

/** No evening stop only with the tick beside the price per month. */
export function endlessAgreed(
  answers: { evening?: { on?: boolean | undefined; keepRunning?: boolean | undefined } | undefined },
  context: z.RefinementCtx,
): void {
  if (answers.evening?.on === false && answers.evening.keepRunning !== true)
    context.addIssue({ code: 'custom', path: ['evening', 'keepRunning'], message: problem('keepRunning') });
}

export const NotebookAnswers = z
  .strictObject({
    name: ask(
      notebookName,
      { ...basics, control: { type: 'text', maxLength: 63 }, required: true, hint: true, help: ['name'] },
      (name) => ({ NotebookName: name, NotebookNameInArn: name.toLowerCase() }),
    ),
    size: ask(
      z.string().regex(/^ml\.[a-z0-9]{1,12}\.[a-z0-9]{1,12}$/, problem('size')),
      {
        ...basics,
        control: { type: 'cards' },
        required: true,
        first: 'ml.t3.medium',
        help: ['size', 'forgotten'],
      },
      (InstanceType) => ({ InstanceType }),
    ),
    bucket: passes(bucket, (answer) => ({ BucketName: bucketOf({ bucket: answer }) })),
    evening: evening.prefault({}),
    idle: passes(idle.prefault({}), ({ on, minutes }) => ({ IdleStopMinutes: on ? String(minutes) : '0' })),
    disk: z.strictObject({ sizeGb: diskSize }).prefault({}),
    /** `made`: a role limited to the bucket; otherwise the ARN of a role of the account. */
    role: ask(
      z
        .string()
        .regex(/^(?:made|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512})$/, problem('role'))
        .default('made'),
      {
        ...safe,
        control: { type: 'select' },
        hint: true,
        help: ['role'],
        summary: (role) => [role === 'made' ? 'summary.made' : 'summary.own'],
      },
      (role) => ({ RoleArn: role === 'made' ? '' : role }),
    ),
    /** `default`: SageMaker's own network with internet; otherwise a subnet, without SageMaker's internet access. */
    network: ask(networkAnswer(problem('network')), networkQuestion, (network) =>
      network === 'default'
        ? { SubnetId: '', SecurityGroupIds: '', DirectInternetAccess: 'Enabled' }
        : { SubnetId: network, SecurityGroupIds: '', DirectInternetAccess: 'Disabled' },
    ),
    rootAccess: ask(
      z.boolean().default(false),
      {
        ...safe,
        control: { type: 'toggle' },
        help: ['rootAccess'],
        summary: (on) => [on ? 'summary.on' : 'summary.off'],
      },
      (on) => ({ RootAccess: on ? 'Enabled' : 'Disabled' }),
    ),
    git: ask(
      z
        .string()
        .max(1024, problem('git'))
        .refine((address) => address === '' || isRepository(address), problem('git'))
        .default(''),
      {
        ...safe,
        control: { type: 'text', maxLength: 1024 },
        hint: true,
        help: ['git'],
        summary: (address) => [address === '' ? 'summary.off' : 'summary.on'],
      },
      (GitRepository) => ({ GitRepository }),
    ),
    dashboard: passes(dashboard.prefault({}), ({ on, port }) => ({ DashboardPort: on ? String(port) : '0' })),
  })
  .superRefine((answers, context) => {
    checkNewBucket(answers, (path, says) => context.addIssue({ code: 'custom', path, message: says }));
    endlessAgreed(answers, context);
  });
export type NotebookAnswers = z.infer<typeof NotebookAnswers>;
