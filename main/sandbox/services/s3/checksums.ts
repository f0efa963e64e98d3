/**
 * Checksums of uploads: those that the client sends (header or trailer) are proved while the bytes pass; without any,
 * S3 keeps a CRC-64/NVME of its own. Source: Amazon S3 User Guide, "Checking object integrity".
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { CallHttp } from '../../engine/types.ts';
import { refusal } from './errors.ts';
import type { Checksum, ChecksumAlgorithm } from './kinds.ts';

export interface Digest {
  update(bytes: Uint8Array): void;
  /** Base64. */
  finish(): Promise<string>;
}

/** Input and output members by algorithm, in the order of their strength as a default. */
export const CHECKSUM_MEMBERS: Record<ChecksumAlgorithm, `Checksum${ChecksumAlgorithm}`> = {
  CRC32: 'ChecksumCRC32',
  CRC32C: 'ChecksumCRC32C',
  CRC64NVME: 'ChecksumCRC64NVME',
  SHA1: 'ChecksumSHA1',
  SHA256: 'ChecksumSHA256',
};
const ALGORITHMS = Object.keys(CHECKSUM_MEMBERS) as ChecksumAlgorithm[];

export type ChecksumInput = Partial<Record<`Checksum${ChecksumAlgorithm}`, string | undefined>> & {
  ChecksumAlgorithm?: string | undefined;
};

/** The cyclic codes of the SDK are loaded when first needed: importing this service loads none of it. */
export async function createDigest(algorithm: ChecksumAlgorithm): Promise<Digest> {
  switch (algorithm) {
    case 'CRC32': {
      let value = 0;
      return {
        update: (bytes) => (value = crc32(bytes, value)),
        finish: async () => {
          const bytes = Buffer.alloc(4);
          bytes.writeUInt32BE(value);
          return bytes.toString('base64');
        },
      };
    }
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), finish: async () => hash.digest('base64') };
    }
    default: {
      const { Crc32c, Crc64Nvme } = await import('@aws-sdk/checksums/crc');
      const crc = algorithm === 'CRC32C' ? new Crc32c() : new Crc64Nvme();
      return {
        update: (bytes) => {
          crc.update(bytes);
        },
        finish: async () => Buffer.from(await crc.digest()).toString('base64'),
      };
    }
  }
}

export function algorithmOf(name: string | undefined): ChecksumAlgorithm | undefined {
  return ALGORITHMS.find((algorithm) => algorithm === name?.toUpperCase());
}

/** The algorithm that the client used: a header with the value, a trailer announced, or the name alone. */
export function sentAlgorithm(input: ChecksumInput, http: CallHttp): ChecksumAlgorithm | undefined {
  const trailer = /x-amz-checksum-([a-z0-9]+)/i.exec(http.headers['x-amz-trailer'] ?? '')?.[1];
  return (
    ALGORITHMS.find((algorithm) => input[CHECKSUM_MEMBERS[algorithm]] !== undefined) ??
    algorithmOf(trailer) ??
    algorithmOf(input.ChecksumAlgorithm)
  );
}

/** Throws BadDigest when the value that the client sent (header, or trailer after the body) is another. */
export function proveChecksum(
  algorithm: ChecksumAlgorithm,
  computed: string,
  input: ChecksumInput,
  http: CallHttp,
): void {
  const sent =
    input[CHECKSUM_MEMBERS[algorithm]] ?? http.trailers?.[`x-amz-checksum-${algorithm.toLowerCase()}`];
  if (sent !== undefined && sent !== computed) {
    throw refusal('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

/** Members of an answer that carries a checksum. */
export function checksumShape(checksum: Pick<Checksum, 'algorithm' | 'value'> | undefined): ChecksumInput {
  return checksum ? { [CHECKSUM_MEMBERS[checksum.algorithm]]: checksum.value } : {};
}

/** Digest of the parts' digests, as S3 makes it for composite checksums. */
export async function compositeChecksum(algorithm: ChecksumAlgorithm, values: string[]): Promise<string> {
  const digest = await createDigest(algorithm);
  for (const value of values) digest.update(Buffer.from(value, 'base64'));
  return `${await digest.finish()}-${values.length}`;
}
