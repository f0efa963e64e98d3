/**
 * Icon files of Windows and macOS around PNGs, by edge in pixels.
 * https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10) (PNG entries since Vista) and
 * https://en.wikipedia.org/wiki/Apple_Icon_Image_format (types that hold PNG).
 */

const icoSizes = [16, 32, 48, 64, 128, 256];

/** A directory of entries of 16 bytes, then the pictures. 256 is written as 0. */
export function icoOf(pictures) {
  const head = Buffer.alloc(6 + 16 * icoSizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(icoSizes.length, 4);
  let at = head.length;
  icoSizes.forEach((size, index) => {
    const entry = 6 + 16 * index;
    const { length } = pictures.get(size);
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += length;
  });
  return Buffer.concat([head, ...icoSizes.map((size) => pictures.get(size))]);
}

const icnsTypes = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** Four letters and a length before each picture and before all of them. */
export function icnsOf(pictures) {
  const block = (type, body) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  return block('icns', Buffer.concat(icnsTypes.map(([type, size]) => block(type, pictures.get(size)))));
}
