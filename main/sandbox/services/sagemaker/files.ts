/** The files of the notebook's bucket, read with the rights of the notebook's role. */
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { roleOf } from './checks.ts';
import type { Notebook } from './kinds.ts';

interface Place {
  account: SandboxAccount;
  region: string;
  notebook: Readonly<Notebook>;
}

interface Problem {
  problem: { key: 'noBucket' | 'refused'; text: string };
}

export interface Listing {
  bucket: string;
  folders: string[];
  files: { key: string; bytes: number; changed: string }[];
  next?: string;
}

/** Which bucket a notebook shows: the one that its tag names. */
const bucketOf = (notebook: Readonly<Notebook>) => notebook.tags['millwright:bucket'];

/** First bytes of a file that are shown. */
const headBytes = 262_144;

async function asRole<T>(
  { account, region, notebook }: Place,
  operation: string,
  input: Record<string, unknown>,
  read: (bucket: string, output: Record<string, unknown>) => Promise<T> | T,
): Promise<T | Problem> {
  const bucket = bucketOf(notebook);
  if (bucket === undefined) return { problem: { key: 'noBucket', text: '' } };
  try {
    const as = roleOf(account, notebook.roleArn);
    const output = await account.perform({
      service: 's3',
      operation,
      input: { Bucket: bucket, ...input },
      as,
      region,
    });
    return await read(bucket, output);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { problem: { key: 'refused', text: `${error.code}: ${error.message}` } };
  }
}

export function listFiles(
  place: Place,
  prefix: string,
  from: string | undefined,
): Promise<Listing | Problem> {
  const input = {
    Prefix: prefix,
    Delimiter: '/',
    ...(from === undefined ? {} : { ContinuationToken: from }),
  };
  return asRole(place, 'ListObjectsV2', input, (bucket, output): Listing => {
    const prefixes = (output['CommonPrefixes'] ?? []) as { Prefix: string }[];
    const contents = (output['Contents'] ?? []) as { Key: string; Size: number; LastModified: Date }[];
    const next = output['NextContinuationToken'] as string | undefined;
    return {
      bucket,
      folders: prefixes.map((p) => p.Prefix),
      files: contents
        .filter((c) => c.Key !== prefix)
        .map((c) => ({
          key: c.Key,
          bytes: c.Size,
          changed: c.LastModified.toISOString().slice(0, 16).replace('T', ' '),
        })),
      ...(next === undefined ? {} : { next }),
    };
  });
}

export interface Head {
  bucket: string;
  bytes: Uint8Array;
  /** Whether the file is longer than what is shown. */
  cut: boolean;
}

export function fileHead(place: Place, key: string): Promise<Head | Problem> {
  return asRole(place, 'GetObject', { Key: key }, async (bucket, output): Promise<Head> => {
    const bytes = await firstBytes(output['Body'], headBytes + 1);
    return { bucket, bytes: bytes.subarray(0, headBytes), cut: bytes.length > headBytes };
  });
}

/** Reads a body until there is enough, then lets go of it. */
async function firstBytes(body: unknown, most: number): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (body instanceof Uint8Array) return body.subarray(0, most);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
