/** Lists of uploads in parts, and of the parts of one. */
import type { ListMultipartUploadsRequest, ListPartsRequest } from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { owner } from './buckets.ts';
import { checksumShape } from './checksums.ts';
import { quoted } from './headers.ts';
import type { Upload } from './kinds.ts';
import { encoder } from './listing.ts';
import { bucketIn, tables } from './store.ts';
import { partsOf, uploadIn } from './uploads.ts';

export function listParts(call: Call<ListPartsRequest>): object {
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

export function listUploads(call: Call<ListMultipartUploadsRequest>): object {
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
