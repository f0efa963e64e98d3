/** Files of the program itself that plans put into a bucket, by the name that they have there. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { UploadChange } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import { asset } from '../program.ts';

/** In place of a stage's id: the files are the program's own, and nobody has to lay them ready. */
export const shippedStage = 'shipped';

const files: Readonly<Record<string, string>> = { 'train.sh': asset('bootstrap', 'train.sh') };

/** Where it lies on this computer. Throws `resource.notFound` for anything that is not meant to leave it. */
export function shippedFile(path: string): string {
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file === undefined) throw failure('resource.notFound', { name: path });
  return file;
}

const known = new Map<string, UploadChange['files'][number]>();

/** Name, size and SHA-256, as an upload names its files. Read once. */
export function shippedUpload(path: string): UploadChange['files'][number] {
  const held = known.get(path);
  if (held !== undefined) return held;
  const bytes = readFileSync(shippedFile(path));
  const found = { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  known.set(path, found);
  return found;
}
