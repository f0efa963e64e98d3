import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import type { Collector } from '../collector.ts';
import type { Thing } from '../thing.ts';

/** AWS bills the machine while it serves; the volume for as long as the notebook exists. */
const billedStates = new Set(['InService', 'Updating', 'InMaintenance']);

/** Notebook instances of one region: one request per 100 (ListNotebookInstances takes at most 100 a page). */
export const notebookInstances: Collector = {
  type: 'AWS::SageMaker::NotebookInstance',
  async collect(aws: Aws, options: AwsCallOptions): Promise<Thing[]> {
    const things: Thing[] = [];
    for await (const page of aws.pages('sagemaker', 'ListNotebookInstances', { MaxResults: 100 }, options)) {
      for (const summary of page.NotebookInstances ?? []) {
        const status = summary.NotebookInstanceStatus ?? 'Unknown';
        const created = summary.CreationTime ?? new Date(aws.now());
        things.push({
          type: this.type,
          name: summary.NotebookInstanceName ?? '',
          arn: summary.NotebookInstanceArn ?? '',
          region: options.region ?? aws.target.region,
          status,
          since: (summary.LastModifiedTime ?? created).toISOString(),
          createdAt: created.toISOString(),
          hourly: billedStates.has(status)
            ? [{ priceKey: `sagemaker:notebook:${summary.InstanceType ?? 'unknown'}`, quantity: 1 }]
            : [],
          // The list does not tell the size of the volume; the page of the notebook does.
          monthly: [],
          details: { instanceType: summary.InstanceType ?? 'unknown' },
        });
      }
    }
    return things;
  },
};
