/** Text out of the first bytes of a file, or nothing when it is not text. */

const control = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

function decoded(bytes: Uint8Array, encoding: string, cut: boolean): string | undefined {
  try {
    // `stream` lets the last character be incomplete when the file was cut there.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** UTF-8, or UTF-16 with its mark. `cut`: the file goes on after these bytes. */
export function textOf(bytes: Uint8Array, cut: boolean): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = decoded(bytes, encoding, cut);
  return text === undefined || control.test(text) ? undefined : text;
}

const pictures = [
  { mime: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mime: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { mime: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { mime: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
] as const;

/** What the bytes are, whatever the file's name or content type say. */
export function pictureOf(bytes: Uint8Array): (typeof pictures)[number]['mime'] | undefined {
  return pictures.find(({ at, bytes: magic }) => magic.every((byte, index) => bytes[at + index] === byte))
    ?.mime;
}
