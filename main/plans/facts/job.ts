import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/** A job of Batch as a plan needs to know it; null: AWS does not know it any more. */
export const JobFact = z.strictObject({
  name: z.string(),
  status: z.string(),
  /** Plan that submitted it; null: not submitted by Millwright. */
  planId: z.string().nullable(),
  /** So many parts; null: it is no array job. */
  parts: z.number().nullable(),
});
export type JobFact = z.infer<typeof JobFact>;

export async function readJob(aws: Aws, id: string, options: AwsCallOptions): Promise<JobFact | null> {
  const { jobs: [job] = [] } = await aws.call('batch', 'DescribeJobs', { jobs: [id] }, options);
  if (job === undefined) return null;
  return {
    name: job.jobName ?? id,
    status: job.status ?? 'UNKNOWN',
    planId: job.tags?.['millwright:plan'] ?? null,
    parts: job.arrayProperties?.size ?? null,
  };
}
