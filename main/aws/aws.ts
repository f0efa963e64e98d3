/**
 * The one way to AWS. Every call of the program goes through `call`, which names the service and the operation: there
 * the request is metered, timed, tried again (or not), recorded for the tests, and its failure translated.
 */
import type * as batch from './services/batch.ts';
import type * as cloudformation from './services/cloudformation.ts';
import type * as cloudwatch from './services/cloudwatch.ts';
import type * as codebuild from './services/codebuild.ts';
import type * as ec2 from './services/ec2.ts';
import type * as ecr from './services/ecr.ts';
import type * as iam from './services/iam.ts';
import type * as logs from './services/logs.ts';
import type * as pricing from './services/pricing.ts';
import type * as s3 from './services/s3.ts';
import type * as sagemaker from './services/sagemaker.ts';
import type * as scheduler from './services/scheduler.ts';
import type * as serviceQuotas from './services/service-quotas.ts';
import type * as sns from './services/sns.ts';
import type * as sts from './services/sts.ts';

/** Modules under `services/`, one per SDK client; add a service here and a file there. */
export interface ServiceModules {
  batch: typeof batch;
  cloudformation: typeof cloudformation;
  cloudwatch: typeof cloudwatch;
  codebuild: typeof codebuild;
  ec2: typeof ec2;
  ecr: typeof ecr;
  iam: typeof iam;
  logs: typeof logs;
  pricing: typeof pricing;
  s3: typeof s3;
  sagemaker: typeof sagemaker;
  scheduler: typeof scheduler;
  'service-quotas': typeof serviceQuotas;
  sns: typeof sns;
  sts: typeof sts;
}

export type ServiceName = keyof ServiceModules;

type Commands<S extends ServiceName> = {
  [K in keyof ServiceModules[S] as K extends `${infer O}Command` ? O : never]: ServiceModules[S][K];
};

/** `ListNotebookInstances`: the operations whose commands the service's file exports. */
export type OperationOf<S extends ServiceName> = keyof Commands<S> & string;

/** The input is read off the command: constructors of lists have a second form without input. */
type CommandOf<S extends ServiceName, O extends OperationOf<S>> = Commands<S>[O] extends abstract new (
  ...args: never[]
) => infer C
  ? C extends { input: infer I }
    ? { input: I; command: C }
    : never
  : never;

export type InputOf<S extends ServiceName, O extends OperationOf<S>> = CommandOf<S, O>['input'];

/** Output by the phantom type that SDK commands carry. */
export type OutputOf<S extends ServiceName, O extends OperationOf<S>> = CommandOf<S, O>['command'] extends {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer R }>;
}
  ? R
  : never;

export interface AwsCallOptions {
  signal?: AbortSignal;
  /** Why the call is made: budgets of repeats and rates are kept per service and purpose. Default `screen`. */
  purpose?: 'apply' | 'recovery' | 'facts' | 'screen' | 'background';
  region?: string;
  /** Limit of one try; default 30 s, ten minutes for the bytes of a file. */
  timeoutMs?: number;
}

/** A connected account and region. `call` throws `AppFailure` only. */
export interface Aws {
  readonly target: { accountId: string; region: string; partition: string };
  /** ARN of the caller, from GetCallerIdentity. */
  readonly callerArn: string;
  call<S extends ServiceName, O extends OperationOf<S>>(
    service: S,
    operation: O,
    input: InputOf<S, O>,
    options?: AwsCallOptions,
  ): Promise<OutputOf<S, O>>;
  /** All pages of a list, page by page; the next-token member is known per operation. */
  pages<S extends ServiceName, O extends OperationOf<S>>(
    service: S,
    operation: O,
    input: InputOf<S, O>,
    options?: AwsCallOptions,
  ): AsyncIterable<OutputOf<S, O>>;
  /** Time in the account, ms since 1970: this computer's clock plus the measured offset. */
  now(): number;
}
