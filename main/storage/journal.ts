/**
 * The append-only journal. A line is `LENGTH CRC32 JSON\n` (both eight hex digits; the length in bytes), written with one
 * write and fsynced, with its folder, before `append` answers. A line that does not check out is left out when the file is
 * opened; the whole file is then kept aside under another name and the damage reported, never silently dropped.
 */
import { copyFile, type FileHandle, open, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import type { AppFailure } from '../failure.ts';
import { noPoints, type Points } from '../points.ts';
import { codeOf, diskFailure, makeFolder, syncFolder, writeAtomic } from './disk.ts';

export interface JournalDamage {
  /** `tail`: an append was cut off, so what it announced was never begun. `inside`: lines were lost. */
  kind: 'tail' | 'inside';
  keptAs: string;
}

export interface Journal<T> {
  /** In the order of writing, those read at opening and those appended since. */
  readonly lines: readonly T[];
  readonly damage: JournalDamage | null;
  /** Durable when it answers. Throws `disk.full` or `disk.readOnly`, and then nothing was written. */
  append(line: T): Promise<void>;
  close(): Promise<void>;
}

interface Envelope {
  seq: number;
  line: unknown;
}

const headerBytes = 18;

function encode(seq: number, line: unknown): Buffer {
  const body = Buffer.from(JSON.stringify({ seq, line } satisfies Envelope));
  const hex = (n: number) => n.toString(16).padStart(8, '0');
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

interface Scan {
  found: Envelope[];
  damage: 'tail' | 'inside' | null;
}

/** Reads what checks out; after a bad line it goes on at the next line end. */
export function scan(bytes: Buffer): Scan {
  const found: Envelope[] = [];
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
    const envelope = JSON.parse(body.toString('utf8')) as Envelope;
    if (envelope.seq !== (found.at(-1)?.seq ?? -1) + 1) damage = 'inside';
    found.push(envelope);
    at += headerBytes + body.length + 1;
  }
  return { found, damage };
}

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw diskFailure(error, path);
  }
}

/** Opens or makes the journal. Lines that no longer fit `schema` count as damage inside. */
export async function openJournal<T>(
  path: string,
  schema: z.ZodType<T>,
  points: Points = noPoints,
  nameOf: (line: T) => string = () => 'line',
): Promise<Journal<T>> {
  const bytes = await readBytes(path);
  const { found, damage: torn } = scan(bytes ?? Buffer.alloc(0));
  const lines: T[] = [];
  let unreadable = false;
  for (const { line } of found) {
    const parsed = schema.safeParse(line);
    if (parsed.success) lines.push(parsed.data);
    else unreadable = true;
  }
  let damage: JournalDamage | null = null;
  if (torn !== null || unreadable) {
    const keptAs = `${path}.damaged-${Date.now().toString(36)}`;
    await copyFile(path, keptAs);
    damage = { kind: unreadable ? 'inside' : (torn ?? 'inside'), keptAs: basename(keptAs) };
    await writeAtomic(path, Buffer.concat(lines.map((line, i) => encode(i, line))));
  }
  let file: FileHandle;
  try {
    await makeFolder(dirname(path));
    file = await open(path, 'a', 0o600);
    if (bytes === undefined) await syncFolder(dirname(path));
  } catch (error) {
    throw diskFailure(error, path);
  }
  let size = (await file.stat()).size;
  let last: Promise<void> = Promise.resolve();

  let broken: AppFailure | null = null;

  const write = async (line: T): Promise<void> => {
    if (broken !== null) throw broken;
    const record = encode(lines.length, schema.parse(line));
    try {
      const { bytesWritten } = await file.write(record);
      if (bytesWritten !== record.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
      await file.datasync();
    } catch (error) {
      const refused = diskFailure(error, path);
      // Half a line must not stand before the next one.
      broken = await file.truncate(size).then(
        () => null,
        () => refused,
      );
      throw refused;
    }
    size += record.length;
    lines.push(line);
  };

  return {
    lines,
    damage,
    async append(line) {
      await points.reach(`journal:${nameOf(line)}:before`);
      const turn = last.then(() => write(line));
      last = turn.catch(() => undefined);
      await turn;
      await points.reach(`journal:${nameOf(line)}:after`);
    },
    async close() {
      await last;
      await file.close();
    },
  };
}
