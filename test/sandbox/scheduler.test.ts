import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleInput,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleHistory } from '../../main/sandbox/services/scheduler/index.ts';
import { publications } from '../../main/sandbox/services/sns/index.ts';
import { makeRole, refusal } from './support/notebooks.ts';
import { START, testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let scheduler: SchedulerClient;
let sagemaker: SageMakerClient;
let guard: string;
let notebookRole: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  scheduler = new SchedulerClient(sandbox.client);
  sagemaker = new SageMakerClient(sandbox.client);
  guard = await makeRole(sandbox, 'guard', 'scheduler.amazonaws.com', [
    { Effect: 'Allow', Action: ['sagemaker:StopNotebookInstance', 'sns:Publish'], Resource: '*' },
  ]);
  notebookRole = await makeRole(sandbox, 'notebook', 'sagemaker.amazonaws.com', []);
});
afterAll(() => sandbox.end());

const stopTarget = (name: string) => ({
  Arn: 'arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance',
  RoleArn: guard,
  Input: JSON.stringify({ NotebookInstanceName: name }),
  RetryPolicy: { MaximumRetryAttempts: 0 },
});
const evening = 'cron(0/15 19-23,0-5 * * ? *)';
const body = (name: string, more: Partial<CreateScheduleInput> = {}): CreateScheduleInput => ({
  Name: name,
  ScheduleExpression: evening,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: stopTarget('nobody'),
  ...more,
});
const create = (name: string, more: Partial<CreateScheduleInput> = {}) =>
  scheduler.send(new CreateScheduleCommand(body(name, more)));
const history = (name: string) => scheduleHistory(sandbox.account, 'us-east-1', name);
const now = () => sandbox.account.clock.now();
const until = (instant: number) => sandbox.advance((instant - now()) / 1000);
const makeNotebook = (name: string) =>
  sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: name,
      InstanceType: 'ml.t3.medium',
      RoleArn: notebookRole,
    }),
  );
const status = async (name: string) =>
  (await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name })))
    .NotebookInstanceStatus;

describe('the evening guard', () => {
  const sevenOClock = Date.UTC(2026, 0, 5, 19);

  it('stops a running notebook at 19:00, and one that was Pending at 19:00 a quarter of an hour later', async () => {
    await makeNotebook('running');
    await create('guard-running', { Target: stopTarget('running') });
    await create('guard-late', { Target: stopTarget('late') });
    await until(sevenOClock - 60_000);
    expect(await status('running')).toBe('InService');
    await makeNotebook('late');
    await until(sevenOClock + 1000);
    expect(await status('running')).toBe('Stopping');
    expect(await status('late')).toBe('Pending');
    expect(history('guard-late').at(-1)).toMatchObject({
      dueAt: sevenOClock,
      error: expect.stringMatching(
        /^ValidationException: Status \(Pending\) not in \(\[InService\]\)/,
      ) as string,
    });
    await until(sevenOClock + 14 * 60_000);
    expect(await status('late')).toBe('InService');
    await until(sevenOClock + 15 * 60_000 + 1000);
    expect(await status('late')).toBe('Stopping');
    expect(history('guard-late').at(-1)).toEqual({
      dueAt: sevenOClock + 900_000,
      at: sevenOClock + 900_000,
      attempt: 1,
      error: null,
    });
  });

  it('counts its tries and errors as metrics', async () => {
    const cloudwatch = new CloudWatchClient(sandbox.client);
    const sum = async (MetricName: string) => {
      const answer = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Scheduler',
          MetricName,
          Dimensions: [{ Name: 'ScheduleGroup', Value: 'default' }],
          StartTime: new Date(sevenOClock),
          EndTime: new Date(sevenOClock + 60_000),
          Period: 60,
          Statistics: ['Sum'],
        }),
      );
      return answer.Datapoints?.[0]?.Sum ?? 0;
    };
    expect(await sum('InvocationAttemptCount')).toBe(2);
    expect(await sum('TargetErrorCount')).toBe(1);
    expect(await sum('InvocationDroppedCount')).toBe(1);
  });

  it('waits until its StartDate when it is extended', async () => {
    await until(Date.UTC(2026, 0, 6, 12));
    const before = history('guard-running').length;
    const StartDate = new Date(Date.UTC(2026, 0, 6, 21));
    await scheduler.send(
      new UpdateScheduleCommand(body('guard-running', { Target: stopTarget('running'), StartDate })),
    );
    await until(StartDate.getTime() - 1000);
    expect(history('guard-running')).toHaveLength(before);
    await until(StartDate.getTime() + 1000);
    expect(history('guard-running').at(-1)?.dueAt).toBe(StartDate.getTime());
  });

  it('does nothing while disabled, and nothing after it is deleted', async () => {
    await scheduler.send(new UpdateScheduleCommand(body('guard-late', { State: 'DISABLED' })));
    const disabled = history('guard-late').length;
    await sandbox.advance(86_400);
    expect(history('guard-late')).toHaveLength(disabled);
    await scheduler.send(new DeleteScheduleCommand({ Name: 'guard-late' }));
    await scheduler.send(new DeleteScheduleCommand({ Name: 'guard-running' }));
    expect(await refusal(scheduler.send(new GetScheduleCommand({ Name: 'guard-late' })))).toBe(
      'ResourceNotFoundException: Schedule guard-late does not exist.',
    );
  });
});

