import { z } from 'zod';
import { AppFailure } from '../../failure.ts';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/**
 * Whose a bucket name is. `here`: in this account and open to us. `elsewhere`: somebody else's, or closed to us; AWS
 * gives the same answer (403) for both.
 */
export const BucketFact = z.strictObject({
  exists: z.enum(['no', 'here', 'elsewhere']),
  region: z.string().nullable(),
});
export type BucketFact = z.infer<typeof BucketFact>;

export async function readBucket(aws: Aws, name: string, options: AwsCallOptions): Promise<BucketFact> {
  try {
    const head = await aws.call(
      's3',
      'HeadBucket',
      { Bucket: name, ExpectedBucketOwner: aws.target.accountId },
      options,
    );
    return { exists: 'here', region: head.BucketRegion ?? null };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    const { code, technical } = error.error;
    // A HEAD answer has no body and so no AWS code: the status is all there is.
    const status = technical?.httpStatus;
    if (code === 'resource.notFound' || status === 404) return { exists: 'no', region: null };
    if (code.startsWith('permission.') || status === 403) return { exists: 'elsewhere', region: null };
    if (status === 301) return { exists: 'here', region: null };
    throw error;
  }
}
