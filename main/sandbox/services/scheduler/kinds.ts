import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Kind, SandboxAccount } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export interface ScheduleTarget {
  Arn: string;
  RoleArn: string;
  Input?: string;
  RetryPolicy: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
}

/** A schedule as it is kept. Times in ms of the account's clock. */
export interface Schedule {
  group: string;
  name: string;
  arn: string;
  description?: string;
  expression: string;
  timeZone: string;
  startDate?: number;
  endDate?: number;
  state: 'ENABLED' | 'DISABLED';
  flexible: NonNullable<CreateScheduleInput['FlexibleTimeWindow']>;
  afterCompletion: 'NONE' | 'DELETE';
  kmsKeyArn?: string;
  target: ScheduleTarget;
  clientToken: string | null;
  createdAt: number;
  modifiedAt: number;
  /** Counts changes: a timer planned for an earlier version does nothing. */
  version: number;
  /** When it runs next; null when never again. */
  nextAt: number | null;
}

export interface ScheduleGroup {
  name: string;
  arn: string;
  state: 'ACTIVE' | 'DELETING';
  tags: Tags;
  createdAt: number;
  modifiedAt: number;
}

/** One try to call the target. The error is AWS's code and text. */
export interface Attempt {
  dueAt: number;
  at: number;
  attempt: number;
  error: string | null;
}

/** What a schedule did lately, newest last. AWS shows this only as metrics; tests and the Faults page read it here. */
export interface History {
  group: string;
  name: string;
  attempts: Attempt[];
}

export const scheduleKind: Kind<Schedule> = {
  name: 'scheduler/schedule',
  scope: 'region',
  key: (s) => `${s.group}/${s.name}`,
};

export const groupKind: Kind<ScheduleGroup> = {
  name: 'scheduler/group',
  scope: 'region',
  key: (g) => g.name,
};

export const historyKind: Kind<History> = {
  name: 'scheduler/history',
  scope: 'region',
  record: true,
  key: (h) => `${h.group}/${h.name}`,
};

export function scheduleArn(account: SandboxAccount, region: string, group: string, name: string): string {
  return `arn:aws:scheduler:${region}:${account.id}:schedule/${group}/${name}`;
}

export function groupArn(account: SandboxAccount, region: string, name: string): string {
  return `arn:aws:scheduler:${region}:${account.id}:schedule-group/${name}`;
}

/** The tries of a schedule, oldest first; empty when it never ran. */
export function scheduleHistory(
  account: SandboxAccount,
  region: string,
  name: string,
  group = 'default',
): readonly Readonly<Attempt>[] {
  return account.table(historyKind, region).get(`${group}/${name}`)?.attempts ?? [];
}
