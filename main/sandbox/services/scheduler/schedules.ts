import type {
  CreateScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ScheduleSummary,
  UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import { IANAZone } from 'luxon';
import { AwsError, type Call, type Operation } from '../../engine/types.ts';
import { nextRun, parseExpression } from './expression.ts';
import { groupKind, historyKind, scheduleArn, scheduleKind, type Schedule } from './kinds.ts';
import { assumeTarget, keepAndPlan, service } from './run.ts';
import { parseInput, targetCall } from './targets.ts';

interface Named {
  Name: string;
  GroupName?: string | undefined;
}
type Body = (CreateScheduleInput | UpdateScheduleInput) & Named;

const refuse = (text: string) => new AwsError('ValidationException', text);
export const conflict = (text: string) => new AwsError('ConflictException', text);
export const notFound = (text: string) => new AwsError('ResourceNotFoundException', text);

const groupOf = (input: Named) => input.GroupName ?? 'default';

function onSchedule(call: Call<Named>) {
  return { resource: scheduleArn(call.account, call.region, groupOf(call.input), call.input.Name) };
}

function onBody(call: Call<Body>) {
  const role = call.input.Target?.RoleArn;
  const context = { 'iam:PassedToService': service };
  return [
    onSchedule(call),
    ...(role === undefined ? [] : [{ action: 'iam:PassRole', resource: role, context }]),
  ];
}

function found(call: Call<Named>): Readonly<Schedule> {
  const schedule = call.account
    .table(scheduleKind, call.region)
    .get(`${groupOf(call.input)}/${call.input.Name}`);
  if (schedule === undefined) throw notFound(`Schedule ${call.input.Name} does not exist.`);
  return schedule;
}

function demandGroup(call: Call<Named>): void {
  const group = groupOf(call.input);
  if (group !== 'default' && call.account.table(groupKind, call.region).get(group)?.state !== 'ACTIVE')
    throw notFound(`Schedule group ${group} does not exist.`);
}

/** Everything that AWS looks at when a schedule is made or changed; answers what is kept of it. */
function checked(call: Call<Body>, before: Readonly<Schedule> | undefined): Schedule {
  const { account, region, input, now } = call;
  const group = groupOf(input);
  const timeZone = input.ScheduleExpressionTimezone ?? 'UTC';
  const text = input.ScheduleExpression ?? '';
  const expression = parseExpression(text);
  if (expression === undefined) throw refuse(`Invalid Schedule Expression ${text}.`);
  if (!IANAZone.isValidZone(timeZone)) throw refuse(`Invalid Schedule Expression Timezone ${timeZone}.`);
  const [start, end] = [input.StartDate?.getTime(), input.EndDate?.getTime()];
  if (expression.kind === 'at') {
    if (nextRun({ expression, timeZone, base: now }, now) === null)
      throw refuse(`Invalid Schedule Expression ${text}: the time is in the past.`);
  } else checkDates(start, end, now);
  const target = input.Target;
  if (target?.Arn === undefined || target.RoleArn === undefined)
    throw refuse('Target needs an Arn and a RoleArn.');
  const universal = target.Arn.includes(':aws-sdk:');
  targetCall(target.Arn);
  if (universal && target.Input !== undefined) parseInput(target.Input);
  checkWindow(input);
  checkRole(call, group, target.RoleArn);
  return {
    group,
    name: input.Name,
    arn: scheduleArn(account, region, group, input.Name),
    expression: text,
    timeZone,
    state: input.State ?? 'ENABLED',
    flexible: {
      Mode: input.FlexibleTimeWindow?.Mode,
      MaximumWindowInMinutes: input.FlexibleTimeWindow?.MaximumWindowInMinutes,
    },
    afterCompletion: input.ActionAfterCompletion ?? 'NONE',
    target: {
      Arn: target.Arn,
      RoleArn: target.RoleArn,
      RetryPolicy: {
        MaximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
        MaximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
      },
      ...(target.Input === undefined ? {} : { Input: target.Input }),
    },
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.KmsKeyArn === undefined ? {} : { kmsKeyArn: input.KmsKeyArn }),
    ...(start === undefined ? {} : { startDate: start }),
    ...(end === undefined ? {} : { endDate: end }),
    clientToken: input.ClientToken ?? null,
    createdAt: before?.createdAt ?? now,
    modifiedAt: now,
    version: (before?.version ?? 0) + 1,
    nextAt: null,
  };
}

