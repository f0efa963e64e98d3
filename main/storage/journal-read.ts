/** What a journal says and what is wrong with it, read without changing anything; also while another program writes it. */
import { basename } from 'node:path';
import type { z } from 'zod';
import { failure } from '../failure.ts';
import { codeOf, diskFailure, type Files, realFiles } from './disk.ts';
import { type Entry, journalVersion, readMark, scan } from './journal-format.ts';

/**
 * `tail`: an append was cut off before it was answered, so what it announced was never begun. `inside`: lines were lost or
 * changed. `missing`: the file is not there although it was.
 */
export type LossKind = 'tail' | 'inside' | 'missing';

export interface ReadOptions {
  files?: Files;
  /** Whether other files say that a journal was here; asked where none is found. */
  expected?: () => Promise<boolean>;
  /** By old version: makes a line of the next version of it. */
  migrations?: Record<number, (line: unknown) => unknown>;
}

export interface ReadJournal<T> {
  /** Undefined: there is no file. */
  bytes: Buffer | undefined;
  /** How many lines there must be; undefined: nobody counted. */
  mark: number | undefined;
  /** The newest version in the file; 0 in an empty one. */
  newest: number;
  entries: readonly Entry[];
  /** Lines that no longer fit the schema are left out. */
  lines: T[];
  damage: LossKind | null;
}

/** Throws `state.newer` for a journal of a newer version. */
export async function readJournal<T>(
  path: string,
  schema: z.ZodType<T>,
  { files = realFiles, expected, migrations }: ReadOptions = {},
): Promise<ReadJournal<T>> {
  // The mark first: a line that is appended in between is then one more than it counts, and not one less.
  const mark = readMark(await readBytes(`${path}.mark`, files));
  const bytes = await readBytes(path, files);
  const { found: entries, damage: torn } = scan(bytes ?? Buffer.alloc(0));
  const newest = Math.max(0, ...entries.map(({ v }) => v));
  if (newest > journalVersion) throw failure('state.newer', { file: basename(path) });
  const lines: T[] = [];
  for (const entry of entries) {
    const parsed = schema.safeParse(migrated(entry, migrations));
    if (parsed.success) lines.push(parsed.data);
  }
  const lossOf = async (): Promise<LossKind | null> => {
    const here = (entries.at(-1)?.seq ?? -1) + 1;
    const [first] = entries;
    // Of a file that was written anew while the mark beside it was not.
    const atOnce = first?.base === true ? first.seq + (first.together ?? 0) : 0;
    if (entries.length === 0 && torn === null) {
      const was = mark === undefined ? await expected?.() : mark > 0;
      return was === true ? 'missing' : null;
    }
    // A first append that was cut off leaves neither a line nor other files; what is unreadable from end to end does.
    if (entries.length === 0 && mark === undefined && (await expected?.()) === true) return 'inside';
    // The mark follows an append before it is answered: more than it says is no loss, less is one.
    if (here < atOnce || (mark === undefined ? newest === journalVersion : here < mark)) return 'inside';
    return lines.length < entries.length ? 'inside' : torn;
  };
  return { bytes, mark, newest, entries, lines, damage: await lossOf() };
}

async function readBytes(path: string, files: Files): Promise<Buffer | undefined> {
  try {
    return await files.readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw diskFailure(error, path);
  }
}

function migrated({ v, line }: Entry, migrations: Record<number, (line: unknown) => unknown> = {}): unknown {
  let now = line;
  for (let version = v; version < journalVersion; version += 1) now = migrations[version]?.(now) ?? now;
  return now;
}
