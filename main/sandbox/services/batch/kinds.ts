/** What Batch keeps. Times in ms of the account's clock. */
import type {
  ComputeResource,
  ContainerProperties,
  JobDependency,
  JobStateTimeLimitAction,
  RetryStrategy,
} from '@aws-sdk/client-batch';
import type { Kind, SandboxAccount, Table } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export type Status = 'CREATING' | 'UPDATING' | 'DELETING' | 'VALID' | 'INVALID';
export type State = 'ENABLED' | 'DISABLED';

interface Resource {
  name: string;
  arn: string;
  state: State;
  status: Status;
  statusReason: string;
  tags: Tags;
  /** Counts changes of state: a timer that was planned for an earlier one does nothing. */
  turn: number;
}

export interface Environment extends Resource {
  uuid: string;
  type: 'MANAGED' | 'UNMANAGED';
  serviceRole: string;
  /** As given; `desiredvCpus` is what Batch wants at this time. Absent: unmanaged. */
  resources?: ComputeResource;
  updatePolicy?: { terminateJobsOnUpdate?: boolean; jobExecutionTimeoutMinutes?: number };
}

export interface Queue extends Resource {
  priority: number;
  /** Sorted; environments by ARN. */
  order: { order: number; computeEnvironment: string }[];
  limits: JobStateTimeLimitAction[];
}

export interface Definition {
  name: string;
  revision: number;
  arn: string;
  container: ContainerProperties;
  parameters: Record<string, string>;
  retry?: RetryStrategy;
  timeoutSeconds?: number;
  propagateTags: boolean;
  schedulingPriority?: number;
  tags: Tags;
}

export interface Machine {
  id: string;
  type: string;
  zone: string;
  spot: boolean;
  /** ARN of the compute environment. */
  environment: string;
  state: 'pending' | 'running';
  launchedAt: number;
  idleSince?: number;
  /** Ids of the jobs that it runs. */
  jobs: string[];
}

export type JobStatus =
  'SUBMITTED' | 'PENDING' | 'RUNNABLE' | 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

/** What a job is to do; children of an array have their parent's. */
export interface JobSpec {
  container: ContainerProperties;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  parameters: Record<string, string>;
  retry: RetryStrategy & { attempts: number };
  timeoutSeconds?: number;
  propagateTags: boolean;
  schedulingPriority?: number;
}

export interface AttemptContainer {
  containerInstanceArn?: string;
  taskArn?: string;
  logStreamName?: string;
  exitCode?: number;
  reason?: string;
}

export interface Attempt {
  container: AttemptContainer;
  startedAt?: number;
  stoppedAt: number;
  statusReason: string;
}

export interface Job {
  id: string;
  name: string;
  arn: string;
  queue: string;
  definition: string;
  status: JobStatus;
  statusReason?: string;
  createdAt: number;
  startedAt?: number;
  stoppedAt?: number;
  spec?: JobSpec;
  parent?: string;
  index?: number;
  array?: { size: number; summary: Record<JobStatus, number>; summaryAt: number };
  dependsOn: JobDependency[];
  attempts: Attempt[];
  cancelled?: true;
  terminated?: true;
  tags: Tags;
  turn: number;
  /** Since when the status reason names what blocks it, and its code. */
  blocked?: { code: string; since: number };
  runnableAt?: number;
  /** The attempt under way. */
  now?: { machine: string; container: AttemptContainer; startedAt?: number; fate?: string };
  /** Somebody wants it cancelled; a job that waits for others is when those are over. */
  cancelReason?: string;
  /** Of the last attempt that ended. */
  last?: AttemptContainer;
}

const billedDisk = 30;

export const environmentKind: Kind<Environment> = {
  name: 'batch/compute-environment',
  scope: 'region',
  key: (e) => e.name,
};
export const queueKind: Kind<Queue> = { name: 'batch/job-queue', scope: 'region', key: (q) => q.name };
export const definitionKind: Kind<Definition> = {
  name: 'batch/job-definition',
  scope: 'region',
  key: (d) => `${d.name}:${d.revision}`,
};
/** Deregistered: still described for a while, and no new job may name it. */
export const inactiveDefinitionKind: Kind<Definition> = {
  name: 'batch/inactive-job-definition',
  scope: 'region',
  record: true,
  key: (d) => definitionKind.key(d),
};
/** Machine, its disk, and its public address are billed from the launch on, until it is ended. */
export const machineKind: Kind<Machine> = {
  name: 'ec2/instance',
  scope: 'region',
  key: (m) => m.id,
  billed: (m) => [
    { priceKey: `ec2:${m.spot ? 'spot' : 'on-demand'}:${m.type}`, quantity: 1, unit: 'hour' },
    { priceKey: 'ec2:volume:gp3', quantity: billedDisk, unit: 'gb-month' },
    { priceKey: 'ec2:public-ipv4', quantity: 1, unit: 'hour' },
  ],
};
/** Jobs that are not over. A job that ends leaves this table for the next. */
export const jobKind: Kind<Job> = { name: 'batch/job', scope: 'region', key: (j) => j.id };
/** A record, and not a thing that somebody must remove. */
export const endedJobKind: Kind<Job> = {
  name: 'batch/ended-job',
  scope: 'region',
  record: true,
  key: (j) => j.id,
};

const tableOf =
  <R>(kind: Kind<R>) =>
  (account: SandboxAccount, region: string): Table<R> =>
    account.table(kind, region);

export const environments = tableOf(environmentKind);
export const queues = tableOf(queueKind);
export const definitions = tableOf(definitionKind);
export const inactiveDefinitions = tableOf(inactiveDefinitionKind);
export const machines = tableOf(machineKind);
export const jobs = tableOf(jobKind);
export const endedJobs = tableOf(endedJobKind);