/** Text of the first refusal as reported in getmoto/moto#8172. */
function checkDates(start: number | undefined, end: number | undefined, now: number): void {
  if (start !== undefined && start < now - 300_000)
    throw refuse('The StartDate you specify cannot be earlier than 5 minutes ago.');
  if (end !== undefined && end <= now) throw refuse('The EndDate you specify must be in the future.');
  if (start !== undefined && end !== undefined && end <= start)
    throw refuse('The EndDate you specify must come after the StartDate.');
}

function checkWindow({ FlexibleTimeWindow }: Body): void {
  const minutes = FlexibleTimeWindow?.MaximumWindowInMinutes;
  if (FlexibleTimeWindow?.Mode === 'FLEXIBLE' ? minutes === undefined : minutes !== undefined)
    throw refuse('MaximumWindowInMinutes must be given for the mode FLEXIBLE and only for it.');
}

function checkRole(call: Call<Body>, group: string, roleArn: string): void {
  try {
    assumeTarget(call.account, call.region, group, roleArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refuse('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
  }
}

/** A rate without a StartDate runs at once; everything else at its next time. */
const plan = (call: Call<Body>, schedule: Schedule) =>
  keepAndPlan(
    call.account,
    call.region,
    schedule,
    schedule.expression.startsWith('rate') ? call.now - 1 : call.now,
  );

const create: Operation<CreateScheduleInput & Named> = {
  access: onBody,
  run(call) {
    demandGroup(call);
    const key = `${groupOf(call.input)}/${call.input.Name}`;
    const existing = call.account.table(scheduleKind, call.region).get(key);
    if (existing !== undefined) {
      const token = call.input.ClientToken;
      if (token !== undefined && token === existing.clientToken) return { ScheduleArn: existing.arn };
      throw conflict(`Schedule ${call.input.Name} already exists.`);
    }
    const schedule = checked(call, undefined);
    plan(call, schedule);
    return { ScheduleArn: schedule.arn };
  },
};

const update: Operation<UpdateScheduleInput & Named> = {
  access: onBody,
  run(call) {
    const schedule = checked(call, found(call));
    plan(call, schedule);
    return { ScheduleArn: schedule.arn };
  },
};

const get: Operation<Named> = {
  access: (call) => [onSchedule(call)],
  run(call) {
    const s = found(call);
    return {
      Arn: s.arn,
      GroupName: s.group,
      Name: s.name,
      Description: s.description,
      ScheduleExpression: s.expression,
      ScheduleExpressionTimezone: s.timeZone,
      StartDate: date(s.startDate),
      EndDate: date(s.endDate),
      State: s.state,
      FlexibleTimeWindow: { ...s.flexible },
      ActionAfterCompletion: s.afterCompletion,
      KmsKeyArn: s.kmsKeyArn,
      Target: { ...s.target, RetryPolicy: { ...s.target.RetryPolicy } },
      CreationDate: new Date(s.createdAt),
      LastModificationDate: new Date(s.modifiedAt),
    } satisfies GetScheduleOutput;
  },
};

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));

const remove: Operation<Named> = {
  access: (call) => [onSchedule(call)],
  run(call) {
    const key = scheduleKind.key(found(call));
    call.account.table(scheduleKind, call.region).delete(key);
    call.account.table(historyKind, call.region).delete(key);
    return {};
  },
};

const list: Operation<ListSchedulesInput> = {
  access: (call) => [{ resource: scheduleArn(call.account, call.region, call.input.GroupName ?? '*', '*') }],
  page: {
    items: 'Schedules',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run({ account, region, input }) {
    const { GroupName, NamePrefix = '', State } = input;
    return {
      Schedules: account
        .table(scheduleKind, region)
        .list()
        .filter(
          (s) =>
            (GroupName === undefined || s.group === GroupName) &&
            (State === undefined || s.state === State) &&
            s.name.startsWith(NamePrefix),
        )
        .map((s): ScheduleSummary => ({
          Arn: s.arn,
          Name: s.name,
          GroupName: s.group,
          State: s.state,
          CreationDate: new Date(s.createdAt),
          LastModificationDate: new Date(s.modifiedAt),
          Target: { Arn: s.target.Arn },
        })),
    };
  },
};

export const scheduleOperations = {
  CreateSchedule: create,
  UpdateSchedule: update,
  GetSchedule: get,
  DeleteSchedule: remove,
  ListSchedules: list,
};
