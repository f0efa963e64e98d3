/** Uploads in parts. Source: S3 User Guide, "Uploading and copying objects using multipart upload". */
import type {
  AbortMultipartUploadRequest,
  CreateMultipartUploadRequest,
  UploadPartCopyRequest,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onBucket, onCopy, onObject, readCopySource } from './access.ts';
import { algorithmOf, checksumShape } from './checksums.ts';
import { complete } from './complete.ts';
import { readable, sourceConditions } from './conditions.ts';
import { refusal } from './errors.ts';
import { described, quoted } from './headers.ts';
import { parts as partKind, type Checksum, type Part, type Upload } from './kinds.ts';
import { bytesOfPieces, readRange } from './read.ts';
import { receive } from './receive.ts';
import { bucketIn, discard, tables, weigh, wholeSecond } from './store.ts';
import { listParts, listUploads } from './upload-lists.ts';
import { forget, MAX_PARTS, uploadIn } from './uploads.ts';

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
