/**
 * The last look at each account and region on disk: what a start shows before AWS is asked, and without a network. It can
 * be rebuilt by looking again, so a damaged file is thrown away, and the disk is not waited for.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Spent } from '../costs/spent.ts';
import { InventorySnapshot, type SnapshotStore } from './snapshot.ts';
import { type Thing, thingKey } from './thing.ts';

/**
 * The form of what is kept, to be counted on when a type of it changes: a look of another form is one that is not there.
 * Rows are not parsed by their types when they are read, which would take longer than a page does to be drawn; what
 * stands in for it is a checksum over what this program wrote itself.
 */
const form = 2;
const schema = `
  pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 1000;
  create table if not exists look (place text primary key, form integer, json text not null) without rowid;
  create table if not exists part (place text, at integer, crc integer, json text not null, primary key (place, at)) without rowid;
  create table if not exists account (name text primary key, json text not null) without rowid;
`;
const suffixes = ['', '-wal', '-shm'];

/** All of a look but its things, which lie in parts. */
const Frame = InventorySnapshot.omit({ things: true, spent: true }).extend({
  parts: z.number().int(),
  /** Of the write: parts of two programs are never mixed. */
  stamp: z.string(),
});
interface Row {
  key: string;
  thing: Thing | undefined;
  spent: Spent | undefined;
}
/** Rows of a part: one that changed is written with its part. */
const partRows = 200;
const Account = z.strictObject({ accountId: z.string(), region: z.string() });

function* partsOf({ things, spent }: InventorySnapshot): Generator<Row[]> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const thing of things) {
    const key = thingKey(thing);
    seen.add(key);
    rows.push({ key, thing, spent: spent[key] });
  }
  for (const [key, of] of Object.entries(spent))
    if (!seen.has(key)) rows.push({ key, thing: undefined, spent: of });
  for (let at = 0; at < rows.length; at += partRows) yield rows.slice(at, at + partRows);
}

/** What did not change since is the same object. */
const same = (a: readonly Row[], b: readonly Row[] | undefined): boolean =>
  a.length === b?.length &&
  a.every(({ key, thing, spent }, at) => {
    const other = b[at];
    return key === other?.key && thing === other.thing && spent === other.spent;
  });

/** Throws what SQLite says of a file that is none of its own. */
function open(dir: string): DatabaseSync {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'seen.sqlite');
  // SQLite's own files take its mode.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  try {
    database.exec(schema);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function drop(dir: string): void {
  for (const suffix of suffixes) rmSync(join(dir, `seen.sqlite${suffix}`), { force: true });
}

export interface InventoryCache extends SnapshotStore {
  close(): void;
}

/** Opens nothing before it is asked. A disk that refuses leaves the program without its memory, and nothing else. */
export function openInventoryCache(stateDir: string): InventoryCache {
  const dir = join(stateDir, 'inventory');
  let database: DatabaseSync | null = null;
  /** The parts that were written or read last, by place: only what changed is written again. */
  const written = new Map<string, { stamp: string; parts: Row[][] }>();

  /** Runs on the file; one that cannot be read is thrown away and begun anew, once. */
  const on = <R>(work: (of: DatabaseSync) => R, otherwise: R): R => {
    for (let tries = 1; tries <= 2; tries += 1)
      try {
        database ??= open(dir);
        return work(database);
      } catch {
        // Damaged, of another shape, or not writable: it can be rebuilt, so nobody is troubled.
        forget();
      }
    return otherwise;
  };
  const forget = (): void => {
    try {
      database?.close();
      drop(dir);
    } catch {
      // The folder refuses: there is no cache then.
    }
    database = null;
    written.clear();
  };
  const placeOf = (accountId: string, region: string) => `${accountId}.${region}`;

  return {
    read: async (accountId, region) =>
      on((of) => {
        const place = placeOf(accountId, region);
        const look = of.prepare('select form, json from look where place = ?').get(place);
        if (look?.['form'] !== form) return null;
        const { parts: count, stamp, ...frame } = Frame.parse(JSON.parse(look['json'] as string));
        const things: InventorySnapshot['things'] = [];
        const spent: InventorySnapshot['spent'] = {};
        const parts: Row[][] = [];
        for (const found of of
          .prepare('select crc, json from part where place = ? order by at')
          .iterate(place)) {
          const text = found['json'] as string;
          if (crc32(text) !== found['crc']) throw new Error('damaged');
          const rows = JSON.parse(text) as Row[];
          for (const row of rows) {
            if (row.thing !== undefined) things.push(row.thing);
            if (row.spent !== undefined) spent[row.key] = row.spent;
          }
          parts.push(rows);
        }
        if (parts.length !== count) throw new Error('damaged');
        written.set(place, { stamp, parts });
        return { ...frame, things, spent };
      }, null),

    write: async (snapshot) =>
      on((of) => {
        const { things: _things, spent: _spent, ...frame } = snapshot;
        const place = placeOf(snapshot.accountId, snapshot.region);
        const after = [...partsOf(snapshot)];
        const put = of.prepare('insert or replace into part values (?, ?, ?, ?)');
        of.exec('begin immediate');
        try {
          const last = written.get(place);
          const there = of.prepare("select json ->> 'stamp' as stamp from look where place = ?").get(place);
          const before = last !== undefined && there?.['stamp'] === last.stamp ? last.parts : [];
          const stamp = randomUUID();
          after.forEach((rows, at) => {
            if (same(rows, before[at])) return;
            const text = JSON.stringify(rows);
            put.run(place, at, crc32(text), text);
          });
          of.prepare('delete from part where place = ? and at >= ?').run(place, after.length);
          const text = JSON.stringify({ ...frame, parts: after.length, stamp });
          of.prepare('insert or replace into look values (?, ?, ?)').run(place, form, text);
          of.exec('commit');
          written.set(place, { stamp, parts: after });
        } catch (error) {
          of.exec('rollback');
          throw error;
        }
      }, undefined),

    account: async (name) =>
      on((of) => {
        const found = of.prepare('select json from account where name = ?').get(name)?.['json'];
        return found === undefined ? null : Account.parse(JSON.parse(found as string));
      }, null),

    remember: async (name, account) =>
      on((of) => {
        of.prepare('insert or replace into account values (?, ?)').run(name, JSON.stringify(account));
      }, undefined),

    close: () => {
      database?.close();
      database = null;
    },
  };
}
