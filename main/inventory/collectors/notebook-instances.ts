import type { Aws, AwsCallOptions, OutputOf } from '../../aws/aws.ts';
import { failedWith } from '../../failure.ts';
import type { Collector } from '../collector.ts';
import type { Thing } from '../thing.ts';

/** AWS bills the machine while it serves; the volume for as long as the notebook exists. */
const billedStates = new Set(['InService', 'Updating', 'InMaintenance']);

const type = 'AWS::SageMaker::NotebookInstance';

type Summary = Pick<
  OutputOf<'sagemaker', 'DescribeNotebookInstance'>,
  | 'NotebookInstanceName'
  | 'NotebookInstanceArn'
  | 'NotebookInstanceStatus'
  | 'InstanceType'
  | 'CreationTime'
  | 'LastModifiedTime'
  | 'NotebookInstanceLifecycleConfigName'
>;

/** A notebook as a list or a description tells it. */
export function notebookThing(summary: Summary, region: string, now: number): Thing {
  const status = summary.NotebookInstanceStatus ?? 'Unknown';
  const created = summary.CreationTime ?? new Date(now);
  const instanceType = summary.InstanceType ?? 'unknown';
  const startScript = summary.NotebookInstanceLifecycleConfigName;
  return {
    type,
    name: summary.NotebookInstanceName ?? '',
    arn: summary.NotebookInstanceArn ?? '',
    region,
    status,
    since: (summary.LastModifiedTime ?? created).toISOString(),
    createdAt: created.toISOString(),
    hourly: billedStates.has(status) ? [{ priceKey: `sagemaker:notebook:${instanceType}`, quantity: 1 }] : [],
    // The list does not tell the size of the volume; the page of the notebook does.
    monthly: [],
    details: { instanceType, ...(startScript !== undefined && { startScript }) },
  };
}

const regionOf = (aws: Aws, options: AwsCallOptions): string => options.region ?? aws.target.region;

/** Notebook instances of one region: one request per 100 (ListNotebookInstances takes at most 100 a page). */
export const notebookInstances: Collector = {
  type,
  of: 'notebooks',
  narrows: true,
  async collect(aws, options, changedAfter) {
    const things: Thing[] = [];
    const input = { MaxResults: 100, ...(changedAfter && { LastModifiedTimeAfter: changedAfter }) };
    for await (const page of aws.pages('sagemaker', 'ListNotebookInstances', input, options))
      for (const summary of page.NotebookInstances ?? [])
        things.push(notebookThing(summary, regionOf(aws, options), aws.now()));
    return things;
  },
  async one(aws, name, options) {
    try {
      const input = { NotebookInstanceName: name };
      const description = await aws.call('sagemaker', 'DescribeNotebookInstance', input, options);
      return notebookThing(description, regionOf(aws, options), aws.now());
    } catch (error) {
      if (failedWith(error, 'resource.notFound')) return null;
      throw error;
    }
  },
};
