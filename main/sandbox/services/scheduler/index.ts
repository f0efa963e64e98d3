/* eslint-disable security/detect-unsafe-regex -- AWS's own patterns, which its messages show; none is ambiguous, so all are linear */
import type { Constraint, ServiceModule } from '../../engine/types.ts';
import { groupOperations, groupTimers } from './groups.ts';
import { runTimers } from './run.ts';
import { scheduleOperations } from './schedules.ts';

export { scheduleHistory } from './kinds.ts';

// From the API model of EventBridge Scheduler (botocore 1.43.11, scheduler/2021-06-30).
const name: Constraint = { pattern: /^[0-9a-zA-Z-_.]+$/, min: 1, max: 64 };
const pageSize: Constraint = { min: 1, max: 100 };
const named = { Name: name, GroupName: name };
const state: Constraint = { enum: ['ENABLED', 'DISABLED'] };
const body = {
  ...named,
  ScheduleExpression: { min: 1, max: 256 },
  ScheduleExpressionTimezone: { min: 1, max: 50 },
  Description: { max: 512 },
  State: state,
  ActionAfterCompletion: { enum: ['NONE', 'DELETE'] },
  'FlexibleTimeWindow.Mode': { enum: ['OFF', 'FLEXIBLE'] },
  'FlexibleTimeWindow.MaximumWindowInMinutes': { min: 1, max: 1440 },
  ClientToken: { pattern: /^[a-zA-Z0-9-_]+$/, min: 1, max: 64 },
  'Target.Arn': { min: 1, max: 1600 },
  'Target.RoleArn': { pattern: /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/, min: 1, max: 1600 },
  'Target.Input': { min: 1 },
  'Target.RetryPolicy.MaximumEventAgeInSeconds': { min: 60, max: 86_400 },
  'Target.RetryPolicy.MaximumRetryAttempts': { min: 0, max: 185 },
} satisfies Record<string, Constraint>;

export const scheduler: ServiceModule = {
  signingName: 'scheduler',
  iamPrefix: 'scheduler',
  title: 'EventBridge Scheduler',
  sdk: () => import('@aws-sdk/client-scheduler'),
  operations: { ...scheduleOperations, ...groupOperations },
  constraints: {
    CreateSchedule: body,
    UpdateSchedule: body,
    GetSchedule: named,
    DeleteSchedule: named,
    ListSchedules: { GroupName: name, NamePrefix: name, State: state, MaxResults: pageSize },
    CreateScheduleGroup: { Name: name, Tags: { max: 200 } },
    GetScheduleGroup: { Name: name },
    DeleteScheduleGroup: { Name: name },
    ListScheduleGroups: { NamePrefix: name, MaxResults: pageSize },
  },
  timers: { ...runTimers, ...groupTimers },
  notModelled: [
    'Templated targets other than SNS topics; universal targets call what the sandbox models.',
    'A flexible window: the target is called at its beginning.',
    'Dead-letter queues.',
    'Retries come after 1, 2, 4, … minutes, and only for errors that may pass (throttling, 5xx).',
  ],
};
