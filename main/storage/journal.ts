/**
 * The append-only journal. A line is written with one write and fsynced before `append` answers, and behind it the mark
 * beside the file (`journal.mark`), which says how many lines there must be: a file that lost its last lines, or all of
 * them, is noticed like one that was changed inside. What does not check out is left out when the file is opened; the
 * whole file is then kept aside under another name and the loss written into the new one, never silently dropped. Of the
 * files that are kept aside the newest five of each sort stay.
 */
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import type { AppFailure } from '../failure.ts';
import { noPoints, type Points } from '../points.ts';
import { diskFailure, type Files, makeFolder, realFiles, syncFolder, writeAtomic } from './disk.ts';
import { encode, encodeMark, journalVersion, markBytes } from './journal-format.ts';
import { type LossKind, readJournal } from './journal-read.ts';
import { dropOldest } from './kept.ts';

export { scan } from './journal-format.ts';

export interface JournalDamage {
  kind: LossKind;
  /** The name of the damaged file beside the journal; null where there was nothing to keep. */
  keptAs: string | null;
}

export interface Journal<T> {
  /** In the order of writing, those read at opening and those appended since. */
  readonly lines: readonly T[];
  readonly damage: JournalDamage | null;
  /** Durable when it answers. Throws `disk.full` or `disk.readOnly`, and then nothing was written. */
  append(line: T): Promise<void>;
  close(): Promise<void>;
}

/** What a file is written anew with; null leaves it as it is. */
export type Compaction<T> = {
  archived: readonly T[];
  head: (archive: string) => T;
  kept: readonly T[];
} | null;

export interface JournalOptions<T> {
  points?: Points;
  files?: Files;
  /** ms, for the names of what is kept aside. */
  now?: () => number;
  /** How a line is called in the names of points. */
  nameOf?: (line: T) => string;
  /** The line that says, from now on, that lines were lost. Without it the loss is only told by `damage`. */
  lostLine?: (damage: JournalDamage) => T;
  /** Whether other files say that a journal was here; asked where none is found. */
  expected?: () => Promise<boolean>;
  /** By old version: makes a line of the next version of it. */
  migrations?: Record<number, (line: unknown) => unknown>;
  /** Asked at opening about a file over `compactOver` bytes. */
  compact?: (lines: readonly T[]) => Compaction<T>;
  compactOver?: number;
}

/** A name beside `path` that no file has. */
async function freeName(path: string, tag: string, files: Files): Promise<string> {
  const taken = new Set(await files.readdir(dirname(path)));
  const name = `${basename(path)}.${tag}`;
  for (let n = 0; ; n += 1) {
    const free = n === 0 ? name : `${name}-${n}`;
    if (!taken.has(free)) return free;
  }
}

const compactOverBytes = 4 * 1024 ** 2;

/**
 * Opens or makes the journal. Lines that no longer fit `schema` count as lost. A file of an older version is kept aside
 * and migrated; one of a newer version is refused (`state.newer`) and left as it is.
 */
export async function openJournal<T>(
  path: string,
  schema: z.ZodType<T>,
  options: JournalOptions<T> = {},
): Promise<Journal<T>> {
  const { points = noPoints, files = realFiles, now = Date.now, nameOf = () => 'line' } = options;
  const folder = dirname(path);
  const markPath = `${path}.mark`;
  const read = await readJournal(path, schema, { files, ...options });
  const { bytes, mark, newest, entries: found, lines, damage: kind } = read;
  await makeFolder(folder, files);
  let next = Math.max(mark ?? 0, (found.at(-1)?.seq ?? -1) + 1);

  const rewrite = async (head: T | null, rest: readonly T[]): Promise<void> => {
    const all = head === null ? rest : [head, ...rest];
    const from = next;
    const entries = all.map((line, i) => ({
      v: journalVersion,
      seq: from + i,
      base: i === 0,
      ...(i === 0 && { together: all.length }),
      line,
    }));
    await writeAtomic(path, Buffer.concat(entries.map(encode)), files);
    next = from + all.length;
    lines.splice(0, lines.length, ...all);
  };
  const keep = async (tag: string): Promise<string> => {
    const name = await freeName(path, tag, files);
    await writeAtomic(join(folder, name), bytes ?? Buffer.alloc(0), files);
    return name;
  };

  let damage: JournalDamage | null = null;
  if (kind !== null) {
    const keptAs = bytes === undefined ? null : await keep(`damaged-${now().toString(36)}`);
    damage = { kind, keptAs };
    await points.reach('journal:mend:kept');
    // Behind all others: an earlier loss that was settled says nothing of this one.
    const lost = kind === 'tail' ? undefined : options.lostLine?.(damage);
    await rewrite(null, lost === undefined ? [...lines] : [...lines, lost]);
    await points.reach('journal:mend:rewritten');
    await dropOldest(path, 'damaged', files);
  } else if (found.length > 0 && newest < journalVersion) {
    await keep(`version-${newest}`);
    await rewrite(null, [...lines]);
    await dropOldest(path, 'version', files);
  } else if ((bytes?.length ?? 0) > (options.compactOver ?? compactOverBytes)) {
    const smaller = options.compact?.(lines) ?? null;
    if (smaller !== null) {
      const archive = `${basename(path)}.archive-${next.toString(36)}`;
      const entries = smaller.archived.map((line, seq) => ({ v: journalVersion, seq, base: false, line }));
      await points.reach('journal:compact:before');
      await writeAtomic(join(folder, archive), Buffer.concat(entries.map(encode)), files);
      await points.reach('journal:compact:archived');
      await rewrite(smaller.head(archive), smaller.kept);
      await points.reach('journal:compact:rewritten');
      await dropOldest(path, 'archive', files);
    }
  }
  if (mark !== next) await writeAtomic(markPath, encodeMark(next), files);

  let file: FileHandle;
  let marker: FileHandle;
  try {
    file = await files.open(path, 'a', 0o600);
    marker = await files.open(markPath, 'r+');
    if (bytes === undefined) await syncFolder(folder, files);
  } catch (error) {
    throw diskFailure(error, path);
  }
  let size = (await file.stat()).size;
  let last: Promise<void> = Promise.resolve();
  let broken: AppFailure | null = null;

  const whole = async (handle: FileHandle, record: Buffer, at: number | null): Promise<void> => {
    const { bytesWritten } = await handle.write(record, 0, record.length, at);
    if (bytesWritten !== record.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    await handle.datasync();
  };
  const write = async (line: T): Promise<void> => {
    if (broken !== null) throw broken;
    const record = encode({ v: journalVersion, seq: next, base: size === 0, line: schema.parse(line) });
    try {
      await whole(file, record, null);
      await whole(marker, encodeMark(next + 1), 0);
    } catch (error) {
      const refused = diskFailure(error, path);
      // Half a line must not stand before the next one, and the mark must not count it.
      const back = async () => {
        await file.truncate(size);
        await marker.write(encodeMark(next), 0, markBytes, 0);
      };
      broken = await back().then(
        () => null,
        () => refused,
      );
      throw refused;
    }
    size += record.length;
    next += 1;
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
      await marker.close();
    },
  };
}
