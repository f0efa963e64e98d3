/** Taking bytes in: they stream to disk while digests are made; what does not agree is removed again. */
import { createHash } from 'node:crypto';
import type { Call } from '../../engine/types.ts';
import { createDigest, proveChecksum, sentAlgorithm, type ChecksumInput } from './checksums.ts';
import { refusal } from './errors.ts';
import type { ChecksumAlgorithm } from './kinds.ts';

export interface Received {
  blob: string;
  size: number;
  /** Hex. */
  md5: string;
  checksum: { algorithm: ChecksumAlgorithm; value: string };
}

type BodyInput = ChecksumInput & { Body?: unknown; ContentMD5?: string | undefined };

/** 5 GiB: the most that one PUT or part carries. */
const MAX_BYTES = 5 * 2 ** 30;

export async function receive(
  call: Call<BodyInput>,
  fallback: ChecksumAlgorithm = 'CRC64NVME',
): Promise<Received> {
  const { account, input, http } = call;
  const declared = Number(
    http.headers['x-amz-decoded-content-length'] ?? http.headers['content-length'] ?? 0,
  );
  if (declared > MAX_BYTES) throw refusal('EntityTooLarge');
  if (input.ContentMD5 !== undefined && Buffer.from(input.ContentMD5, 'base64').length !== 16) {
    throw refusal('InvalidDigest');
  }
  const algorithm = sentAlgorithm(input, http) ?? fallback;
  const digest = await createDigest(algorithm);
  const blob = account.newId(32);
  const { bytes, md5 } = await account.blobs.write(
    blob,
    tapped(bytesOf(http.body ?? input.Body), (chunk) => digest.update(chunk)),
  );
  const value = await digest.finish();
  try {
    if (http.headers['x-amz-decoded-content-length'] !== undefined && declared !== bytes) {
      throw refusal('IncompleteBody');
    }
    if (input.ContentMD5 !== undefined && input.ContentMD5 !== Buffer.from(md5, 'hex').toString('base64')) {
      throw refusal('BadDigest');
    }
    proveChecksum(algorithm, value, input, http);
  } catch (error) {
    await account.blobs.delete(blob);
    throw error;
  }
  return { blob, size: bytes, md5, checksum: { algorithm, value } };
}

async function* tapped(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk);
    yield chunk;
  }
}

/** Calls from inside the account may carry text or bytes in place of a stream. */
async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body === undefined || body === null) return;
  if (typeof body === 'string') yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else yield* body as AsyncIterable<Uint8Array>;
}

/** ETag of an object uploaded in parts: MD5 of the parts' MD5s, and their number. */
export function multipartEtag(md5s: readonly string[]): string {
  const hash = createHash('md5');
  for (const md5 of md5s) hash.update(Buffer.from(md5, 'hex'));
  return `${hash.digest('hex')}-${md5s.length}`;
}
