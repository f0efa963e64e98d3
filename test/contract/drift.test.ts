/**
 * "Check against AWS" through the host as the window asks it: after everything that the program does, AWS finds nothing
 * that differs; what somebody else changes is found, told in words and put back by a plan.
 */
import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import {
  StopNotebookInstanceCommand,
  SageMakerClient,
  UpdateNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  ListSchedulesCommand,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { PutBucketLifecycleConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../main/operations/index.ts';
import type { StackOf } from '../../preload/contract/domains/stacks.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { languages, say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { allowGpus } from '../support/crash/preparing.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { clientOf } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

let spine: Spine;
let whole: WholeProgram;
let page: Page;
const bucket = 'drift-files-4417';
const name = 'drifting';

beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  page = await whole.openPage();
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});

const stacks = {
  foundation: { kind: 'foundation', name: '' },
  storage: { kind: 'storage', name: bucket },
  notebook: { kind: 'notebook', name },
} as const satisfies Record<string, StackOf>;

const check = async (of: StackOf) => valueOf(await page.api.stacks.checkDrift(of));
const done = async (source: string, answers: Answers) => {
  const { plan, task } = await whole.perform(page, source, answers);
  expect(task.state, `${source} ${JSON.stringify(task.error)}`).toBe('succeeded');
  return { plan, task };
};

interface Row {
  source: string;
  answers: Answers;
  /** The stacks that are there afterwards. */
  there: (keyof typeof stacks)[];
}
const all = ['foundation', 'storage', 'notebook'] as const;

/** In the order of a life. */
const life: Row[] = [
  { source: 'foundation', answers: { email: 'a@example.com' }, there: ['foundation'] },
  { source: 'foundation-change', answers: { email: 'b@example.com' }, there: ['foundation'] },
  { source: 'storage', answers: { name: bucket }, there: ['foundation', 'storage'] },
  {
    source: 'storage-change',
    answers: { name: bucket, old: { glacier: true, glacierDays: 90 } },
    there: ['storage'],
  },
  {
    source: 'notebook',
    answers: {
      name,
      size: 'ml.t3.medium',
      bucket: { choice: bucket },
      evening: { at: '19:30', timeZone: 'UTC' },
    },
    there: [...all],
  },
  { source: 'notebook-extend', answers: { name, hours: 2 }, there: ['notebook'] },
  { source: 'notebook-stop', answers: { name }, there: ['notebook'] },
  { source: 'notebook-start', answers: { name }, there: ['notebook'] },
  {
    source: 'notebook-change',
    answers: { name, size: 'ml.m5.xlarge', idle: { minutes: 90 }, evening: { at: '20:00' } },
    there: [...all],
  },
];

/** Operations that take away what could drift, or mend what no longer works; and those that have a test of their own. */
const without = [
  'job-stop',
  'job-again',
  'quota-request',
  'notebook-delete',
  'storage-delete',
  'stack-remove',
  'stack-roll-back',
  'data-upload',
  'data-delete',
  'drift-put-back',
  'template-delete',
];

test('every operation that leaves a stack behind has its row', () => {
  const rows = new Set(life.map(({ source }) => source));
  expect(operations.map(({ id }) => id).filter((id) => !rows.has(id) && !without.includes(id))).toEqual([]);
});

test.each(life)(
  'nothing differs after $source' + shows('done-when:3.2/drift'),
  async ({ source, answers, there }) => {
    await done(source, answers);
    for (const one of there) expect((await check(stacks[one])).things, one).toEqual([]);
  },
);

/** As AWS sees it, of a stack that no page checks. */
async function driftOf(StackName: string): Promise<string | undefined> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const { StackDriftDetectionId } = await cloud.send(new DetectStackDriftCommand({ StackName }));
  await spine.clock.sleep(60_000);
  const look = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
  return (await cloud.send(look)).StackDriftStatus;
}

test(
  'nothing differs after gpu-training, while its machine works, after job-stop, and after job-again' +
    shows('done-when:3.2/drift'),
  async () => {
    await allowGpus(spine);
    const own = `s3://${bucket}/`;
    const answers = {
      name,
      code: `${own}program/`,
      data: { training: `${own}train.csv` },
      bucket: { choice: bucket },
    };
    const s3 = new S3Client({ ...clientOf(spine), forcePathStyle: true });
    for (const Key of ['program/train.py', 'train.csv'])
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'print(1)' }));
    await done('gpu-training', answers);
    await spine.clock.sleep(60_000);
    const { rows } = valueOf(await page.api.jobs.list({ refresh: true, first: false }));
    expect(rows.map(({ state }) => state)).toEqual(['running']);
    expect(spine.existing(/^ec2\/instance$/)).toHaveLength(1);
    const both = ['millwright-training', `millwright-training-${name}`];
    for (const stack of both) expect(await driftOf(stack), stack).toBe('IN_SYNC');
    await done('job-stop', { id: rows[0]?.id ?? '' });
    expect(spine.existing(/^batch\/job$/)).toEqual([]);
    for (const stack of both) expect(await driftOf(stack), stack).toBe('IN_SYNC');
    await done('job-again', { name });
    for (const stack of both) expect(await driftOf(stack), stack).toBe('IN_SYNC');
    const again = valueOf(await page.api.jobs.list({ refresh: true, first: false }));
    await done('job-stop', { id: again.rows.find(({ endedAt }) => endedAt === null)?.id ?? '' });
  },
);

