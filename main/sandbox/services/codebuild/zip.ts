/**
 * What a ZIP file holds, read from its directory at the end: names, and the text of a small entry.
 * Format: PKWARE, APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.16 (its end).
 */
import { inflateRawSync } from 'node:zlib';

/** Bytes of the file from `from` up to and without `to`. */
export type ReadBytes = (from: number, to: number) => Promise<Buffer>;

export interface ZipEntry {
  name: string;
  method: number;
  packedBytes: number;
  offset: number;
}

/** The end record and the longest comment. */
export const zipTail = 22 + 65_535;
const mostDirectory = 64 * 2 ** 20;
const mostText = 2 ** 20;

/** Undefined: this is no ZIP file that the sandbox can read. */
export async function zipEntries(
  tail: Buffer,
  bytes: number,
  read: ReadBytes,
): Promise<ZipEntry[] | undefined> {
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > tail.length) return undefined;
  const size = tail.readUInt32LE(end + 12);
  const from = tail.readUInt32LE(end + 16);
  if (size > mostDirectory || from + size > bytes) return undefined;
  const directory = size === 0 ? Buffer.alloc(0) : await read(from, from + size);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Undefined: too long, packed in an unknown way, or damaged. */
export async function zipText(entry: ZipEntry, read: ReadBytes): Promise<string | undefined> {
  if (entry.packedBytes > mostText) return undefined;
  const header = await read(entry.offset, entry.offset + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return undefined;
  const from = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = entry.packedBytes === 0 ? Buffer.alloc(0) : await read(from, from + entry.packedBytes);
  if (entry.method === 0) return packed.toString();
  if (entry.method !== 8) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: mostText }).toString();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