describe('what a schedule may be', () => {
  const target = (more: object) => ({ Target: { ...stopTarget('x'), ...more } });
  const bad: [string, () => Partial<CreateScheduleInput>, RegExp][] = [
    [
      'a cron of five fields',
      () => ({ ScheduleExpression: 'cron(0 19 * * *)' }),
      /^ValidationException: Invalid Schedule Expression cron\(0 19 \* \* \*\)\.$/,
    ],
    [
      'a zone that does not exist',
      () => ({ ScheduleExpressionTimezone: 'Europe/Steeltown' }),
      /Invalid Schedule Expression Timezone/,
    ],
    [
      'a past at()',
      () => ({ ScheduleExpression: 'at(2026-01-01T00:00:00)' }),
      /^ValidationException: Invalid Schedule Expression .*past/,
    ],
    [
      'a start six minutes ago',
      () => ({ StartDate: new Date(now() - 360_000) }),
      /^ValidationException: The StartDate you specify cannot be earlier than 5 minutes ago\.$/,
    ],
    ['an end in the past', () => ({ EndDate: new Date(now() - 1000) }), /EndDate/],
    [
      'a reading action',
      () => target({ Arn: 'arn:aws:scheduler:::aws-sdk:sagemaker:describeNotebookInstance' }),
      /read-only/,
    ],
    ['an input that is not JSON', () => target({ Input: '{' }), /Invalid RequestJson/],
    [
      'a role that nobody may assume',
      () => target({ RoleArn: notebookRole }),
      /^ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role\.$/,
    ],
    [
      'a flexible window without minutes',
      () => ({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const } }),
      /MaximumWindowInMinutes/,
    ],
    [
      'a group that does not exist',
      () => ({ GroupName: 'nowhere' }),
      /^ResourceNotFoundException: Schedule group nowhere does not exist/,
    ],
    ['a name with a space', () => ({ Name: 'a b' }), /name.*regular expression/],
  ];
  it.each(bad)('refuses %s', async (_what, more, text) => {
    expect(await refusal(create('bad', more()))).toMatch(text);
  });

  it('answers the same for the same token, and a conflict for another', async () => {
    const first = await create('once', { ClientToken: 'token-1' });
    expect(await create('once', { ClientToken: 'token-1' })).toMatchObject({
      ScheduleArn: first.ScheduleArn,
    });
    expect(await refusal(create('once', { ClientToken: 'token-2' }))).toBe(
      'ConflictException: Schedule once already exists.',
    );
  });

  it('is shown with AWS’s defaults', async () => {
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'once' }))).toMatchObject({
      ScheduleExpression: evening,
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      GroupName: 'default',
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 0 } },
    });
    await scheduler.send(new DeleteScheduleCommand({ Name: 'once' }));
  });
});

