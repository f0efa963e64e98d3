/** Looks for secrets in everything that left the program: in plain, base64, hex, URL and UTF-16 form. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface Secret {
  name: string;
  value: string;
  /** Where it belongs; everywhere else it is a leak. */
  allowed?: RegExp;
}

/** Something that left the program, and which way: `page: ...`, `file: ...`, `terminal`, `export: ...`. */
export interface Piece {
  where: string;
  bytes: Buffer;
}

export interface Leak {
  secret: string;
  encoding: Encoding;
  where: string;
}

export const encodings = ['plain', 'base64', 'hex', 'url', 'utf16'] as const;
export type Encoding = (typeof encodings)[number];

/** A mutant writes a secret like this. */
export const encode: Record<Encoding, (secret: string) => Buffer> = {
  plain: (secret) => Buffer.from(secret),
  base64: (secret) => Buffer.from(Buffer.from(`so "${secret}"`).toString('base64')),
  hex: (secret) => Buffer.from(Buffer.from(secret).toString('hex').toUpperCase()),
  url: (secret) => Buffer.from(percent(secret)),
  utf16: (secret) => Buffer.from(secret, 'utf16le'),
};

const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** The part of the base64 of `secret` that is the same whatever stands before and after it, at each of three offsets. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const touched = Math.ceil((before * 8) / 6);
    const core = text.slice(touched, Math.floor(((before + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function patternsOf(secret: string): { encoding: Encoding; bytes: Buffer; anyCase: boolean }[] {
  const of = (encoding: Encoding, texts: string[], anyCase = false) =>
    [...new Set(texts)].map((text) => ({ encoding, bytes: Buffer.from(text), anyCase }));
  const swapped = Buffer.from(secret, 'utf16le').swap16();
  return [
    ...of('plain', [secret]),
    ...of('base64', base64Cores(secret)),
    ...of('hex', [Buffer.from(secret).toString('hex')], true),
    ...of(
      'url',
      [percent(secret), encodeURIComponent(secret)].filter((text) => text !== secret),
      true,
    ),
    ...[Buffer.from(secret, 'utf16le'), swapped].map((bytes) => ({
      encoding: 'utf16' as const,
      bytes,
      anyCase: false,
    })),
  ];
}

/** `latin1` keeps every byte, so that case can be ignored byte by byte. */
const lower = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');

/** Every place that holds a secret which does not belong there. Throws for a secret too short to be told from chance. */
export function leaksIn(pieces: readonly Piece[], secrets: readonly Secret[]): Leak[] {
  const wanted = secrets.map((secret) => {
    if (secret.value.length < 12) throw new Error(`"${secret.name}" is too short to look for.`);
    return { ...secret, patterns: patternsOf(secret.value) };
  });
  return pieces.flatMap(({ where, bytes }) => {
    const lowered = lower(bytes);
    return wanted
      .filter(({ allowed }) => allowed?.test(where) !== true)
      .flatMap(({ name, patterns }) => {
        const found = patterns.filter((pattern) =>
          pattern.anyCase ? lowered.includes(lower(pattern.bytes)) : bytes.includes(pattern.bytes),
        );
        return [...new Set(found.map(({ encoding }) => encoding))].map((encoding) => ({
          secret: name,
          encoding,
          where,
        }));
      });
  });
}

/** Every file below a folder; `except` names folders whose content is another's. Looks again where one went meanwhile. */
export async function filesBelow(dir: string, except: readonly string[] = [], looks = 5): Promise<Piece[]> {
  try {
    return await readBelow(dir, except);
  } catch (error) {
    if (looks <= 1 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return filesBelow(dir, except, looks - 1);
  }
}

async function readBelow(dir: string, except: readonly string[]): Promise<Piece[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((name) => !except.some((folder) => name.startsWith(`${folder}/`)));
  return Promise.all(
    names.map(async (name) => ({
      where: `file: ${name}`,
      // The name of a file tells as much as its content.
      bytes: Buffer.concat([Buffer.from(`${name}\n`), await readFile(join(dir, name))]),
    })),
  );
}
