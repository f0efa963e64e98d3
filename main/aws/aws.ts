/**
 * The one way to AWS. Every call of the program goes through `call`, which names the service and the operation: there
 * the request is metered, timed, tried again (or not), recorded for the tests, and its failure translated.
 */
import type * as sagemaker from './services/sagemaker.ts';

/** Modules under `services/`, one per SDK client; add a service here and a file there. */
export interface ServiceModules {
  sagemaker: typeof sagemaker;
}

export type ServiceName = keyof ServiceModules;

type Commands<S extends ServiceName> = {
  [K in keyof ServiceModules[S] as K extends `${infer O}Command` ? O : never]: ServiceModules[S][K];
};

/** `ListNotebookInstances`: the operations whose commands the service's file exports. */
export type OperationOf<S extends ServiceName> = keyof Commands<S> & string;

type CommandOf<S extends ServiceName, O extends OperationOf<S>> = Commands<S>[O] extends new (
  input: infer I,
) => infer C
  ? { input: I; command: C }
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
