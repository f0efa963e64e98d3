/**
 * Which permission each call needs, on what, with which condition keys.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
 */
import type { AccessNeed, Call } from '../../engine/types.ts';
import { findVersion, latestOf, tables } from './store.ts';

interface Input {
  Bucket?: string;
  Key?: string;
  VersionId?: string;
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  CopySource?: string;
  ServerSideEncryption?: string;
  StorageClass?: string;
  ACL?: string;
  Tagging?: unknown;
}

type Need = (call: Call<unknown>) => AccessNeed[];
type Context = Record<string, string>;

const bucketArn = (bucket: string | undefined): string => `arn:aws:s3:::${bucket ?? ''}`;

function policyOf(call: Call<unknown>, bucket: string | undefined): { resourcePolicy?: string | undefined } {
  return { resourcePolicy: tables.buckets(call.account).get(bucket ?? '')?.policy };
}

function present(entries: Record<string, string | number | undefined>): Context {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}

/** On the bucket itself. */
export const onBucket =
  (action: string): Need =>
  (call) => {
    const input = call.input as Input;
    return [
      {
        action: `s3:${action}`,
        resource: bucketArn(input.Bucket),
        context: present({
          's3:prefix': input.Prefix,
          's3:delimiter': input.Delimiter,
          's3:max-keys': input.MaxKeys,
        }),
        ...policyOf(call, input.Bucket),
      },
    ];
  };

/** On one object. `version` is the action's name when a version is named. */
export const onObject =
  (action: string, version?: string): Need =>
  (call) => {
    const input = call.input as Input;
    return [objectNeed(call, input, input.VersionId === undefined ? action : (version ?? action))];
  };

export function objectNeed(call: Call<unknown>, input: Input, action: string): AccessNeed {
  const { account } = call;
  const [bucket = '', key = ''] = [input.Bucket, input.Key];
  const found =
    input.VersionId === undefined
      ? latestOf(account, bucket, key)
      : findVersion(account, bucket, key, input.VersionId);
  const tags = Object.entries(found?.tags ?? {}).map(([k, v]) => [`s3:ExistingObjectTag/${k}`, v] as const);
  return {
    action: `s3:${action}`,
    resource: `${bucketArn(bucket)}/${key}`,
    context: {
      ...present({
        's3:VersionId': input.VersionId,
        's3:x-amz-server-side-encryption': input.ServerSideEncryption,
        's3:x-amz-storage-class': input.StorageClass,
        's3:x-amz-acl': input.ACL,
      }),
      ...Object.fromEntries(tags),
    },
    ...policyOf(call, bucket),
  };
}

/** Reading the source and writing the target. */
export const onCopy: Need = (call) => {
  const input = call.input as Input;
  const source = readCopySource(input.CopySource);
  return [
    objectNeed(call, source, source.VersionId === undefined ? 'GetObject' : 'GetObjectVersion'),
    objectNeed(call, input, 'PutObject'),
  ];
};

/** `bucket/key?versionId=…`, percent-encoded, with or without a leading slash. */
export function readCopySource(text: string | undefined): {
  Bucket: string;
  Key: string;
  VersionId?: string;
} {
  const [path = '', query = ''] = (text ?? '').split('?versionId=');
  const plain = decodeURIComponent(path).replace(/^\//, '');
  const slash = plain.indexOf('/');
  return {
    Bucket: plain.slice(0, slash < 0 ? undefined : slash),
    Key: slash < 0 ? '' : plain.slice(slash + 1),
    ...(query === '' ? {} : { VersionId: query }),
  };
}

/** Who may not list a bucket is not told which keys do not exist. */
export function mayList(call: Call<unknown>, bucket: string): boolean {
  return call.account.authorize({
    principal: call.caller,
    action: 's3:ListBucket',
    resource: bucketArn(bucket),
    context: {},
    ...policyOf(call, bucket),
  }).allowed;
}

export const onAllBuckets: Need = () => [{ action: 's3:ListAllMyBuckets', resource: '*' }];
