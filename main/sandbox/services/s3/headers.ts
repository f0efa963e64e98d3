/** What an upload says of the object besides its bytes, and how it comes back. */
import type { PutObjectRequest } from '@aws-sdk/client-s3';
import { refusal } from './errors.ts';
import { STORAGE_CLASSES, type Bucket, type ObjectHeaders, type ObjectVersion } from './kinds.ts';
import type { Tags } from '../shared/tags.ts';

const HEADERS = [
  'ContentType',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'Expires',
  'WebsiteRedirectLocation',
] as const satisfies readonly (keyof ObjectHeaders)[];

const MAX_METADATA_BYTES = 2048;
const MAX_KEY_BYTES = 1024;
const MAX_TAGS = 10;

type Described = Pick<ObjectVersion, 'headers' | 'metadata' | 'tags' | 'storageClass' | 'encryption'>;
type Input = Omit<Partial<PutObjectRequest>, 'Body' | 'Expires'> & { Expires?: unknown };

/** Reads and checks what goes with an object. */
export function described(input: Input, bucket: Readonly<Bucket>): Described {
  checkKey(input.Key);
  if (input.ACL !== undefined && input.ACL !== 'private' && input.ACL !== 'bucket-owner-full-control') {
    throw refusal('AccessControlListNotSupported');
  }
  const storageClass: string = input.StorageClass ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) throw refusal('InvalidStorageClass');
  const metadata = input.Metadata ?? {};
  const size = Object.entries(metadata).reduce(
    (n, [k, v]) => n + Buffer.byteLength(k) + Buffer.byteLength(v),
    0,
  );
  if (size > MAX_METADATA_BYTES) throw refusal('MetadataTooLarge');
  return {
    headers: readHeaders(input),
    metadata,
    tags: readTagging(input.Tagging),
    storageClass,
    encryption: input.ServerSideEncryption ?? defaultEncryption(bucket),
  };
}

function readHeaders(input: Input): ObjectHeaders {
  const read = (name: keyof ObjectHeaders): string | undefined => {
    const value: unknown = input[name];
    if (value === undefined || value === null) return undefined;
    // `aws-chunked` says how the bytes travelled, not what the object is.
    const text = value instanceof Date ? value.toUTCString() : (value as string);
    if (name !== 'ContentEncoding') return text;
    const codings = text.split(',').map((coding) => coding.trim());
    return codings.filter((coding) => coding !== 'aws-chunked').join(',') || undefined;
  };
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export function checkKey(key: string | undefined): void {
  if (Buffer.byteLength(key ?? '') > MAX_KEY_BYTES) throw refusal('KeyTooLongError');
}

function defaultEncryption(bucket: Readonly<Bucket>): string {
  const configuration = bucket.configuration.ServerSideEncryptionConfiguration as
    { Rules?: { ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string } }[] } | undefined;
  return configuration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256';
}

/** `team=sales&year=2026`. */
function readTagging(text: string | undefined): Tags {
  return checkedTags([...new URLSearchParams(text ?? '')].map(([Key, Value]) => ({ Key, Value })));
}

export function checkedTags(list: readonly { Key?: string | undefined; Value?: string | undefined }[]): Tags {
  const tags: Tags = {};
  for (const { Key = '', Value = '' } of list) {
    if (Key === '' || Key.length > 128)
      throw refusal('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value.length > 256) throw refusal('InvalidTag', 'The TagValue you have provided is invalid');
    if (Key in tags) throw refusal('InvalidTag', 'Cannot provide multiple Tags with the same key');
    tags[Key] = Value;
  }
  if (Object.keys(tags).length > MAX_TAGS) {
    throw refusal('InvalidTag', `Object tags cannot be greater than ${MAX_TAGS}`);
  }
  return tags;
}

/** Members that reads, heads and writes answer alike. */
export function versionIdShape(
  version: Readonly<ObjectVersion>,
  bucket: Readonly<Bucket>,
): { VersionId?: string } {
  return bucket.versioning === 'never' ? {} : { VersionId: version.versionId };
}

export const quoted = (etag: string): string => `"${etag}"`;
