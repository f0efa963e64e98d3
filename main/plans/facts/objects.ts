import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { absent } from './absent.ts';

/** Files under a prefix of a bucket. `more`: there are others than those listed. */
export const ObjectsFact = z.strictObject({ keys: z.array(z.string()), more: z.boolean() });
export type ObjectsFact = z.infer<typeof ObjectsFact>;

/** One plan deletes so many files at most, so that it can still be read. */
export const mostObjects = 5000;

/** `subject` is `bucket/prefix`. The list stops at `mostObjects`. */
export async function readObjects(aws: Aws, subject: string, options: AwsCallOptions): Promise<ObjectsFact> {
  const [Bucket = '', Prefix = ''] = subject.split(/\/(.*)/s, 2);
  const keys: string[] = [];
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await absent(
      aws.call(
        's3',
        'ListObjectsV2',
        { Bucket, Prefix, MaxKeys: 1000, ...(token !== undefined && { ContinuationToken: token }) },
        options,
      ),
    );
    for (const object of page?.Contents ?? []) if (object.Key !== undefined) keys.push(object.Key);
    token = page?.NextContinuationToken;
    if (keys.length >= mostObjects && token !== undefined) return { keys, more: true };
  }
  return { keys, more: false };
}

/** Whether a bucket holds anything at all: one request. */
export const EmptyFact = z.strictObject({ empty: z.boolean() });
export type EmptyFact = z.infer<typeof EmptyFact>;

export async function readEmpty(aws: Aws, bucket: string, options: AwsCallOptions): Promise<EmptyFact> {
  const page = await absent(aws.call('s3', 'ListObjectsV2', { Bucket: bucket, MaxKeys: 1 }, options));
  return { empty: (page?.Contents ?? []).length === 0 };
}
