/** What the window asks about buckets and files. Uploading and deleting are plans. */
import type { Readable } from 'node:stream';
import type { Handlers } from '../../preload/contract/index.ts';
import type { Aws } from '../aws/aws.ts';
import type { Outside } from '../hosts/ports.ts';
import { openBuckets, type Buckets } from './buckets.ts';
import { previewObject, type ObjectPlace } from './preview.ts';
import type { Staging } from './staging.ts';

export interface DataParts {
  connect: () => Promise<Aws>;
  /** Names of the buckets that stacks of Millwright made. */
  ownBuckets: () => Promise<ReadonlySet<string>>;
  staging: Staging;
  outside: Outside;
  /** The list that windows look at; absent: one of its own. */
  buckets?: Buckets;
}

/** Rows of one page of a folder. */
const pageSize = 1000;

const nameOf = (key: string): string => key.split('/').filter(Boolean).at(-1) ?? key;

export function dataHandlers({
  connect,
  ownBuckets,
  staging,
  outside,
  ...more
}: DataParts): Handlers['data'] {
  const buckets = more.buckets ?? openBuckets({ connect, ownBuckets });
  const place = (bucket: string, key: string): ObjectPlace => ({
    bucket,
    key,
    region: buckets.regionOf(bucket),
  });
  const inRegion = (bucket: string): { region?: string } => {
    const region = buckets.regionOf(bucket);
    return region === undefined ? {} : { region };
  };

  return {
    buckets: (_, { signal }) => buckets.read(signal),

    async list({ bucket, prefix, continueFrom }, { signal }) {
      const aws = await connect();
      const page = await aws.call(
        's3',
        'ListObjectsV2',
        {
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: '/',
          MaxKeys: pageSize,
          ...(continueFrom === null ? {} : { ContinuationToken: continueFrom }),
        },
        { signal, ...inRegion(bucket) },
      );
      const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => ({
        key: Prefix,
        name: nameOf(Prefix),
        kind: 'folder' as const,
        bytes: 0,
        changedAt: null,
        storageClass: null,
      }));
      const files = (page.Contents ?? [])
        // The console marks a folder by an empty object of its very name.
        .filter(({ Key }) => Key !== prefix)
        .map(({ Key = '', Size = 0, LastModified, StorageClass }) => ({
          key: Key,
          name: nameOf(Key),
          kind: 'file' as const,
          bytes: Size,
          changedAt: LastModified?.toISOString() ?? null,
          storageClass: StorageClass ?? null,
        }));
      return { rows: [...folders, ...files], continueFrom: page.NextContinuationToken ?? null };
    },

    async preview({ bucket, key }, { signal }) {
      return previewObject(await connect(), place(bucket, key), signal);
    },

    async download({ bucket, key }, context) {
      const aws = await connect();
      const input = { Bucket: bucket, Key: key };
      const { ContentLength } = await aws.call('s3', 'HeadObject', input, {
        signal: context.signal,
        ...inRegion(bucket),
      });
      return outside.open({
        kind: 'download',
        name: nameOf(key),
        bytes: ContentLength,
        signal: context.signal,
        async open(signal) {
          const { Body } = await aws.call('s3', 'GetObject', input, { signal, ...inRegion(bucket) });
          return Body as Readable;
        },
      });
    },

    async stage({ files }, { windowId }) {
      const stage = await staging.reserve(files, windowId);
      const there = stage.files.flatMap(({ sha256 }, index) => (sha256 === null ? [] : [index]));
      return { stageId: stage.stageId, there };
    },
  };
}
