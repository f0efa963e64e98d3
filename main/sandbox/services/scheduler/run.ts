/**
 * Runs schedules over the account's time: one persisted timer per schedule for its next run, counted anew from the
 * schedule each time. The target is called as its role, through the same way as every call of the account.
 */
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { addSample } from '../cloudwatch/store.ts';
import { nextRun, parseExpression } from './expression.ts';
import { groupArn, historyKind, scheduleKind, type Attempt, type Schedule } from './kinds.ts';
import { targetCall } from './targets.ts';

const due = 'scheduler.due';
const again = 'scheduler.again';
const keptAttempts = 100;
export const service = 'scheduler.amazonaws.com';

interface Due {
  group: string;
  name: string;
  version: number;
  dueAt: number;
}

interface Again extends Due {
  attempt: number;
}

/** When the schedule runs next after `after` (ms), inside its start and end; null when never. */
function nextOf(schedule: Schedule, after: number): number | null {
  const expression = parseExpression(schedule.expression);
  if (expression === undefined || schedule.state === 'DISABLED') return null;
  const base = schedule.startDate ?? schedule.createdAt;
  // StartDate and EndDate count for recurring schedules only.
  const once = expression.kind === 'at';
  const from = once || schedule.startDate === undefined ? after : Math.max(after, schedule.startDate - 1);
  const next = nextRun({ expression, timeZone: schedule.timeZone, base }, from);
  if (next === null) return null;
  return !once && schedule.endDate !== undefined && next >= schedule.endDate ? null : next;
}

/** Keeps the schedule and plans its next run later than `after`. */
export function keepAndPlan(
  account: SandboxAccount,
  region: string,
  schedule: Schedule,
  after: number,
): void {
  const nextAt = nextOf(schedule, after);
  account.table(scheduleKind, region).put({ ...schedule, nextAt });
  if (nextAt === null) return;
  const data: Due = { group: schedule.group, name: schedule.name, version: schedule.version, dueAt: nextAt };
  account.after(Math.max(0, (nextAt - account.clock.now()) / 1000), due, region, data);
}

function current(account: SandboxAccount, region: string, { group, name, version }: Due) {
  const schedule = account.table(scheduleKind, region).get(`${group}/${name}`);
  return schedule?.version === version ? schedule : undefined;
}

async function onDue(account: SandboxAccount, region: string, data: Due): Promise<void> {
  const schedule = current(account, region, data);
  if (schedule === undefined) return;
  keepAndPlan(account, region, thawed(schedule), data.dueAt);
  await call(account, region, schedule, { ...data, attempt: 1 });
  const after = current(account, region, data);
  if (after?.nextAt === null && after.afterCompletion === 'DELETE')
    account.table(scheduleKind, region).delete(scheduleKind.key(after));
}

async function onAgain(account: SandboxAccount, region: string, data: Again): Promise<void> {
  const schedule = current(account, region, data);
  if (schedule !== undefined) await call(account, region, schedule, data);
}

export const thawed = (schedule: Readonly<Schedule>): Schedule => structuredClone(schedule);

async function call(
  account: SandboxAccount,
  region: string,
  schedule: Readonly<Schedule>,
  data: Again,
): Promise<void> {
  const error = await invoke(account, region, schedule, data);
  record(account, region, schedule, {
    dueAt: data.dueAt,
    at: account.clock.now(),
    attempt: data.attempt,
    error: error && `${error.code}: ${error.message}`,
  });
  count(account, region, schedule.group, 'InvocationAttemptCount');
  if (error === null) return;
  count(account, region, schedule.group, 'TargetErrorCount');
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = schedule.target.RetryPolicy;
  // 1, 2, 4, … minutes: AWS says "exponential backoff" and no figures.
  const pause = 60 * 2 ** (data.attempt - 1);
  const age = (account.clock.now() - data.dueAt) / 1000 + pause;
  if (!passing(error) || data.attempt > MaximumRetryAttempts || age > MaximumEventAgeInSeconds)
    count(account, region, schedule.group, 'InvocationDroppedCount');
  else account.after(pause, again, region, { ...data, attempt: data.attempt + 1 } satisfies Again);
}

/** Errors that may be gone by the next try; missing rights and wrong requests are not tried again. */
const passing = (error: AwsError) =>
  (error.status ?? 400) >= 500
    ? error.code !== 'NotModelledInSandbox'
    : /Throttl|TooManyRequests|RequestLimit/.test(error.code);

async function invoke(
  account: SandboxAccount,
  region: string,
  schedule: Readonly<Schedule>,
  { dueAt, attempt }: Again,
): Promise<AwsError | null> {
  try {
    const { target } = schedule;
    const as = assumeTarget(account, region, schedule.group, target.RoleArn);
    const wanted = targetCall(target.Arn);
    const text = filled(target.Input ?? '{}', {
      'schedule-arn': schedule.arn,
      'scheduled-time': new Date(dueAt).toISOString().replace(/\.\d{3}/, ''),
      'execution-id': account.newId(32),
      'attempt-number': String(attempt),
    });
    const { service, operation } = wanted;
    await account.perform({ service, operation, input: wanted.input(text), as, region });
    return null;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** The role as Scheduler assumes it. Throws AwsError when it cannot. */
export function assumeTarget(account: SandboxAccount, region: string, group: string, roleArn: string) {
  return account.assume(
    roleArn,
    'EventBridgeScheduler',
    { service },
    {
      'aws:SourceAccount': account.id,
      'aws:SourceArn': groupArn(account, region, group),
    },
  );
}

/** `<aws.scheduler.scheduled-time>` and its like, which may stand in the input. */
const filled = (text: string, values: Record<string, string>) =>
  text.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, key: string) => values[key] ?? whole);

function record(
  account: SandboxAccount,
  region: string,
  { group, name }: Readonly<Schedule>,
  attempt: Attempt,
): void {
  const table = account.table(historyKind, region);
  const before = table.get(`${group}/${name}`)?.attempts ?? [];
  table.put({ group, name, attempts: [...before, attempt].slice(-keptAttempts) });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
function count(account: SandboxAccount, region: string, group: string, metric: string): void {
  const dimensions = [{ Name: 'ScheduleGroup', Value: group }];
  addSample(account, region, {
    namespace: 'AWS/Scheduler',
    metric,
    dimensions,
    unit: 'Count',
    at: account.clock.now(),
    sum: 1,
  });
}

export const runTimers = { [due]: onDue, [again]: onAgain };
