/** Things that single calls act on: how their state is read, which calls lead to which states, and what undoes what. */
import type { Aws } from '../aws/aws.ts';
import { failedWith } from '../failure.ts';
import type { LookOptions } from '../stacks/look.ts';

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
  inverse: Readonly<Record<string, { operation: string; from: readonly string[]; until: string }>>;
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

export const things: Readonly<Record<string, Thing>> = { notebook, bucket };
