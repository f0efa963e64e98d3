import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failure } from '../failure.ts';

/**
 * Memory that is used again and again: what lies outside of the heap is let go of late, and thousands of files would fill
 * the computer meanwhile.
 */
export interface Room {
  /** Lends at least `bytes` for the time of the work. */
  lend<T>(bytes: number, work: (buffer: Buffer) => Promise<T>): Promise<T>;
}

export function openRoom(): Room {
  const free: Buffer[] = [];
  return {
    async lend(bytes, work) {
      const at = free.findIndex((buffer) => buffer.length >= bytes);
      const buffer = at === -1 ? Buffer.allocUnsafeSlow(bytes) : free.splice(at, 1)[0];
      if (buffer === undefined) throw new Error('There is no such buffer.');
      try {
        return await work(buffer);
      } finally {
        free.push(buffer);
      }
    },
  };
}

/** Reads a file in pieces that fit into memory. */
export interface Reader {
  /** Exactly `length` bytes from `from`, in `into`; throws `file.unreadable` when the file is shorter. */
  read(from: number, length: number, into: Buffer): Promise<Buffer>;
  /** Base64, as S3 writes checksums. */
  sha256(bytes: Uint8Array): string;
  close(): Promise<void>;
}

/** Throws `file.unreadable` when the file is gone or has another size than was planned. */
export async function fileReader(path: string, bytes: number): Promise<Reader> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw failure('file.unreadable', {}, { cause });
  });
  const close = () => handle.close();
  if ((await handle.stat()).size !== bytes) {
    await close();
    throw failure('file.unreadable');
  }
  return {
    close,
    sha256: (piece) => createHash('sha256').update(piece).digest('base64'),
    async read(from, length, into) {
      const { bytesRead } = await handle.read(into, 0, length, from);
      if (bytesRead !== length) throw failure('file.unreadable');
      return into.subarray(0, length);
    },
  };
}
