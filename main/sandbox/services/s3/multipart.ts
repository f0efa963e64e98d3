/** Uploads in parts. Source: S3 User Guide, "Uploading and copying objects using multipart upload". */
import type {
  AbortMultipartUploadRequest,
  CompletedPart,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadRequest,
  ListMultipartUploadsRequest,
  ListPartsRequest,
  UploadPartCopyRequest,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onBucket, onCopy, onObject, readCopySource } from './access.ts';
import { owner } from './buckets.ts';
import {
  algorithmOf,
  CHECKSUM_MEMBERS,
  checksumShape,
  compositeChecksum,
  createDigest,
  type ChecksumInput,
} from './checksums.ts';
import { checkWriteConditions, readable, sourceConditions } from './conditions.ts';
import { refusal } from './errors.ts';
import { described, quoted, versionIdShape } from './headers.ts';
import { parts as partKind, type Checksum, type Part, type Upload } from './kinds.ts';
import { encoder } from './listing.ts';
import { bytesOfPieces, readRange } from './read.ts';
import { multipartEtag, receive } from './receive.ts';
import { addVersion, bucketIn, discard, tables, weigh, wholeSecond } from './store.ts';

const MAX_PARTS = 10_000;
const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_OBJECT_BYTES = 50 * 2 ** 40;

function uploadIn(
  call: Call<{ Bucket?: string | undefined; Key?: string | undefined; UploadId?: string | undefined }>,
): Readonly<Upload> {
  bucketIn(call);
  const { account, input } = call;
  const upload = tables.uploads(account).get(input.UploadId ?? '');
  if (upload?.bucket !== input.Bucket || upload?.key !== input.Key) {
    throw refusal('NoSuchUpload', undefined, { UploadId: input.UploadId ?? '' });
  }
  return upload as Readonly<Upload>;
}

const partsOf = (account: SandboxAccount, id: string): Readonly<Part>[] =>
  tables.parts(account).range({ prefix: `${id}/`, limit: MAX_PARTS });

function create(call: Call<CreateMultipartUploadRequest>): object {
  const { account, input, now } = call;
  const bucket = bucketIn(call);
  const algorithm = algorithmOf(input.ChecksumAlgorithm);
  const type: Checksum['type'] =
    input.ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (algorithm === 'CRC64NVME' && type === 'COMPOSITE') {
    throw refusal(
      'InvalidRequest',
      'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
    );
  }
  if (algorithm?.startsWith('SHA') && type === 'FULL_OBJECT') {
    throw refusal(
      'InvalidRequest',
      `The FULL_OBJECT checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  const upload: Upload = {
    ...described(input, bucket),
    id: account.newId(64, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._'),
    bucket: bucket.name,
    key: input.Key ?? '',
    startedAt: wholeSecond(now),
    startedBy: call.caller.arn,
    ...(algorithm ? { checksum: { algorithm, type } } : {}),
  };
  tables.uploads(account).put(upload);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    ServerSideEncryption: upload.encryption,
    ...(algorithm ? { ChecksumAlgorithm: algorithm, ChecksumType: type } : {}),
  };
}

/** Receives one part; one of the same number is replaced. */
async function storePart(call: Call<never>, upload: Readonly<Upload>, number: number): Promise<Part> {
  const { account, now } = call;
  if (number < 1 || number > MAX_PARTS) {
    throw refusal('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`, {
      ArgumentName: 'partNumber',
      ArgumentValue: String(number),
    });
  }
  const received = await receive(call, upload.checksum?.algorithm);
  if (!tables.uploads(account).get(upload.id)) {
    await account.blobs.delete(received.blob);
    throw refusal('NoSuchUpload', undefined, { UploadId: upload.id });
  }
  const part: Part = {
    uploadId: upload.id,
    number,
    etag: received.md5,
    size: received.size,
    blob: received.blob,
    modifiedAt: wholeSecond(now),
    checksum: received.checksum,
  };
  const former = tables.parts(account).get(partKind.key(part));
  if (former) discard(account, [former]);
  tables.parts(account).put(part);
  weigh(account, upload.bucket, upload.storageClass, part.size - (former?.size ?? 0));
  return part;
}

