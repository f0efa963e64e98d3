/**
 * How the journal lies on disk. A line is `LENGTH CRC32 JSON\n`, both eight hex digits, the length in bytes; the JSON is an
 * `Entry`. Numbers grow by one from line to line; only the first line of a file that was written anew (`base`) may begin
 * elsewhere, so that a file whose beginning is gone is noticed. It says how many lines were written with it, so that one
 * whose end is gone is noticed too, even where the program died before the mark beside it was.
 */
import { crc32 } from 'node:zlib';

/** 1: entries without `v`, beginning at 0, without a mark beside them. 2: this one. */
export const journalVersion = 2;

export interface Entry {
  v: number;
  seq: number;
  base: boolean;
  /** Of the first line of a file that was written anew: how many were written with it, this one too. */
  together?: number;
  line: unknown;
}

const headerBytes = 18;
const hex = (n: number): string => n.toString(16).padStart(8, '0');

export function encode({ v, seq, base, together, line }: Entry): Buffer {
  const first = { ...(base && { base }), ...(together !== undefined && { together }) };
  const body = Buffer.from(JSON.stringify({ v, seq, ...first, line }));
  return Buffer.concat([Buffer.from(`${hex(body.length)} ${hex(crc32(body))} `), body, Buffer.from('\n')]);
}

/** The body that starts at `from` if length and checksum hold there. */
function bodyAt(bytes: Buffer, from: number): Buffer | undefined {
  const header = bytes.toString('latin1', from, from + headerBytes);
  const match = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/.exec(header);
  if (match === null) return undefined;
  const start = from + headerBytes;
  const end = start + Number.parseInt(match[1] ?? '', 16);
  if (end >= bytes.length || bytes[end] !== 0x0a) return undefined;
  const body = bytes.subarray(start, end);
  return crc32(body) === Number.parseInt(match[2] ?? '', 16) ? body : undefined;
}

export interface Scan {
  found: Entry[];
  /** `tail`: the last append was cut off. `inside`: something else is missing or was changed. */
  damage: 'tail' | 'inside' | null;
}

/** Reads what checks out; after a bad line it goes on at the next line end. */
export function scan(bytes: Buffer): Scan {
  const found: Entry[] = [];
  let damage: Scan['damage'] = null;
  let at = 0;
  while (at < bytes.length) {
    const body = bodyAt(bytes, at);
    if (body === undefined) {
      damage ??= 'tail';
      const next = bytes.indexOf(0x0a, at);
      at = next === -1 ? bytes.length : next + 1;
      // A cut append has no line end behind it: anything else is damage inside.
      if (next !== -1) damage = 'inside';
      continue;
    }
    const { v = 1, seq, base = false, together, line } = JSON.parse(body.toString('utf8')) as Partial<Entry>;
    const last = found.at(-1);
    const follows = last === undefined ? base || seq === 0 : seq === last.seq + 1;
    if (!follows) damage = 'inside';
    found.push({ v, seq: seq ?? 0, base, ...(together !== undefined && { together }), line });
    at += headerBytes + body.length + 1;
  }
  return { found, damage };
}

/** The mark: how many numbers were given out, with a checksum; written behind every append. */
export const markBytes = 18;

export const encodeMark = (next: number): Buffer =>
  Buffer.from(`${hex(next)} ${hex(crc32(Buffer.from(hex(next))))}\n`);

/** Undefined: there is none, or it was changed. */
export function readMark(bytes: Buffer | undefined): number | undefined {
  const text = bytes?.toString('latin1') ?? '';
  const next = Number.parseInt(text.slice(0, 8), 16);
  return Number.isNaN(next) || text !== encodeMark(next).toString('latin1') ? undefined : next;
}
