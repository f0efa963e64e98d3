/**
 * JSON documents that are checked when read and replaced atomically when written. A document of an older version is
 * migrated on reading; one of a newer version is refused (`state.newer`); a damaged one is never reset silently: the last
 * good copy is used and the damaged bytes are kept beside it (the newest five), and without a good copy reading fails
 * (`state.damaged`).
 */
import { copyFile, readdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppFailure, failure } from '../failure.ts';
import { codeOf, diskFailure, removeIfThere, writeAtomic } from './disk.ts';
import { dropOldest } from './kept.ts';

export interface DocumentKind<T> {
  /** Written into the file, so that a file in the wrong place is recognised: `settings`. */
  name: string;
  version: number;
  schema: z.ZodType<T>;
  /** By old version: makes the value of the next version of it. */
  migrations?: Record<number, (value: unknown) => unknown>;
  /** Told when a damaged file was put aside and the copy before it was used. */
  onDamage?: (keptAs: string) => void;
}

export interface Document<T> {
  /** Undefined: never written. */
  read(): Promise<T | undefined>;
  write(value: T): Promise<void>;
  /** Reads, changes and writes without another writer of this process in between. */
  update(change: (value: T | undefined) => T): Promise<T>;
  remove(): Promise<void>;
}

/** Documents of one kind in one folder, by id. */
export interface Documents<T> {
  get(id: string): Promise<T | undefined>;
  put(id: string, value: T): Promise<void>;
  update(id: string, change: (value: T | undefined) => T): Promise<T>;
  remove(id: string): Promise<void>;
  /** All readable ones, by id; the names of files that are damaged or newer are listed apart. */
  list(): Promise<{ items: { id: string; value: T }[]; unreadable: string[] }>;
}

const Envelope = z.strictObject({ format: z.string(), version: z.number().int(), value: z.unknown() });

function parse<T>(text: string, kind: DocumentKind<T>, file: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw failure('state.damaged', { file }, { cause: error });
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success || envelope.data.format !== `millwright-${kind.name}`)
    throw failure('state.damaged', { file }, { cause: envelope.error });
  let { version, value } = envelope.data;
  if (version > kind.version) throw failure('state.newer', { file });
  for (; version < kind.version; version += 1) {
    const migrate = kind.migrations?.[version];
    if (migrate === undefined) throw failure('state.damaged', { file });
    value = migrate(value);
  }
  const parsed = kind.schema.safeParse(value);
  if (!parsed.success) throw failure('state.damaged', { file }, { cause: parsed.error });
  return parsed.data;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw diskFailure(error, path);
  }
}

const isDamage = (error: unknown) => error instanceof AppFailure && error.error.code === 'state.damaged';

async function readDocument<T>(path: string, kind: DocumentKind<T>): Promise<T | undefined> {
  const file = basename(path);
  const text = await readText(path);
  const backup = await readText(`${path}.backup`);
  if (text === undefined && backup === undefined) return undefined;
  try {
    if (text !== undefined) return parse(text, kind, file);
  } catch (error) {
    if (!isDamage(error) || backup === undefined) throw error;
  }
  const value = parse(backup ?? '', kind, file);
  if (text !== undefined) {
    const keptAs = `${path}.damaged-${Date.now().toString(36)}`;
    await rename(path, keptAs);
    await dropOldest(path, 'damaged');
    kind.onDamage?.(basename(keptAs));
  }
  await writeAtomic(path, backup ?? '');
  return value;
}

async function writeDocument<T>(path: string, kind: DocumentKind<T>, value: T): Promise<void> {
  const envelope = {
    format: `millwright-${kind.name}`,
    version: kind.version,
    value: kind.schema.parse(value),
  };
  try {
    await copyFile(path, `${path}.backup`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskFailure(error, path);
  }
  await writeAtomic(path, `${JSON.stringify(envelope)}\n`);
}

/** Opens one document; nothing is read before it is asked for. */
export function openDocument<T>(path: string, kind: DocumentKind<T>): Document<T> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <R>(work: () => Promise<R>): Promise<R> => {
    const next = last.then(work, work);
    // The caller holds `next` and sees its failure; the queue only needs to know that it ended.
    last = next.catch(() => undefined);
    return next;
  };
  return {
    read: () => inTurn(() => readDocument(path, kind)),
    write: (value) => inTurn(() => writeDocument(path, kind, value)),
    update: (change) =>
      inTurn(async () => {
        const value = change(await readDocument(path, kind));
        await writeDocument(path, kind, value);
        return value;
      }),
    remove: () =>
      inTurn(async () => {
        await removeIfThere(`${path}.backup`);
        await removeIfThere(path);
      }),
  };
}

const safeId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Opens a folder of documents. Ids are file names: letters, digits, dot, dash, underscore; others are `input.invalid`. */
export function openDocuments<T>(folder: string, kind: DocumentKind<T>): Documents<T> {
  const open = new Map<string, Document<T>>();
  const at = (id: string): Document<T> => {
    if (!safeId.test(id)) throw failure('input.invalid', { field: 'id' });
    let document = open.get(id);
    if (document === undefined) {
      document = openDocument(join(folder, `${id}.json`), kind);
      open.set(id, document);
    }
    return document;
  };
  return {
    get: async (id) => at(id).read(),
    put: async (id, value) => at(id).write(value),
    update: async (id, change) => at(id).update(change),
    remove: async (id) => at(id).remove(),
    async list() {
      const names = await listFolder(folder);
      const items: { id: string; value: T }[] = [];
      const unreadable: string[] = [];
      for (const name of names.filter((n) => n.endsWith('.json') && !n.startsWith('.'))) {
        const id = name.slice(0, -'.json'.length);
        try {
          const value = await at(id).read();
          if (value !== undefined) items.push({ id, value });
        } catch (error) {
          if (!(error instanceof AppFailure)) throw error;
          unreadable.push(name);
        }
      }
      return { items, unreadable };
    },
  };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw diskFailure(error, folder);
  }
}
