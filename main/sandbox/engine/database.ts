/**
 * The account's file. Writes of all calls gather in one transaction; `commit` is called before any answer leaves and
 * after every timer, so whatever a client was told survives a kill of the program. (Write-ahead log with
 * `synchronous = NORMAL`: https://sqlite.org/pragma.html#pragma_synchronous. A power cut may lose the last moments.)
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

const SCHEMA = `
  create table if not exists meta (name text primary key, value text not null) without rowid;
  create table if not exists resource (
    kind text, region text, key text, seq integer not null, json text not null,
    primary key (kind, region, key)) without rowid;
  create table if not exists timer (
    id text primary key, due real not null, seq integer not null, handler text not null, region text not null,
    data text not null) without rowid;
  create table if not exists ledger (
    id integer primary key, kind text not null, key text not null, region text not null,
    madeAt text not null, madeBy text not null, goneAt text, billed text not null, goneBy text);
`;

export interface Database {
  prepare(sql: string): StatementSync;
  /** Call before every write. */
  begin(): void;
  commit(): void;
  close(): void;
  getMeta(name: string): string | undefined;
  setMeta(name: string, value: string): void;
}

export function openDatabase(dir: string): Database {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'account.sqlite');
  closeSync(openSync(path, 'a', 0o600)); // holds secret keys; SQLite's own files take its mode
  const sqlite = new DatabaseSync(path);
  sqlite.exec(
    'pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000;' +
      'pragma locking_mode = exclusive; pragma foreign_keys = off;',
  );
  sqlite.exec(SCHEMA);
  // Accounts of earlier versions do not know who ended a thing.
  const columns = sqlite.prepare("select name from pragma_table_info('ledger')").all();
  if (!columns.some(({ name }) => name === 'goneBy'))
    sqlite.exec('alter table ledger add column goneBy text');
  let open = false;
  const readMeta = sqlite.prepare('select value from meta where name = ?');
  const writeMeta = sqlite.prepare('insert or replace into meta values (?, ?)');
  const database: Database = {
    prepare: (sql) => sqlite.prepare(sql),
    begin: () => {
      if (open) return;
      sqlite.exec('begin immediate');
      open = true;
    },
    commit: () => {
      if (!open) return;
      sqlite.exec('commit');
      open = false;
    },
    close: () => {
      database.commit();
      sqlite.close();
    },
    getMeta: (name) => readMeta.get(name)?.['value'] as string | undefined,
    setMeta: (name, value) => {
      database.begin();
      writeMeta.run(name, value);
    },
  };
  return database;
}
