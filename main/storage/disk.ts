/** Writing so that a crash leaves the old file or the new one, and saying in plain words what the disk refuses. */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppFailure, failure } from '../failure.ts';

/** The file system as this room uses it; tests pass one that is full, refuses, or stops at a step. */
export type Files = Pick<typeof fs, 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'unlink'>;

export const realFiles: Files = fs;

const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const readOnlyDisk = new Set(['EROFS', 'EACCES', 'EPERM']);

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Turns what the file system threw into `disk.full`, `disk.readOnly`, `disk.notFolder` or `internal`; names the file,
 * not its folder.
 */
export function diskFailure(error: unknown, path: string): AppFailure {
  if (error instanceof AppFailure) return error;
  const code = codeOf(error);
  const params = { file: basename(path) };
  const more = { cause: error, technical: { text: code ?? 'unknown file error' } };
  if (code !== undefined && fullDisk.has(code)) return failure('disk.full', params, more);
  if (code !== undefined && readOnlyDisk.has(code)) return failure('disk.readOnly', params, more);
  if (code === 'EEXIST') return failure('disk.notFolder', params, more);
  if (code === 'ENOTDIR') return failure('disk.notFolder', { file: basename(dirname(path)) }, more);
  return failure('internal', params, more);
}

/** Makes the folder for this user only (0700). */
export async function makeFolder(path: string, files: Files = realFiles): Promise<void> {
  try {
    await files.mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw diskFailure(error, path);
  }
}

/** Makes a rename or a new file in `folder` survive a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string, files: Files = realFiles): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces the file in one step: temporary file, fsync, rename, fsync of the folder. Mode 0600. */
export async function writeAtomic(
  path: string,
  bytes: string | Uint8Array,
  files: Files = realFiles,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: fs.FileHandle | undefined;
  try {
    await makeFolder(folder, files);
    handle = await files.open(temporary, 'wx', 0o600);
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await files.rename(temporary, path);
    await syncFolder(folder, files);
  } catch (error) {
    await handle?.close();
    await removeIfThere(temporary, files);
    throw diskFailure(error, path);
  }
}

export async function removeIfThere(path: string, files: Files = realFiles): Promise<void> {
  try {
    await files.unlink(path);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw diskFailure(error, path);
  }
}