describe('runs', () => {
  it('runs a rate at once and then at its pace, and ends before its EndDate', async () => {
    const began = now();
    await create('rate', { ScheduleExpression: 'rate(10 minutes)', EndDate: new Date(began + 1_200_000) });
    await sandbox.advance(3600);
    expect(history('rate').map((a) => (a.dueAt - began) / 60_000)).toEqual([0, 10]);
  });

  it('runs at() once and deletes itself when told so', async () => {
    const at = new Date(now() + 3_600_000).toISOString().slice(0, 19);
    await create('one-time', { ScheduleExpression: `at(${at})`, ActionAfterCompletion: 'DELETE' });
    await sandbox.advance(3599);
    expect((await scheduler.send(new ListSchedulesCommand({ NamePrefix: 'one-' }))).Schedules).toHaveLength(
      1,
    );
    await sandbox.advance(2);
    expect((await scheduler.send(new ListSchedulesCommand({ NamePrefix: 'one-' }))).Schedules).toHaveLength(
      0,
    );
    expect(history('one-time')).toHaveLength(1);
  });

  it('publishes to a topic, with the scheduled time in its text', async () => {
    const { CreateTopicCommand, SNSClient } = await import('@aws-sdk/client-sns');
    const { TopicArn } = await new SNSClient(sandbox.client).send(new CreateTopicCommand({ Name: 'alerts' }));
    const at = new Date(Math.floor(now() / 1000) * 1000 + 60_000).toISOString().slice(0, 19);
    const Target = { Arn: TopicArn, RoleArn: guard, Input: 'It is <aws.scheduler.scheduled-time>.' };
    await create('note', { ScheduleExpression: `at(${at})`, Target });
    await sandbox.advance(120);
    const sent = publications(sandbox.account, 'us-east-1', TopicArn!);
    expect(sent.map((p) => p.message)).toEqual([`It is ${at}Z.`]);
  });

  it('is refused at run time when the role has lost its right, and tries such an error only once', async () => {
    const role = await makeRole(sandbox, 'weak', 'scheduler.amazonaws.com', [
      { Effect: 'Deny', Action: 'sagemaker:*', Resource: '*' },
    ]);
    const Target = { ...stopTarget('running'), RoleArn: role, RetryPolicy: { MaximumRetryAttempts: 5 } };
    await create('weak', { ScheduleExpression: 'rate(1 day)', Target });
    await sandbox.advance(3600);
    expect(history('weak')).toHaveLength(1);
    expect(history('weak')[0]?.error).toMatch(
      /^AccessDeniedException: .*weak.*sagemaker:StopNotebookInstance.*explicit deny/,
    );
    const iam = new IAMClient(sandbox.client);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'weak', PolicyName: 'rights' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'weak' }));
    await sandbox.advance(86_400);
    expect(history('weak')).toHaveLength(2);
    expect(history('weak')[1]?.error).toMatch(/^AccessDenied/);
  });

  it('tries again after a throttled call, with growing pauses, until the limit', async () => {
    const { AwsError } = await import('../../main/sandbox/index.ts');
    const unhook = sandbox.hook({
      before: (call) => {
        if (call.operation === 'StopNotebookInstance')
          throw new AwsError('ThrottlingException', 'Rate exceeded');
      },
    });
    const began = now();
    const Target = { ...stopTarget('running'), RetryPolicy: { MaximumRetryAttempts: 3 } };
    await create('busy', { ScheduleExpression: 'rate(1 day)', Target });
    await sandbox.advance(3600);
    unhook();
    expect(history('busy').map((a) => [a.attempt, (a.at - began) / 60_000])).toEqual([
      [1, 0],
      [2, 1],
      [3, 3],
      [4, 7],
    ]);
  });
});

describe('groups', () => {
  it('hold schedules, carry tags, and take their schedules with them', async () => {
    const { ScheduleGroupArn } = await scheduler.send(
      new CreateScheduleGroupCommand({ Name: 'team', Tags: [{ Key: 'a', Value: 'b' }] }),
    );
    const tags = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn: ScheduleGroupArn }));
    expect(tags.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
    await create('inside', { GroupName: 'team' });
    expect(
      (await scheduler.send(new ListScheduleGroupsCommand({}))).ScheduleGroups?.map((g) => g.Name),
    ).toEqual(['default', 'team']);
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: 'team' }));
    await sandbox.advance(11);
    expect((await scheduler.send(new ListSchedulesCommand({ GroupName: 'team' }))).Schedules).toEqual([]);
    expect(
      (await scheduler.send(new ListScheduleGroupsCommand({}))).ScheduleGroups?.map((g) => g.Name),
    ).toEqual(['default']);
  });
});

it('fires what came due while the program was closed, in order and at its time', async () => {
  const first = await testSandbox({ clock: { mode: 'manual', start: START } });
  const role = await makeRole(first, 'guard', 'scheduler.amazonaws.com', []);
  await new SchedulerClient(first.client).send(
    new CreateScheduleCommand(body('night', { Target: { ...stopTarget('x'), RoleArn: role } })),
  );
  await first.close();
  const second = await testSandbox({ dir: first.dir, clock: { mode: 'manual' } });
  await second.advance(12 * 3600);
  const found = scheduleHistory(second.account, 'us-east-1', 'night');
  const seven = Date.UTC(2026, 0, 5, 19);
  expect(found.map((a) => (a.dueAt - seven) / 60_000)).toEqual([0, 15, 30, 45, 60]);
  expect(found.every((a) => a.at === a.dueAt)).toBe(true);
  await second.end();
});
