/**
 * AWS::Scheduler::Schedule and ScheduleGroup,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_Scheduler.html. The template spells the target as
 * the API does; only numbers may come as text.
 */
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { integer, object, present, tagChanges, text } from './values.ts';

const GONE = ['ResourceNotFoundException'];

const group = (p: JsonObject) => text(p, 'GroupName') ?? 'default';
const arn = (w: Work) =>
  `arn:${w.account.partition}:scheduler:${w.account.region}:${w.account.id}:schedule/${group(w.properties)}/${w.name}`;
const made = (w: Work): Made => ({ physicalId: w.name, attributes: { Arn: arn(w) } });

function target(p: JsonObject) {
  const given = object(p, 'Target') ?? {};
  const retry = object(given, 'RetryPolicy');
  return {
    ...given,
    ...(retry
      ? {
          RetryPolicy: present({
            MaximumRetryAttempts: integer(retry, 'MaximumRetryAttempts'),
            MaximumEventAgeInSeconds: integer(retry, 'MaximumEventAgeInSeconds'),
          }),
        }
      : {}),
  };
}

function input(w: Work) {
  const p = w.properties;
  const window = object(p, 'FlexibleTimeWindow') ?? {};
  const instant = (key: string) => {
    const value = text(p, key);
    return value === undefined ? undefined : new Date(value);
  };
  return present({
    Name: w.name,
    GroupName: text(p, 'GroupName'),
    Description: text(p, 'Description'),
    ScheduleExpression: text(p, 'ScheduleExpression'),
    ScheduleExpressionTimezone: text(p, 'ScheduleExpressionTimezone'),
    State: text(p, 'State'),
    StartDate: instant('StartDate'),
    EndDate: instant('EndDate'),
    KmsKeyArn: text(p, 'KmsKeyArn'),
    FlexibleTimeWindow: present({
      Mode: text(window, 'Mode'),
      MaximumWindowInMinutes: integer(window, 'MaximumWindowInMinutes'),
    }),
    Target: target(p),
  });
}

const isoText = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : new Date(value as string | number | Date).toISOString();

export const schedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  service: 'Scheduler',
  properties: {
    Description: {},
    EndDate: {},
    FlexibleTimeWindow: { required: true },
    GroupName: {},
    KmsKeyArn: {},
    Name: { createOnly: true },
    ScheduleExpression: { required: true },
    ScheduleExpressionTimezone: {},
    StartDate: {},
    State: {},
    Target: { required: true },
  },
  attributes: ['Arn'],
  name: { property: 'Name', max: 64, end: 'mixed' },
  seconds: 2,
  async create(w) {
    await w.call('scheduler', 'CreateSchedule', input(w));
    return made(w);
  },
  async update(w) {
    await w.call('scheduler', 'UpdateSchedule', input(w));
    return true;
  },
  async remove(w) {
    await w.find('scheduler', 'DeleteSchedule', { Name: w.name, GroupName: group(w.properties) }, GONE);
    return true;
  },
  async read(w) {
    const found = await w.find(
      'scheduler',
      'GetSchedule',
      { Name: w.name, GroupName: group(w.properties) },
      GONE,
    );
    if (!found) return undefined;
    const { StartDate, EndDate, ...rest } = found;
    const known = Object.fromEntries(Object.entries(rest).filter(([key]) => key in schedule.properties));
    return {
      properties: {
        ...known,
        ...present({ StartDate: isoText(StartDate), EndDate: isoText(EndDate) }),
      },
      made: made(w),
    };
  },
};

const groupMade = (w: Work): Made => ({
  physicalId: w.name,
  attributes: {
    Arn: `arn:${w.account.partition}:scheduler:${w.account.region}:${w.account.id}:schedule-group/${w.name}`,
    State: 'ACTIVE',
  },
});

export const scheduleGroup: ResourceType = {
  type: 'AWS::Scheduler::ScheduleGroup',
  service: 'Scheduler',
  properties: { Name: { createOnly: true }, Tags: {} },
  attributes: ['Arn', 'State'],
  name: { property: 'Name', max: 64, end: 'mixed' },
  stackTags: 'all',
  seconds: 2,
  async create(w) {
    await w.call('scheduler', 'CreateScheduleGroup', {
      Name: w.name,
      ...(w.tags.length > 0 ? { Tags: w.tags } : {}),
    });
    return groupMade(w);
  },
  async update(w) {
    const ResourceArn = w.attributes['Arn'];
    const { add, drop } = tagChanges(w.before.tags, w.tags);
    if (add.length > 0) await w.call('scheduler', 'TagResource', { ResourceArn, Tags: add });
    if (drop.length > 0) await w.call('scheduler', 'UntagResource', { ResourceArn, TagKeys: drop });
    return true;
  },
  async remove(w) {
    await w.find('scheduler', 'DeleteScheduleGroup', { Name: w.name }, GONE);
    return (await w.find('scheduler', 'GetScheduleGroup', { Name: w.name }, GONE)) === undefined;
  },
  async read(w) {
    const found = await w.find<{ Arn: string }>('scheduler', 'GetScheduleGroup', { Name: w.name }, GONE);
    if (!found) return undefined;
    const { Tags } = await w.call<{ Tags?: Json }>('scheduler', 'ListTagsForResource', {
      ResourceArn: found.Arn,
    });
    return { properties: { Name: w.name, ...(Tags === undefined ? {} : { Tags }) }, made: groupMade(w) };
  },
};
