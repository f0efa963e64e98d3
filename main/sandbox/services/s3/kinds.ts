/** What S3 keeps. Instants are ms since 1970 in virtual time, whole seconds as S3 shows them. */
import type { BilledItem, Kind } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export interface Bucket {
  name: string;
  region: string;
  createdAt: number;
  /** Set at creation and by the Put… operations; absent: never set or deleted. Shapes are S3's own. */
  configuration: Partial<Record<ConfigurationName, object>>;
  policy?: string;
  versioning: 'never' | 'Enabled' | 'Suspended';
  tags: Tags;
  /** Bytes by storage class: all versions of objects, and parts of uploads that were not completed. */
  stored: Record<string, number>;
}

export type ConfigurationName =
  | 'ServerSideEncryptionConfiguration'
  | 'PublicAccessBlockConfiguration'
  | 'LifecycleConfiguration'
  | 'OwnershipControls'
  | 'CORSConfiguration';

export interface Piece {
  blob: string;
  size: number;
}

/** What an object says of itself, as given at upload. */
export interface ObjectHeaders {
  ContentType?: string;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  Expires?: string;
  WebsiteRedirectLocation?: string;
}

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  /** Base64; of composite ones with `-N`. */
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

export interface ObjectVersion {
  bucket: string;
  key: string;
  /** `null` when the bucket was not versioned at that time. */
  versionId: string;
  deleteMarker: boolean;
  modifiedAt: number;
  /** Without quotes. */
  etag: string;
  size: number;
  /** Bytes in order; several after an upload in parts. */
  pieces: Piece[];
  /** Uploaded in parts. */
  multipart: boolean;
  storageClass: string;
  encryption: string;
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Tags;
  checksum?: Checksum;
  /** Place among the older versions of the key: the larger the newer. */
  order: number;
}

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  startedAt: number;
  startedBy: string;
  storageClass: string;
  encryption: string;
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Tags;
  checksum?: { algorithm: ChecksumAlgorithm; type: Checksum['type'] };
}

export interface Part {
  uploadId: string;
  number: number;
  etag: string;
  size: number;
  blob: string;
  modifiedAt: number;
  checksum?: { algorithm: ChecksumAlgorithm; value: string };
}

/** Price keys by storage class. */
const PRICE_KEYS: Record<string, string> = {
  STANDARD: 's3:standard',
  STANDARD_IA: 's3:standard-ia',
  ONEZONE_IA: 's3:onezone-ia',
  INTELLIGENT_TIERING: 's3:intelligent-tiering',
  GLACIER_IR: 's3:glacier-instant-retrieval',
  GLACIER: 's3:glacier-flexible-retrieval',
  DEEP_ARCHIVE: 's3:glacier-deep-archive',
};

export const STORAGE_CLASSES: readonly string[] = Object.keys(PRICE_KEYS);

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Whole MiB: a span of the ledger for each byte written would say no more. */
function billed(bucket: Bucket): BilledItem[] {
  return Object.entries(bucket.stored)
    .filter(([, bytes]) => bytes > 0)
    .map(([storageClass, bytes]) => ({
      priceKey: PRICE_KEYS[storageClass] ?? 's3:standard',
      quantity: (Math.ceil(bytes / MIB) * MIB) / GIB,
      unit: 'gb-month',
    }));
}

/** Ends the key in composite table keys; XML cannot carry it, so no client can send it in a key. */
export const SEPARATOR = '\u0001';
const HIGHEST = 10 ** 15;

export const buckets: Kind<Bucket> = { name: 's3/bucket', key: (b) => b.name, scope: 'global', billed };

/** The latest version of every key, delete markers included: what lists walk through. */
export const objects: Kind<ObjectVersion> = {
  name: 's3/object',
  key: (o) => `${o.bucket}/${o.key}`,
  scope: 'global',
  record: true,
};

/** Older versions, newest first. */
export const olderVersions: Kind<ObjectVersion> = {
  name: 's3/older-version',
  key: (o) => `${o.bucket}/${o.key}${SEPARATOR}${String(HIGHEST - o.order).padStart(16, '0')}`,
  scope: 'global',
  record: true,
};

export const uploads: Kind<Upload> = {
  name: 's3/upload',
  key: (u) => u.id,
  scope: 'global',
  record: true,
};

export const parts: Kind<Part> = {
  name: 's3/part',
  key: (p) => `${p.uploadId}/${String(p.number).padStart(5, '0')}`,
  scope: 'global',
  record: true,
};