async function uploadPart(call: Call<UploadPartRequest>): Promise<object> {
  const upload = uploadIn(call);
  const part = await storePart(call as Call<never>, upload, call.input.PartNumber ?? 0);
  return {
    ETag: quoted(part.etag),
    ServerSideEncryption: upload.encryption,
    ...checksumShape(part.checksum),
  };
}

async function uploadPartCopy(call: Call<UploadPartCopyRequest>): Promise<object> {
  const { account, input } = call;
  const upload = uploadIn(call);
  const source = readable(call, readCopySource(input.CopySource));
  sourceConditions(source, input);
  const range = readRange(input.CopySourceRange, source.size);
  const body = { Body: bytesOfPieces(account, source.pieces, range) };
  const inner = { ...call, http: { headers: {} }, input: body } as unknown as Call<never>;
  const part = await storePart(inner, upload, input.PartNumber ?? 0);
  return {
    CopyPartResult: {
      ETag: quoted(part.etag),
      LastModified: new Date(part.modifiedAt),
      ...checksumShape(part.checksum),
    },
    ServerSideEncryption: upload.encryption,
  };
}

/** The stored parts that the client lists, in its order, or what is wrong with the list. */
function chosenParts(
  account: SandboxAccount,
  upload: Readonly<Upload>,
  listed: CompletedPart[],
): Readonly<Part>[] {
  if (listed.length === 0) throw refusal('MalformedXML');
  const stored = new Map(partsOf(account, upload.id).map((part) => [part.number, part]));
  const chosen: Readonly<Part>[] = [];
  for (const wanted of listed) {
    const part = stored.get(wanted.PartNumber ?? 0);
    if ((chosen.at(-1)?.number ?? 0) >= (wanted.PartNumber ?? 0)) {
      throw refusal('InvalidPartOrder', undefined, { UploadId: upload.id });
    }
    if (part?.etag !== wanted.ETag?.replaceAll('"', '') || !sameChecksum(part, wanted)) {
      throw refusal('InvalidPart', undefined, {
        UploadId: upload.id,
        PartNumber: String(wanted.PartNumber),
        ETag: wanted.ETag ?? '',
      });
    }
    if (part) chosen.push(part);
  }
  const small = chosen.slice(0, -1).find((part) => part.size < MIN_PART_BYTES);
  if (small) {
    throw refusal('EntityTooSmall', undefined, {
      ProposedSize: String(small.size),
      MinSizeAllowed: String(MIN_PART_BYTES),
      PartNumber: String(small.number),
      ETag: small.etag,
    });
  }
  return chosen;
}

function sameChecksum(part: Readonly<Part> | undefined, wanted: ChecksumInput): boolean {
  const { checksum } = part ?? {};
  if (!checksum) return true;
  const sent = wanted[CHECKSUM_MEMBERS[checksum.algorithm]];
  return sent === undefined || sent === checksum.value;
}

async function wholeChecksum(
  account: SandboxAccount,
  upload: Readonly<Upload>,
  chosen: readonly Readonly<Part>[],
): Promise<Checksum | undefined> {
  if (!upload.checksum) return undefined;
  const { algorithm, type } = upload.checksum;
  if (type === 'COMPOSITE') {
    const values = chosen.map((part) => part.checksum?.value ?? '');
    return { algorithm, type, value: await compositeChecksum(algorithm, values) };
  }
  const digest = await createDigest(algorithm);
  for await (const chunk of bytesOfPieces(account, chosen)) digest.update(chunk);
  return { algorithm, type, value: await digest.finish() };
}

function forget(account: SandboxAccount, upload: Readonly<Upload>, kept: ReadonlySet<string>): void {
  const all = partsOf(account, upload.id);
  for (const part of all) {
    tables.parts(account).delete(partKind.key(part));
    weigh(account, upload.bucket, upload.storageClass, -part.size);
  }
  discard(
    account,
    all.filter((part) => !kept.has(part.blob)),
  );
  tables.uploads(account).delete(upload.id);
}