test(
  'what others changed is told in words and put back by a plan' +
    shows('done-when:3.2/put-back', 'system:15/drift'),
  async () => {
    const sagemaker = new SageMakerClient(clientOf(spine));
    const scheduler = new SchedulerClient(clientOf(spine));
    const s3 = new S3Client({ ...clientOf(spine), forcePathStyle: true });
    await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }));
    await spine.clock.sleep(600_000);
    await sagemaker.send(
      new UpdateNotebookInstanceCommand({ NotebookInstanceName: name, InstanceType: 'ml.t3.large' }),
    );
    await spine.clock.sleep(600_000);
    const { Schedules = [] } = await listed(scheduler);
    const evening = Schedules[0]?.Name;
    // UpdateSchedule takes the whole schedule anew.
    const {
      $metadata: _,
      Arn: __,
      CreationDate: ___,
      LastModificationDate: ____,
      ...schedule
    } = await scheduler.send(new GetScheduleCommand({ Name: evening }));
    await scheduler.send(
      new UpdateScheduleCommand({
        ...(schedule as UpdateScheduleCommandInput),
        ScheduleExpressionTimezone: 'Europe/Berlin',
      }),
    );
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
        },
      }),
    );

    const found = await check(stacks.notebook);
    expect(found.things.map(({ type, how }) => [type, how])).toEqual([
      ['AWS::Scheduler::Schedule', 'changed'],
      ['AWS::SageMaker::NotebookInstance', 'changed'],
    ]);
    const [timed, machine] = found.things;
    expect(machine?.fields).toEqual([
      {
        path: '/InstanceType',
        name: { key: 'drift.field.InstanceType' },
        expected: 'ml.m5.xlarge',
        actual: 'ml.t3.large',
      },
    ]);
    expect(timed?.fields[0]).toMatchObject({ expected: 'UTC', actual: 'Europe/Berlin' });
    for (const language of languages)
      for (const { kind } of found.things)
        expect(kind && say(language, kind, { timeZone: 'UTC', now: 0 })).toBeTruthy();

    const { source, answers } = found.putBack ?? { source: '', answers: {} };
    const { plan } = await done(source, answers);
    const says = plan.changes.flatMap(({ sentences = [] }) =>
      sentences.map((one) => say('en', one.says, { timeZone: 'UTC', now: 0 })),
    );
    expect(says).toContain('Notebook: Size “ml.t3.large” → “ml.m5.xlarge”');
    expect(plan.blockers).toEqual([]);
    expect((await check(stacks.notebook)).things).toEqual([]);
    const again = valueOf(await page.api.plans.make({ source, answers }));
    expect(again.blockers.map(({ key }) => key)).toContain('plan.drift.nothing');

    const files = await check(stacks.storage);
    expect(files.things.map(({ type }) => type)).toEqual(['AWS::S3::Bucket']);
    await done(files.putBack?.source ?? '', files.putBack?.answers ?? {});
    expect((await check(stacks.storage)).things).toEqual([]);
  },
);

test('what is gone is told, and no plan says that it could be put back', async () => {
  const scheduler = new SchedulerClient(clientOf(spine));
  const { Schedules = [] } = await listed(scheduler);
  await scheduler.send(new DeleteScheduleCommand({ Name: Schedules[0]?.Name }));
  const found = await check(stacks.notebook);
  expect(found.things.map(({ how }) => how)).toEqual(['gone']);
  expect(found.putBack).toBeNull();
  const plan = valueOf(
    await page.api.plans.make({ source: 'drift-put-back', answers: { ...stacks.notebook } }),
  );
  expect(plan.blockers.map(({ key }) => key)).toContain('plan.drift.gone');
});

test('what is not there, not ours or not a stack of a thing is refused in words', async () => {
  expect(await page.api.stacks.checkDrift({ kind: 'notebook', name: 'nobody' })).toMatchObject({
    error: { code: 'resource.notFound' },
  });
  expect(valueOf(await page.api.stacks.look({ kind: 'storage', name: 'nobodys-4417' }))).toEqual({
    made: false,
    health: null,
  });
  expect(valueOf(await page.api.stacks.look(stacks.foundation))).toEqual({ made: true, health: 'ready' });
  expect(await page.call('stacks.checkDrift', { kind: 'role', name: 'x' })).toMatchObject({ ok: false });
});

const listed = (scheduler: SchedulerClient) => scheduler.send(new ListSchedulesCommand({}));
