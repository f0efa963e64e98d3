/** Finding the version that a call means, and the conditions (If-Match and its kin) under which it is answered. */
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { mayList } from './access.ts';
import { refusal } from './errors.ts';
import type { ObjectVersion } from './kinds.ts';
import { bucketIn, bucketOf, findVersion, latestOf } from './store.ts';

interface Named {
  Bucket?: string | undefined;
  Key?: string | undefined;
  VersionId?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/** The object of a call: NoSuchKey, or AccessDenied for a caller who may not list the bucket. */
export function versionIn(call: Call<Named>): Readonly<ObjectVersion> {
  bucketIn(call);
  return readable(call, call.input);
}

export function readable(
  call: Call<unknown>,
  { Bucket = '', Key = '', VersionId }: Named,
): Readonly<ObjectVersion> {
  const { account } = call;
  bucketOf(account, Bucket);
  if (VersionId !== undefined) {
    const found = findVersion(account, Bucket, Key, VersionId);
    if (!found) throw refusal('NoSuchVersion', undefined, { Key, VersionId });
    if (found.deleteMarker)
      throw refusal('MethodNotAllowed', undefined, { Method: 'GET', ResourceType: 'DeleteMarker' });
    return found;
  }
  const latest = latestOf(account, Bucket, Key);
  if (latest && !latest.deleteMarker) return latest;
  if (!mayList(call, Bucket)) throw refusal('AccessDenied');
  throw refusal('NoSuchKey', undefined, { Key });
}

interface ReadConditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

function names(condition: string, etag: string): boolean {
  return condition
    .split(',')
    .map((text) => text.trim().replaceAll('"', ''))
    .some((text) => text === '*' || text === etag);
}

/** Source: S3 API Reference, GetObject, "Overriding response header values" and RFC 9110, section 13.2.2. */
export function checkReadConditions(version: Readonly<ObjectVersion>, input: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  if (IfMatch !== undefined && !names(IfMatch, version.etag)) {
    throw refusal('PreconditionFailed', undefined, { Condition: 'If-Match' });
  }
  if (IfMatch === undefined && IfUnmodifiedSince && version.modifiedAt > IfUnmodifiedSince.getTime()) {
    throw refusal('PreconditionFailed', undefined, { Condition: 'If-Unmodified-Since' });
  }
  if (IfNoneMatch !== undefined && names(IfNoneMatch, version.etag)) throw refusal('NotModified');
  if (IfNoneMatch === undefined && IfModifiedSince && version.modifiedAt <= IfModifiedSince.getTime()) {
    throw refusal('NotModified');
  }
}

/** The same for the source of a copy, where all that does not hold is a failed precondition. */
export function sourceConditions(
  version: Readonly<ObjectVersion>,
  input: {
    CopySourceIfMatch?: string | undefined;
    CopySourceIfNoneMatch?: string | undefined;
    CopySourceIfModifiedSince?: Date | undefined;
    CopySourceIfUnmodifiedSince?: Date | undefined;
  },
): void {
  const { CopySourceIfMatch: match, CopySourceIfNoneMatch: noneMatch } = input;
  const { CopySourceIfModifiedSince: since, CopySourceIfUnmodifiedSince: until } = input;
  const holds =
    (match === undefined || names(match, version.etag)) &&
    (noneMatch === undefined || !names(noneMatch, version.etag)) &&
    (!since || version.modifiedAt > since.getTime()) &&
    (!until || version.modifiedAt <= until.getTime());
  if (!holds) throw refusal('PreconditionFailed');
}

/** `If-None-Match: *` makes only what is not there; `If-Match` replaces only what is as expected. */
export function checkWriteConditions(
  account: SandboxAccount,
  bucket: string,
  input: { Key?: string | undefined; IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
): void {
  const latest = latestOf(account, bucket, input.Key ?? '');
  const current = latest?.deleteMarker ? undefined : latest;
  if (input.IfNoneMatch !== undefined && current) {
    throw refusal('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  }
  if (input.IfMatch === undefined) return;
  if (!current) throw refusal('NoSuchKey', undefined, { Key: input.Key ?? '' });
  if (!names(input.IfMatch, current.etag)) {
    throw refusal('PreconditionFailed', undefined, { Condition: 'If-Match' });
  }
}
