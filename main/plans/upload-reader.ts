import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failure } from '../failure.ts';

/** Reads a file in pieces that fit into memory. */
export interface Reader {
  /** Exactly `length` bytes from `from`; throws `file.unreadable` when the file is shorter. */
  read(from: number, length: number): Promise<Buffer>;
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
    async read(from, length) {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, from);
      if (bytesRead !== length) throw failure('file.unreadable');
      return buffer;
    },
  };
}
