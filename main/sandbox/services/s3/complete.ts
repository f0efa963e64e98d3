/** Making one object of the parts. Source: S3 API Reference, CompleteMultipartUpload. */
import type { CompletedPart, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import {
  CHECKSUM_MEMBERS,
  checksumShape,
  compositeChecksum,
  createDigest,
  type ChecksumInput,
} from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { refusal } from './errors.ts';
import { quoted, versionIdShape } from './headers.ts';
import type { Checksum, Part, Upload } from './kinds.ts';
import { bytesOfPieces } from './read.ts';
import { multipartEtag } from './receive.ts';
import { addVersion, bucketIn, wholeSecond } from './store.ts';
import { forget, partsOf, uploadIn } from './uploads.ts';

const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_OBJECT_BYTES = 50 * 2 ** 40;

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

export async function complete(call: Call<CompleteMultipartUploadRequest>): Promise<object> {
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
