/** Images of the account's own registry in this region, newest first. A large registry is not read to its end. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

export const EcrImage = z.strictObject({
  /** Registry address with the newest of its tags. */
  address: z.string(),
  /** `repository:tag`. */
  name: z.string(),
  pushedAt: z.string(),
  bytes: z.number(),
});
export type EcrImage = z.infer<typeof EcrImage>;
export const EcrImagesFact = z.strictObject({
  images: z.array(EcrImage),
  /** There are others than those listed. */
  more: z.boolean(),
});
export type EcrImagesFact = z.infer<typeof EcrImagesFact>;

/** One request each; those made last. */
const mostRepositories = 20;
export const mostImages = 30;

export async function readEcrImages(aws: Aws, options: AwsCallOptions): Promise<EcrImagesFact> {
  const first = await aws.call('ecr', 'DescribeRepositories', { maxResults: 1000 }, options);
  const repositories = [...(first.repositories ?? [])].sort(
    (a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0),
  );
  const found: EcrImage[] = [];
  let more = first.nextToken !== undefined || repositories.length > mostRepositories;
  for (const { repositoryName, repositoryUri } of repositories.slice(0, mostRepositories)) {
    const page = await aws.call(
      'ecr',
      'DescribeImages',
      { repositoryName, maxResults: 1000, filter: { tagStatus: 'TAGGED' } },
      options,
    );
    more ||= page.nextToken !== undefined;
    for (const { imageTags, imagePushedAt, imageSizeInBytes = 0 } of page.imageDetails ?? []) {
      const tag = imageTags?.at(-1);
      if (tag === undefined || repositoryName === undefined || repositoryUri === undefined) continue;
      found.push({
        address: `${repositoryUri}:${tag}`,
        name: `${repositoryName}:${tag}`,
        pushedAt: (imagePushedAt ?? new Date(0)).toISOString(),
        bytes: imageSizeInBytes,
      });
    }
  }
  found.sort((a, b) =>
    a.pushedAt === b.pushedAt ? (a.name < b.name ? -1 : 1) : a.pushedAt < b.pushedAt ? 1 : -1,
  );
  return { images: found.slice(0, mostImages), more: more || found.length > mostImages };
}
