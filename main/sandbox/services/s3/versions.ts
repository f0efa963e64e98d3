/** Every version of every key, delete markers included; newest first within a key. */
import type { ListObjectVersionsRequest } from '@aws-sdk/client-s3';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onBucket } from './access.ts';
import { owner } from './buckets.ts';
import { quoted } from './headers.ts';
import type { ObjectVersion } from './kinds.ts';
import { encoder, frame, pageSize, type Encode } from './listing.ts';
import { bucketIn, olderOf } from './store.ts';
import { walk, type Walk } from './walk.ts';

interface Entry {
  version: Readonly<ObjectVersion>;
  latest: boolean;
}

/** `resume`: the version after which the first key goes on. */
function* entries(
  account: SandboxAccount,
  wanted: Walk,
  resume: string | undefined,
): Generator<Entry | { folder: string }> {
  let skip = resume;
  for (const step of walk(account, wanted)) {
    if ('folder' in step) {
      yield step;
      continue;
    }
    const all = [step.object, ...olderOf(account, wanted.bucket, step.object.key)];
    const first = skip === undefined ? 0 : all.findIndex((v) => v.versionId === skip) + 1;
    skip = undefined;
    for (const version of all.slice(first)) yield { version, latest: version === step.object };
  }
}

function shape(account: SandboxAccount, { version, latest }: Entry, encode: Encode): object {
  return {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: latest,
    LastModified: new Date(version.modifiedAt),
    Owner: owner(account.id),
    ...(version.deleteMarker
      ? {}
      : { ETag: quoted(version.etag), Size: version.size, StorageClass: version.storageClass }),
  };
}

function listVersions(call: Call<ListObjectVersionsRequest>): object {
  const { account, input } = call;
  const bucket = bucketIn(call).name;
  const encode = encoder(input.EncodingType);
  const size = pageSize(input.MaxKeys);
  const versions: Entry[] = [];
  const folders: string[] = [];
  let next: { NextKeyMarker: string; NextVersionIdMarker?: string } | undefined;
  let truncated = false;
  const wanted: Walk = {
    bucket,
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter ?? '',
    after: input.KeyMarker ?? '',
    ...(input.VersionIdMarker === undefined ? {} : { from: input.KeyMarker ?? '' }),
    live: false,
    size,
  };
  for (const entry of size === 0 ? [] : entries(account, wanted, input.VersionIdMarker)) {
    if (versions.length + folders.length >= size) {
      truncated = true;
      break;
    }
    if ('folder' in entry) {
      folders.push(entry.folder);
      next = { NextKeyMarker: encode(entry.folder) };
    } else {
      versions.push(entry);
      const { key, versionId } = entry.version;
      next = { NextKeyMarker: encode(key), NextVersionIdMarker: versionId };
    }
  }
  const marked = (markers: boolean): object[] =>
    versions
      .filter(({ version }) => version.deleteMarker === markers)
      .map((entry) => shape(account, entry, encode));
  return {
    ...frame(bucket, size, encode, input),
    KeyMarker: encode(input.KeyMarker ?? ''),
    IsTruncated: truncated,
    Versions: marked(false),
    DeleteMarkers: marked(true),
    CommonPrefixes: folders.map((folder) => ({ Prefix: encode(folder) })),
    ...(truncated ? next : {}),
  };
}

export const versionOperations: Operations = {
  ListObjectVersions: operation({ access: onBucket('ListBucketVersions'), run: listVersions }),
};
