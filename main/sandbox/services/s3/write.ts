/** Putting, copying, deleting and tagging objects. */
import type {
  CopyObjectRequest,
  DeleteObjectRequest,
  DeleteObjectsRequest,
  DeleteObjectTaggingRequest,
  GetObjectTaggingRequest,
  PutObjectRequest,
  PutObjectTaggingRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList } from '../shared/tags.ts';
import { objectNeed, onCopy, onObject, readCopySource } from './access.ts';
import { algorithmOf, checksumShape } from './checksums.ts';
import { checkWriteConditions, readable, sourceConditions, versionIn } from './conditions.ts';
import { refusal } from './errors.ts';
import { checkedTags, described, quoted, versionIdShape } from './headers.ts';
import type { ObjectVersion } from './kinds.ts';
import { receive } from './receive.ts';
import { bytesOfPieces } from './read.ts';
import {
  addVersion,
  bucketIn,
  bucketOf,
  findVersion,
  latestOf,
  removeVersion,
  tables,
  wholeSecond,
} from './store.ts';

async function putObject(call: Call<PutObjectRequest>): Promise<object> {
  const { account, input, now } = call;
  const bucket = bucketIn(call);
  const about = described(input, bucket);
  checkWriteConditions(account, bucket.name, input);
  const received = await receive(call);
  try {
    // The body may have taken long: bucket and conditions are looked at again.
    bucketIn(call);
    checkWriteConditions(account, bucket.name, input);
  } catch (error) {
    await account.blobs.delete(received.blob);
    throw error;
  }
  const version = addVersion(account, {
    ...about,
    bucket: bucket.name,
    key: input.Key ?? '',
    deleteMarker: false,
    modifiedAt: wholeSecond(now),
    etag: received.md5,
    size: received.size,
    pieces: [{ blob: received.blob, size: received.size }],
    multipart: false,
    checksum: { ...received.checksum, type: 'FULL_OBJECT' },
  });
  return {
    ETag: quoted(version.etag),
    ServerSideEncryption: version.encryption,
    ChecksumType: 'FULL_OBJECT',
    ...checksumShape(version.checksum),
    ...versionIdShape(version, bucket),
  };
}

