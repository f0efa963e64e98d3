/**
 * A source that is a folder in S3: a location that ends with a slash
 * (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html, `location`).
 */
import { createHash } from 'node:crypto';
import { collected } from './bytes.ts';
import type { Inside } from './inside.ts';
import type { Package } from './source.ts';

const mostText = 2 ** 20;

interface Listed {
  Contents?: { Key?: string; ETag?: string; Size?: number }[];
  NextContinuationToken?: string;
}

/** Everything below the prefix; undefined where nothing is. Refusals are thrown. */
export async function readFolder(
  within: Inside,
  { Bucket, Key: Prefix }: { Bucket: string; Key: string },
): Promise<Package | undefined> {
  const hash = createHash('sha256');
  const names = new Set<string>();
  let bytes = 0;
  let token: string | undefined;
  do {
    const page = (await within.call('s3', 'ListObjectsV2', {
      Bucket,
      Prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    })) as Listed;
    for (const { Key = '', ETag = '', Size = 0 } of page.Contents ?? []) {
      const name = Key.slice(Prefix.length);
      // An empty object that stands for the folder itself.
      if (name === '' || name.endsWith('/')) continue;
      names.add(name);
      bytes += Size;
      hash.update(`${JSON.stringify([name, ETag, Size])}\n`);
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  if (names.size === 0) return undefined;
  return {
    sha256: hash.digest('hex'),
    bytes,
    names,
    async text(name) {
      if (!names.has(name)) return undefined;
      const { Body } = await within.call('s3', 'GetObject', { Bucket, Key: `${Prefix}${name}` });
      return (await collected(Body, mostText)).toString();
    },
  };
}