async function complete(call: Call<CompleteMultipartUploadRequest>): Promise<object> {
  const { account, input, now } = call;
  const bucket = bucketIn(call);
  const upload = uploadIn(call);
  const chosen = chosenParts(account, upload, input.MultipartUpload?.Parts ?? []);
  const size = chosen.reduce((sum, part) => sum + part.size, 0);
  if (size > MAX_OBJECT_BYTES) throw refusal('EntityTooLarge');
  const checksum = await wholeChecksum(account, upload, chosen);
  const sent = checksum && (input as ChecksumInput)[CHECKSUM_MEMBERS[checksum.algorithm]];
  if (checksum && sent !== undefined && sent !== checksum.value) {
    throw refusal(
      'BadDigest',
      `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
    );
  }
  uploadIn(call);
  checkWriteConditions(account, bucket.name, input);
  forget(account, upload, new Set(chosen.map((part) => part.blob)));
  const { headers, metadata, tags, storageClass, encryption } = upload;
  const version = addVersion(account, {
    ...{ headers, metadata, tags, storageClass, encryption },
    bucket: bucket.name,
    key: upload.key,
    deleteMarker: false,
    modifiedAt: wholeSecond(now),
    etag: multipartEtag(chosen.map((part) => part.etag)),
    size,
    pieces: chosen.map(({ blob, size: bytes }) => ({ blob, size: bytes })),
    multipart: true,
    ...(checksum ? { checksum } : {}),
  });
  return {
    Location: `${account.endpoint ?? ''}/${bucket.name}/${encodeURIComponent(upload.key)}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: quoted(version.etag),
    ServerSideEncryption: encryption,
    ...(checksum ? { ...checksumShape(checksum), ChecksumType: checksum.type } : {}),
    ...versionIdShape(version, bucket),
  };
}

function listParts(call: Call<ListPartsRequest>): object {
  const { account, input } = call;
  const upload = uploadIn(call);
  const after = Number(input.PartNumberMarker ?? 0);
  const size = Math.min(input.MaxParts ?? 1000, 1000);
  const rest = partsOf(account, upload.id).filter((part) => part.number > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    MaxParts: size,
    IsTruncated: rest.length > size,
    ...(last && rest.length > size ? { NextPartNumberMarker: String(last.number) } : {}),
    StorageClass: upload.storageClass,
    Owner: owner(account.id),
    Initiator: { ID: upload.startedBy },
    Parts: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modifiedAt),
      ETag: quoted(part.etag),
      Size: part.size,
      ...checksumShape(part.checksum),
    })),
  };
}

function listUploads(call: Call<ListMultipartUploadsRequest>): object {
  const { account, input } = call;
  const bucket = bucketIn(call).name;
  const encode = encoder(input.EncodingType);
  const size = Math.min(input.MaxUploads ?? 1000, 1000);
  const marker = input.KeyMarker ?? '';
  const place = (upload: Readonly<Upload>): Buffer => Buffer.from(`${upload.key}\n${upload.id}`);
  const passed = Buffer.from(`${marker}\n${input.UploadIdMarker ?? '\uffff'}`);
  const all = tables
    .uploads(account)
    .list()
    .filter((upload) => upload.bucket === bucket && upload.key.startsWith(input.Prefix ?? ''))
    .filter((upload) => marker === '' || Buffer.compare(place(upload), passed) > 0)
    .sort((a, b) => Buffer.compare(place(a), place(b)));
  const page = all.slice(0, size);
  const last = page.at(-1);
  return {
    Bucket: bucket,
    KeyMarker: encode(marker),
    Prefix: encode(input.Prefix ?? ''),
    MaxUploads: size,
    IsTruncated: all.length > size,
    ...(last && all.length > size ? { NextKeyMarker: encode(last.key), NextUploadIdMarker: last.id } : {}),
    Uploads: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiated: new Date(upload.startedAt),
      StorageClass: upload.storageClass,
      Owner: owner(account.id),
      Initiator: { ID: upload.startedBy },
    })),
  };
}

export const multipartOperations: Operations = {
  CreateMultipartUpload: operation({ access: onObject('PutObject'), run: create }),
  UploadPart: operation({ access: onObject('PutObject'), run: uploadPart }),
  UploadPartCopy: operation({ access: onCopy, run: uploadPartCopy }),
  CompleteMultipartUpload: operation({ access: onObject('PutObject'), run: complete }),
  AbortMultipartUpload: operation<AbortMultipartUploadRequest, object>({
    access: onObject('AbortMultipartUpload'),
    run(call) {
      forget(call.account, uploadIn(call), new Set());
      return {};
    },
  }),
  ListParts: operation({ access: onObject('ListMultipartUploadParts'), run: listParts }),
  ListMultipartUploads: operation({ access: onBucket('ListBucketMultipartUploads'), run: listUploads }),
};