async function copyObject(call: Call<CopyObjectRequest>): Promise<object> {
  const { account, input, now } = call;
  const bucket = bucketIn(call);
  const from = readCopySource(input.CopySource);
  const source = readable(call, from);
  sourceConditions(source, input);
  const replace = input.MetadataDirective === 'REPLACE';
  const about = described(input, bucket);
  if (source.bucket === bucket.name && source.key === input.Key && from.VersionId === undefined) {
    const changes = replace || input.StorageClass !== undefined || input.ServerSideEncryption !== undefined;
    if (!changes) {
      throw refusal(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
  }
  const algorithm =
    algorithmOf(input.ChecksumAlgorithm) ??
    (source.checksum?.type === 'FULL_OBJECT' ? source.checksum.algorithm : 'CRC64NVME');
  const inner = { ...call, http: { headers: {} }, input: { Body: bytesOfPieces(account, source.pieces) } };
  const received = await receive(inner, algorithm);
  const version = addVersion(account, {
    ...about,
    headers: replace ? about.headers : source.headers,
    metadata: replace ? about.metadata : source.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? about.tags : source.tags,
    bucket: bucket.name,
    key: input.Key ?? '',
    deleteMarker: false,
    modifiedAt: wholeSecond(now),
    etag: received.md5,
    size: received.size,
    pieces: [{ blob: received.blob, size: received.size }],
    multipart: false,
    checksum: { ...received.checksum, type: 'FULL_OBJECT' },
  });
  return {
    CopyObjectResult: {
      ETag: quoted(version.etag),
      LastModified: new Date(version.modifiedAt),
      ChecksumType: 'FULL_OBJECT',
      ...checksumShape(version.checksum),
    },
    ServerSideEncryption: version.encryption,
    ...(bucketOf(account, source.bucket).versioning === 'never'
      ? {}
      : { CopySourceVersionId: source.versionId }),
    ...versionIdShape(version, bucket),
  };
}

interface Deleted {
  DeleteMarker?: boolean;
  VersionId?: string;
}

/** Deletes one version for good, or the object as the bucket's versioning says. A key that is not there is no error. */
function deleteOne(
  call: Call<unknown>,
  bucketName: string,
  key: string,
  versionId: string | undefined,
): Deleted {
  const { account, now } = call;
  const bucket = bucketOf(account, bucketName);
  if (versionId !== undefined) {
    const found = findVersion(account, bucketName, key, versionId);
    if (found) removeVersion(account, found);
    return { VersionId: versionId, ...(found?.deleteMarker ? { DeleteMarker: true } : {}) };
  }
  if (bucket.versioning === 'never') {
    const latest = latestOf(account, bucketName, key);
    if (latest) removeVersion(account, latest);
    return {};
  }
  const marker = addVersion(account, {
    bucket: bucketName,
    key,
    deleteMarker: true,
    modifiedAt: wholeSecond(now),
    etag: '',
    size: 0,
    pieces: [],
    multipart: false,
    storageClass: 'STANDARD',
    encryption: '',
    headers: {},
    metadata: {},
    tags: {},
  });
  return { DeleteMarker: true, VersionId: marker.versionId };
}

const MAX_DELETES = 1000;

/** Each key is judged for itself; a refusal is an entry of `Errors`, not of the whole call. */
function deleteObjects(call: Call<DeleteObjectsRequest>): object {
  const { input } = call;
  const bucket = bucketIn(call);
  const wanted = input.Delete?.Objects ?? [];
  if (wanted.length === 0 || wanted.length > MAX_DELETES) throw refusal('MalformedXML');
  const deleted: object[] = [];
  const errors: object[] = [];
  for (const { Key = '', VersionId } of wanted) {
    const need = objectNeed(
      call,
      { Bucket: bucket.name, Key, ...(VersionId === undefined ? {} : { VersionId }) },
      VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion',
    );
    const answer = call.account.authorize({
      principal: call.caller,
      action: need.action ?? '',
      resource: String(need.resource),
      context: need.context ?? {},
      resourcePolicy: need.resourcePolicy,
    });
    if (!answer.allowed) {
      errors.push({ Key, VersionId, Code: 'AccessDenied', Message: 'Access Denied' });
      continue;
    }
    const { DeleteMarker, VersionId: id } = deleteOne(call, bucket.name, Key, VersionId);
    deleted.push({
      Key,
      ...(VersionId === undefined ? {} : { VersionId }),
      ...(DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: id } : {}),
    });
  }
  return { ...(input.Delete?.Quiet === true ? {} : { Deleted: deleted }), Errors: errors };
}

function retag(call: Call<GetObjectTaggingRequest>, tags: ObjectVersion['tags']): object {
  const { account } = call;
  const version = { ...versionIn(call), tags };
  const latest = latestOf(account, version.bucket, version.key);
  const table = latest?.versionId === version.versionId ? tables.objects(account) : tables.older(account);
  table.put(version);
  return versionIdShape(version, bucketIn(call));
}

export const writeOperations: Operations = {
  PutObject: operation({ access: onObject('PutObject'), run: putObject }),
  CopyObject: operation({ access: onCopy, run: copyObject }),
  DeleteObject: operation<DeleteObjectRequest, object>({
    access: onObject('DeleteObject', 'DeleteObjectVersion'),
    run(call) {
      const bucket = bucketIn(call);
      return deleteOne(call, bucket.name, call.input.Key ?? '', call.input.VersionId);
    },
  }),
  DeleteObjects: operation({ access: () => [], run: deleteObjects }),
  PutObjectTagging: operation<PutObjectTaggingRequest, object>({
    access: onObject('PutObjectTagging', 'PutObjectVersionTagging'),
    run: (call) => retag(call, checkedTags(call.input.Tagging?.TagSet ?? [])),
  }),
  GetObjectTagging: operation<GetObjectTaggingRequest, object>({
    access: onObject('GetObjectTagging', 'GetObjectVersionTagging'),
    run(call) {
      const version = versionIn(call);
      return { TagSet: tagList(version.tags), ...versionIdShape(version, bucketIn(call)) };
    },
  }),
  DeleteObjectTagging: operation<DeleteObjectTaggingRequest, object>({
    access: onObject('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
    run: (call) => retag(call, {}),
  }),
};
