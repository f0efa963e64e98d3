/** Things that single calls act on: how their state is read, which calls lead to which states, and what undoes what. */
import type { Message, MessageValue } from '../../preload/contract/message.ts';
import type { Aws } from '../aws/aws.ts';
import { type AppFailure, failedWith } from '../failure.ts';
import type { LookOptions } from '../stacks/look.ts';
import { build } from './build-thing.ts';
import { job } from './job-thing.ts';
import { quota } from './quota-thing.ts';

export interface Thing {
  kind: string;
  /** Input of the describing call for a name. */
  named(name: string): Record<string, string>;
  /** The state as AWS names it; `absent`: it does not exist. */
  state(aws: Aws, input: object, options: LookOptions): Promise<string>;
  reason(aws: Aws, input: object, options: LookOptions): Promise<string | undefined>;
  /** States from which nothing good comes by waiting. */
  failed: readonly string[];
  /** By `service:operation`, the states that show that the call was carried out. */
  reachedBy: Readonly<Record<string, readonly string[]>>;
  /** By `service:operation`, the call that takes it back, the states from which it can be made, and where it leads. */
  inverse: Readonly<Record<string, Inverse>>;
  /** By `service:operation`, calls that AWS would carry out twice, and that are never made again by themselves. */
  onlyOnce?: Readonly<Record<string, OnlyOnce>>;
  /** By a state that is waited for, others that are as good. */
  same?: Readonly<Record<string, readonly string[]>>;
  /** What AWS calls the thing that a call made, from the call's answer; empty: it does not say. */
  made?(answer: object): string;
  /** How far it is, in words, while it is waited for. */
  progress?(aws: Aws, input: object, options: LookOptions): Promise<Message | undefined>;
  /** Why it failed, in words of its own; left out: AWS's reason. */
  failure?(aws: Aws, input: object, options: LookOptions): Promise<AppFailure>;
}

export interface Inverse {
  operation: string;
  from: readonly string[];
  until: string;
  /** Input of the call that takes it back; left out: the same. */
  input?(aws: Aws, input: object, options: LookOptions): Promise<Record<string, string>>;
}

export interface OnlyOnce {
  /** ms in which lists and descriptions show what was made; what is not seen by then may be there all the same. */
  seenWithin: number;
  /** Whether an answer names what was made: any other says nothing. */
  answered(output: unknown): boolean;
  /** Values for the words of what was not seen. */
  unseen(input: object): Record<string, MessageValue>;
}

async function describeNotebook(aws: Aws, input: object, options: LookOptions) {
  const name: unknown = Reflect.get(input, 'NotebookInstanceName');
  try {
    return await aws.call(
      'sagemaker',
      'DescribeNotebookInstance',
      { NotebookInstanceName: String(name) },
      options,
    );
  } catch (error) {
    if (failedWith(error, 'resource.notFound')) return undefined;
    throw error;
  }
}

const notebook: Thing = {
  kind: 'notebook',
  named: (name) => ({ NotebookInstanceName: name }),
  state: async (aws, input, options) =>
    (await describeNotebook(aws, input, options))?.NotebookInstanceStatus ?? 'absent',
  reason: async (aws, input, options) => (await describeNotebook(aws, input, options))?.FailureReason,
  failed: ['Failed', 'absent'],
  reachedBy: {
    'sagemaker:StartNotebookInstance': ['Pending', 'InService'],
    'sagemaker:StopNotebookInstance': ['Stopping', 'Stopped'],
    'sagemaker:DeleteNotebookInstance': ['Deleting', 'absent'],
  },
  inverse: {
    'sagemaker:StartNotebookInstance': {
      operation: 'StopNotebookInstance',
      from: ['InService'],
      until: 'Stopped',
    },
  },
};

const bucket: Thing = {
  kind: 'bucket',
  named: (name) => ({ Bucket: name }),
  async state(aws, input, options) {
    try {
      await aws.call('s3', 'HeadBucket', { Bucket: String(Reflect.get(input, 'Bucket')) }, options);
      return 'exists';
    } catch (error) {
      if (failedWith(error, 'resource.notFound')) return 'absent';
      throw error;
    }
  },
  reason: () => Promise.resolve(undefined),
  failed: [],
  reachedBy: { 's3:DeleteBucket': ['absent'] },
  inverse: {},
};

export const things: Readonly<Record<string, Thing>> = { notebook, bucket, job, build, quota };
