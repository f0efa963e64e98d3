/** What a folder in S3 holds that an image is built from: whether there is a Dockerfile, and a list of packages. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { absent } from './absent.ts';

export const ImageSourceFact = z.strictObject({
  /** Nothing lies there. */
  empty: z.boolean(),
  dockerfile: z.boolean(),
  requirements: z.boolean(),
});
export type ImageSourceFact = z.infer<typeof ImageSourceFact>;

/** `subject` is `bucket/folder/`. Three requests. */
export async function readImageSource(
  aws: Aws,
  subject: string,
  options: AwsCallOptions,
): Promise<ImageSourceFact> {
  const [Bucket = '', Prefix = ''] = subject.split(/\/(.*)/s, 2);
  const has = async (prefix: string, is: (key: string) => boolean) => {
    const page = await absent(
      aws.call('s3', 'ListObjectsV2', { Bucket, Prefix: prefix, MaxKeys: 2 }, options),
    );
    return (page?.Contents ?? []).some(({ Key = '' }) => is(Key));
  };
  const file = (name: string) => has(`${Prefix}${name}`, (key) => key === `${Prefix}${name}`);
  const [any, dockerfile, requirements] = await Promise.all([
    has(Prefix, (key) => key !== Prefix),
    file('Dockerfile'),
    file('requirements.txt'),
  ]);
  return { empty: !any, dockerfile, requirements };
}
