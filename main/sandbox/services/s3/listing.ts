/** Lists of objects in pages. */
import type { ListObjectsRequest, ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onBucket } from './access.ts';
import { owner } from './buckets.ts';
import { refusal } from './errors.ts';
import { quoted } from './headers.ts';
import type { ObjectVersion } from './kinds.ts';
import { bucketIn } from './store.ts';
import { walk, type Walk } from './walk.ts';

const PAGE = 1000;

interface Listed {
  objects: Readonly<ObjectVersion>[];
  folders: string[];
  /** Last key or folder of the page when there is more. */
  next: string | undefined;
}

function list(account: SandboxAccount, wanted: Walk): Listed {
  const listed: Listed = { objects: [], folders: [], next: undefined };
  if (wanted.size === 0) return listed;
  let last = '';
  for (const step of walk(account, wanted)) {
    if (listed.objects.length + listed.folders.length >= wanted.size) return { ...listed, next: last };
    if ('folder' in step) listed.folders.push(step.folder);
    else listed.objects.push(step.object);
    last = 'folder' in step ? step.folder : step.object.key;
  }
  return listed;
}

export function pageSize(given: number | undefined): number {
  if (given !== undefined && given < 0) {
    throw refusal('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
  }
  return Math.min(given ?? PAGE, PAGE);
}

export type Encode = (text: string) => string;

/** `EncodingType=url`, for keys that XML cannot carry. */
export function encoder(encodingType: string | undefined): Encode {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url')
    throw refusal('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

function content(object: Readonly<ObjectVersion>, encode: Encode): object {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.modifiedAt),
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: object.storageClass,
    ...(object.checksum
      ? { ChecksumAlgorithm: [object.checksum.algorithm], ChecksumType: object.checksum.type }
      : {}),
  };
}

/** Members that all lists answer alike. */
export function frame(
  bucket: string,
  size: number,
  encode: Encode,
  input: { Prefix?: string | undefined; Delimiter?: string | undefined; EncodingType?: string | undefined },
): object {
  return {
    Name: bucket,
    Prefix: encode(input.Prefix ?? ''),
    MaxKeys: size,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
  };
}

const seal = (text: string): string => Buffer.from(`1/${text}`).toString('base64url');

function unseal(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('1/') || seal(text.slice(2)) !== token) {
    throw refusal('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice(2);
}

function listV2(call: Call<ListObjectsV2Request>): object {
  const { account, input } = call;
  const bucket = bucketIn(call).name;
  const encode = encoder(input.EncodingType);
  const token = input.ContinuationToken;
  const size = pageSize(input.MaxKeys);
  const { objects, folders, next } = list(account, {
    bucket,
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter ?? '',
    after: token === undefined ? (input.StartAfter ?? '') : unseal(token),
    live: true,
    size,
  });
  const ownerShape = input.FetchOwner === true ? { Owner: owner(account.id) } : {};
  return {
    ...frame(bucket, size, encode, input),
    KeyCount: objects.length + folders.length,
    IsTruncated: next !== undefined,
    Contents: objects.map((object) => ({ ...content(object, encode), ...ownerShape })),
    CommonPrefixes: folders.map((folder) => ({ Prefix: encode(folder) })),
    ...(next === undefined ? {} : { NextContinuationToken: seal(next) }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(input.StartAfter === undefined ? {} : { StartAfter: encode(input.StartAfter) }),
  };
}

function listV1(call: Call<ListObjectsRequest>): object {
  const { account, input } = call;
  const bucket = bucketIn(call).name;
  const encode = encoder(input.EncodingType);
  const size = pageSize(input.MaxKeys);
  const { objects, folders, next } = list(account, {
    bucket,
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter ?? '',
    after: input.Marker ?? '',
    live: true,
    size,
  });
  return {
    ...frame(bucket, size, encode, input),
    Marker: encode(input.Marker ?? ''),
    IsTruncated: next !== undefined,
    Contents: objects.map((object) => ({ ...content(object, encode), Owner: owner(account.id) })),
    CommonPrefixes: folders.map((folder) => ({ Prefix: encode(folder) })),
    // Only with a delimiter; without one the last key is the marker.
    ...(next === undefined || (input.Delimiter ?? '') === '' ? {} : { NextMarker: encode(next) }),
  };
}

export const listOperations: Operations = {
  ListObjectsV2: operation({ access: onBucket('ListBucket'), run: listV2 }),
  ListObjects: operation({ access: onBucket('ListBucket'), run: listV1 }),
};
