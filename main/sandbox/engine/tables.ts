/** Tables of resources: written through to the account's file, read from memory. */
import type { Database } from './database.ts';
import type { Ledger } from './ledger.ts';
import type { Kind, Table } from './types.ts';

export interface Tables {
  table<R>(kind: Kind<R>, region: string): Table<R>;
  /** Another number after every write. */
  readonly written: number;
  clear(): void;
}

export function createTables(database: Database, ledger: Ledger): Tables {
  const caches = new Map<string, Map<string, unknown>>();
  const insert = database.prepare(
    'insert into resource (kind, region, key, seq, json) values (?, ?, ?, ?, ?)',
  );
  const update = database.prepare('update resource set json = ? where kind = ? and region = ? and key = ?');
  const remove = database.prepare('delete from resource where kind = ? and region = ? and key = ?');
  const load = database.prepare('select key, json from resource where kind = ? and region = ? order by seq');
  const from = database.prepare(
    'select key from resource where kind = ? and region = ? and key >= ? order by key limit ?',
  );
  const after = database.prepare(
    'select key from resource where kind = ? and region = ? and key > ? order by key limit ?',
  );
  const before = database.prepare(
    'select key from resource where kind = ? and region = ? and key >= ? and key < ? order by key desc limit ?',
  );
  let sequence = Number(
    database.prepare('select coalesce(max(seq), 0) as top from resource').get()?.['top'] ?? 0,
  );

  let written = 0;

  function cacheOf(kind: string, region: string): Map<string, unknown> {
    const id = `${kind}\n${region}`;
    let rows = caches.get(id);
    if (!rows) {
      rows = new Map();
      for (const row of load.all(kind, region))
        rows.set(row['key'] as string, freeze(JSON.parse(row['json'] as string)));
      caches.set(id, rows);
    }
    return rows;
  }

  return {
    table<R>(kind: Kind<R>, anyRegion: string): Table<R> {
      const region = kind.scope === 'global' ? '' : anyRegion;
      const rows = cacheOf(kind.name, region);
      return {
        get: (key) => rows.get(key) as Readonly<R> | undefined,
        put: (resource) => {
          const key = kind.key(resource);
          const json = JSON.stringify(resource);
          written += 1;
          database.begin();
          if (rows.has(key)) update.run(json, kind.name, region, key);
          else insert.run(kind.name, region, key, ++sequence, json);
          const stored = freeze(JSON.parse(json)) as R;
          rows.set(key, stored);
          if (!kind.record) ledger.record(kind.name, region, key, kind.billed?.(stored) ?? []);
        },
        delete: (key) => {
          if (!rows.delete(key)) return;
          written += 1;
          database.begin();
          remove.run(kind.name, region, key);
          ledger.gone(kind.name, region, key);
        },
        list: () => [...rows.values()] as Readonly<R>[],
        range: ({ prefix = '', after: past, from: start, limit }) => {
          const byBytes = past !== undefined && Buffer.compare(Buffer.from(past), Buffer.from(prefix)) >= 0;
          const found = byBytes
            ? after.all(kind.name, region, past, limit)
            : from.all(kind.name, region, later(prefix, start ?? ''), limit);
          const keys = found.map((row) => row['key'] as string);
          return keys.filter((key) => key.startsWith(prefix)).map((key) => rows.get(key) as Readonly<R>);
        },
        last: ({ prefix = '', from: start, before: end, limit }) => {
          const behind = prefix + lastOfAll;
          const until = end === undefined || later(end, behind) === end ? behind : end;
          const found = before.all(kind.name, region, later(prefix, start ?? ''), until, limit);
          return found.reverse().map((row) => rows.get(row['key'] as string) as Readonly<R>);
        },
      };
    },
    get written() {
      return written;
    },
    clear: () => {
      written += 1;
      for (const rows of caches.values()) rows.clear();
    },
  };
}

/** Comes after every text that a key can go on with. */
const lastOfAll = '\u{10ffff}';

const later = (a: string, b: string): string => (Buffer.compare(Buffer.from(a), Buffer.from(b)) >= 0 ? a : b);

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
