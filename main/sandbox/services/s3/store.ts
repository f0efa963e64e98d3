/** Buckets and objects in their tables, with the bytes that they weigh. */
import type { Call, SandboxAccount, Table } from '../../engine/types.ts';
import { refusal } from './errors.ts';
import * as kinds from './kinds.ts';

const GLOBAL = 'aws-global';
/** Seconds for which bytes stay readable after their object has gone: answers under way read them to the end. */
const GRACE = 60;
export const DELETE_BLOBS = 's3/delete-blobs';

export const tables = {
  buckets: (account: SandboxAccount): Table<kinds.Bucket> => account.table(kinds.buckets, GLOBAL),
  objects: (account: SandboxAccount): Table<kinds.ObjectVersion> => account.table(kinds.objects, GLOBAL),
  older: (account: SandboxAccount): Table<kinds.ObjectVersion> => account.table(kinds.olderVersions, GLOBAL),
  uploads: (account: SandboxAccount): Table<kinds.Upload> => account.table(kinds.uploads, GLOBAL),
  parts: (account: SandboxAccount): Table<kinds.Part> => account.table(kinds.parts, GLOBAL),
};

export interface BucketInput {
  Bucket?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/** The bucket of a call, or NoSuchBucket. */
export function bucketIn(call: Pick<Call<BucketInput>, 'account' | 'input'>): Readonly<kinds.Bucket> {
  const { account, input } = call;
  const bucket = bucketOf(account, input.Bucket);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== account.id) {
    throw refusal('AccessDenied');
  }
  return bucket;
}

export function bucketOf(account: SandboxAccount, name: string | undefined): Readonly<kinds.Bucket> {
  const bucket = tables.buckets(account).get(name ?? '');
  if (!bucket) throw refusal('NoSuchBucket', undefined, { BucketName: name ?? '' });
  return bucket;
}

/** Adds bytes to what a bucket holds, or takes them off. */
export function weigh(account: SandboxAccount, name: string, storageClass: string, bytes: number): void {
  const bucket = tables.buckets(account).get(name);
  if (!bucket || bytes === 0) return;
  const total = (bucket.stored[storageClass] ?? 0) + bytes;
  tables.buckets(account).put({ ...bucket, stored: { ...bucket.stored, [storageClass]: total } });
}

/** Plans the end of bytes that no object has any more; kept over a crash, done after the answer is safe. */
export function discard(account: SandboxAccount, pieces: readonly kinds.Piece[]): void {
  if (pieces.length > 0) {
    account.after(GRACE, DELETE_BLOBS, 'us-east-1', { blobs: pieces.map((piece) => piece.blob) });
  }
}

export async function deleteBlobs(account: SandboxAccount, data: { blobs: string[] }): Promise<void> {
  for (const blob of data.blobs) await account.blobs.delete(blob);
}

export const objectId = (bucket: string, key: string): string => `${bucket}/${key}`;

/** The latest version, delete marker or not. */
export function latestOf(
  account: SandboxAccount,
  bucket: string,
  key: string,
): Readonly<kinds.ObjectVersion> | undefined {
  return tables.objects(account).get(objectId(bucket, key));
}

/** Older versions of one key, newest first. */
export function olderOf(
  account: SandboxAccount,
  bucket: string,
  key: string,
): Readonly<kinds.ObjectVersion>[] {
  return tables
    .older(account)
    .range({ prefix: `${objectId(bucket, key)}${kinds.SEPARATOR}`, limit: 100_000 })
    .filter((version) => version.key === key);
}

function erase(account: SandboxAccount, version: Readonly<kinds.ObjectVersion>): void {
  weigh(account, version.bucket, version.storageClass, -version.size);
  discard(account, version.pieces);
}

function versionIdFor(account: SandboxAccount, bucket: Readonly<kinds.Bucket>): string {
  return bucket.versioning === 'Enabled' ? account.newId(32, VERSION_ALPHABET) : 'null';
}

const VERSION_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** Makes a version the latest of its key: the former one is replaced or kept, as the bucket's versioning says. */
export function addVersion(
  account: SandboxAccount,
  made: Omit<kinds.ObjectVersion, 'versionId' | 'order'>,
): kinds.ObjectVersion {
  const bucket = bucketOf(account, made.bucket);
  const former = latestOf(account, made.bucket, made.key);
  const version = {
    ...made,
    versionId: versionIdFor(account, bucket),
    order: (former?.order ?? 0) + 1,
  };
  if (former && bucket.versioning === 'never') erase(account, former);
  if (former && bucket.versioning !== 'never') {
    const replaced = version.versionId === 'null' && former.versionId === 'null';
    if (replaced) erase(account, former);
    else tables.older(account).put({ ...former });
    if (!replaced && version.versionId === 'null') {
      for (const old of olderOf(account, made.bucket, made.key)) {
        if (old.versionId === 'null') removeOlder(account, old);
      }
    }
  }
  tables.objects(account).put(version);
  weigh(account, made.bucket, made.storageClass, made.size);
  return version;
}

function removeOlder(account: SandboxAccount, version: Readonly<kinds.ObjectVersion>): void {
  tables.older(account).delete(kinds.olderVersions.key(version));
  erase(account, version);
}

/** Removes one version for good; the next older one becomes the latest. */
export function removeVersion(account: SandboxAccount, version: Readonly<kinds.ObjectVersion>): void {
  const latest = latestOf(account, version.bucket, version.key);
  if (latest?.versionId !== version.versionId) {
    removeOlder(account, version);
    return;
  }
  const [next] = olderOf(account, version.bucket, version.key);
  erase(account, version);
  if (next) {
    tables.older(account).delete(kinds.olderVersions.key(next));
    tables.objects(account).put({ ...next });
  } else {
    tables.objects(account).delete(objectId(version.bucket, version.key));
  }
}

export function findVersion(
  account: SandboxAccount,
  bucket: string,
  key: string,
  versionId: string,
): Readonly<kinds.ObjectVersion> | undefined {
  const latest = latestOf(account, bucket, key);
  if (latest?.versionId === versionId) return latest;
  return olderOf(account, bucket, key).find((version) => version.versionId === versionId);
}

export const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;
