/** Bytes of objects, one file each under `blobs/`, named by generated ids and never by what a person typed. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from './types.ts';

export function openBlobs(dir: string): BlobStore & { clear(): Promise<void> } {
  const folder = join(dir, 'blobs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (id: string): string => {
    if (!/^[\w-]{1,100}$/.test(id)) throw new Error(`Not an id of a blob: ${JSON.stringify(id)}`);
    return join(folder, id);
  };
  return {
    async write(id, bytes) {
      const path = pathOf(id);
      const part = `${path}.part`;
      const hash = createHash('md5');
      let size = 0;
      const file = await open(part, 'w', 0o600);
      try {
        for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
          hash.update(chunk);
          size += chunk.byteLength;
          await file.writeFile(chunk);
        }
        await file.close();
        await rename(part, path);
      } catch (error) {
        await file.close();
        await rm(part, { force: true });
        throw error;
      }
      return { bytes: size, md5: hash.digest('hex') };
    },
    read: (id, range) =>
      createReadStream(
        pathOf(id),
        range && { start: range.from, end: range.to },
      ) as AsyncIterable<Uint8Array>,
    delete: (id) => rm(pathOf(id), { force: true }),
    async clear() {
      await rm(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    },
  };
}
