/**
 * Several files as one download: a browser asks before the second, and the desktop program would open a box for each.
 * Stored, not packed: they are small. PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16; bit 11 says that names are UTF-8.
 */
export interface NamedText {
  name: string;
  text: string;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

const crc32 = (bytes: Uint8Array) =>
  ~bytes.reduce((crc, byte) => (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8), 0xffffffff) >>> 0;

/** Little-endian fields, `[value, bytes]` each. */
function fields(...list: [value: number, bytes: 2 | 4][]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(list.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of list)
    for (let byte = 0; byte < bytes; byte += 1) out[at++] = (value >>> (8 * byte)) & 0xff;
  return out;
}

/** 1 January 1980, the first day that the format knows: the same files are the same archive. */
const day = 0x21;

export function zipOf(files: readonly NamedText[]): Blob {
  const encoder = new TextEncoder();
  const locals: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  const sizeOf = (parts: Uint8Array[]) => parts.reduce((sum, part) => sum + part.length, 0);
  for (const file of files) {
    const [name, bytes] = [encoder.encode(file.name), encoder.encode(file.text)];
    const at = sizeOf(locals);
    const about: [number, 2 | 4][] = [
      [20, 2], [0x800, 2], [0, 2], [0, 2], [day, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2],
    ]; // prettier-ignore
    locals.push(fields([0x04034b50, 4], ...about), name, bytes);
    central.push(fields([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), name);
  }
  const count: [number, 2] = [files.length, 2];
  const end = fields(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    count,
    count,
    [sizeOf(central), 4],
    [sizeOf(locals), 4],
    [0, 2],
  );
  return new Blob([...locals, ...central, end], { type: 'application/zip' });
}
