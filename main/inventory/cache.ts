/**
 * The last look at each account and region on disk: what a start shows before AWS is asked, and without a network. It can
 * be rebuilt by looking again, so a damaged file is thrown away, and the disk is not waited for.
 */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Spent } from '../costs/spent.ts';
import { InventorySnapshot, type SnapshotStore } from './inventory.ts';
import { Thing, thingKey } from './thing.ts';

const schema = `
  pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 1000;
  create table if not exists look (place text primary key, json text not null) without rowid;
  create table if not exists thing (place text, key text, json text not null, primary key (place, key)) without rowid;
  create table if not exists account (name text primary key, json text not null) without rowid;
`;
const suffixes = ['', '-wal', '-shm'];

/** All of a look but its things, each of which is a row of its own. */
const Frame = InventorySnapshot.omit({ things: true, spent: true });
const Row = z.strictObject({ thing: Thing.optional(), spent: Spent.optional() });
const Account = z.strictObject({ accountId: z.string(), region: z.string() });

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
  /** What was written last, by place and key: only what changed is written again. */
  const written = new Map<string, Map<string, string>>();

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
        const frame = of.prepare('select json from look where place = ?').get(place)?.['json'];
        if (frame === undefined) return null;
        const things: InventorySnapshot['things'] = [];
        const spent: InventorySnapshot['spent'] = {};
        const texts = new Map<string, string>();
        for (const found of of.prepare('select key, json from thing where place = ?').iterate(place)) {
          const key = found['key'] as string;
          const text = found['json'] as string;
          const row = Row.parse(JSON.parse(text));
          if (row.thing !== undefined) things.push(row.thing);
          if (row.spent !== undefined) spent[key] = row.spent;
          texts.set(key, text);
        }
        written.set(place, texts);
        return { ...Frame.parse(JSON.parse(frame as string)), things, spent };
      }, null),

    write: async (snapshot) =>
      on((of) => {
        const { things, spent, ...frame } = snapshot;
        const place = placeOf(snapshot.accountId, snapshot.region);
        const before = written.get(place) ?? new Map<string, string>();
        const after = new Map<string, string>();
        const byKey = new Map(things.map((thing) => [thingKey(thing), thing]));
        for (const key of new Set([...byKey.keys(), ...Object.keys(spent)]))
          after.set(key, JSON.stringify({ thing: byKey.get(key), spent: spent[key] }));
        const put = of.prepare('insert or replace into thing values (?, ?, ?)');
        const remove = of.prepare('delete from thing where place = ? and key = ?');
        of.exec('begin');
        try {
          if (!written.has(place)) of.prepare('delete from thing where place = ?').run(place);
          of.prepare('insert or replace into look values (?, ?)').run(place, JSON.stringify(frame));
          for (const [key, text] of after) if (before.get(key) !== text) put.run(place, key, text);
          for (const key of before.keys()) if (!after.has(key)) remove.run(place, key);
          of.exec('commit');
        } catch (error) {
          of.exec('rollback');
          throw error;
        }
        written.set(place, after);
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
