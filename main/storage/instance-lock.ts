/**
 * One program per state folder. The lock is SQLite's exclusive file lock, which the operating system gives back when the
 * process ends in whatever way, so that there is nothing stale to clear after a crash.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type AppFailure, failure } from '../failure.ts';
import { diskFailure, makeFolder, removeIfThere } from './disk.ts';

export interface InstanceLock {
  release(): void;
}

/** SQLite's own numbers for what the disk refuses: https://sqlite.org/rescode.html#primary_result_code_list */
const diskCodes = new Map([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

function lockFailure(error: unknown, path: string): AppFailure {
  const number = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  const code = diskCodes.get(number & 0xff);
  return diskFailure(
    code === undefined ? error : Object.assign(new Error(code, { cause: error }), { code }),
    path,
  );
}

/** Throws `state.locked` when another program holds this state folder. */
export async function lockState(stateDir: string): Promise<InstanceLock> {
  await makeFolder(stateDir);
  const path = join(stateDir, 'instance.lock');
  try {
    return lockFile(path);
  } catch (error) {
    if (!(error instanceof NoLockFile)) throw error;
    // Nobody can hold a lock on a file that SQLite does not open; its bytes mean nothing to us.
    await removeIfThere(path);
    return lockFile(path);
  }
}

/** Another program or a bad disk wrote over the file: https://sqlite.org/rescode.html#notadb */
class NoLockFile extends Error {}
const damagedCodes: readonly number[] = [11, 26];

function lockFile(path: string): InstanceLock {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path);
    chmodSync(path, 0o600);
  } catch (error) {
    throw lockFailure(error, path);
  }
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    const number = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
    if (damagedCodes.includes(number & 0xff)) throw new NoLockFile('not a lock file', { cause: error });
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw failure('state.locked', {}, { cause: error });
    throw lockFailure(error, path);
  }
  return {
    release() {
      if (database.isOpen) database.close();
    },
  };
}
