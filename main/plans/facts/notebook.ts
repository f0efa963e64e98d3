import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { absent } from './absent.ts';

/** A notebook instance as a plan needs to know it. */
export const NotebookFact = z.strictObject({
  status: z.string(),
  arn: z.string(),
  instanceType: z.string(),
  volumeGb: z.number(),
  /** Plan that made it; null: not made by Millwright. */
  planId: z.string().nullable(),
  bucket: z.string().nullable(),
});
export type NotebookFact = z.infer<typeof NotebookFact>;

export async function readNotebook(
  aws: Aws,
  name: string,
  options: AwsCallOptions,
): Promise<NotebookFact | null> {
  const found = await absent(
    aws.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName: name }, options),
  );
  if (found === undefined) return null;
  const arn = found.NotebookInstanceArn ?? '';
  const { Tags } = await aws.call('sagemaker', 'ListTags', { ResourceArn: arn, MaxResults: 100 }, options);
  const tag = (key: string) => Tags?.find((t) => t.Key === key)?.Value ?? null;
  return {
    status: found.NotebookInstanceStatus ?? 'Unknown',
    arn,
    instanceType: found.InstanceType ?? 'unknown',
    volumeGb: found.VolumeSizeInGB ?? 5,
    planId: tag('millwright:plan'),
    bucket: tag('millwright:bucket'),
  };
}
