/**
 * One program per state folder. The lock is SQLite's exclusive file lock, which the operating system gives back when the
 * process ends in whatever way, so that there is nothing stale to clear after a crash.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failure } from '../failure.ts';
import { diskFailure, makeFolder } from './disk.ts';

export interface InstanceLock {
  release(): void;
}

/** Throws `state.locked` when another program holds this state folder. */
export async function lockState(stateDir: string): Promise<InstanceLock> {
  await makeFolder(stateDir);
  const path = join(stateDir, 'instance.lock');
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path);
    chmodSync(path, 0o600);
  } catch (error) {
    throw diskFailure(error, path);
  }
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw failure('state.locked', {}, { cause: error });
    throw diskFailure(error, path);
  }
  return {
    release() {
      if (database.isOpen) database.close();
    },
  };
}
