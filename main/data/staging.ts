/**
 * A place on this computer for files that the person picked, until the plan `data-upload` puts them into a bucket.
 *
 * On disk: `<state>/staging/<stageId>/stage.json` (what was declared), `received` (a line `index sha256` per file
 * that arrived whole) and one file per index (`0`, `1`, ...), all 0600. The person's paths are
 * data inside `stage.json`; no path of theirs ever names a file here.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { failure } from '../failure.ts';
import { codeOf, diskFailure } from '../storage/disk.ts';
import { type StagedBefore, stagedBefore, takeOver } from './staged-before.ts';

const StagedFile = z.strictObject({
  path: z.string(),
  bytes: z.number().int().min(0),
  /** Hex, of the bytes that arrived; null until they did. */
  sha256: z.string().nullable(),
  /** ms since 1970, as the file itself says; with name and size it tells a file that was not changed. */
  modifiedAt: z.number().optional(),
});
const Stage = z.strictObject({
  stageId: z.string(),
  windowId: z.string(),
  madeAt: z.number(),
  files: z.array(StagedFile),
});
export type Stage = z.infer<typeof Stage>;

/** Stage ids as `reserve` makes them; anything else never reaches the disk. */
const stageIdPattern = /^[0-9a-f]{32}$/;
/** Files that nobody planned to upload are removed after a day. */
const keptMs = 24 * 3_600_000;

export interface StagingLimits {
  /** Bytes of all stages together. */
  totalBytes: number;
}

export interface PickedFile {
  path: string;
  bytes: number;
  modifiedAt?: number | undefined;
}

export interface Staging {
  /**
   * Makes a stage for these files. What an earlier stage has of them, unchanged by path, size and time, has arrived
   * already. Throws `input.invalid` for a hostile path and `file.tooLarge` above the cap.
   */
  reserve(files: PickedFile[], windowId: string): Promise<Stage>;
  /** Takes the bytes of one file. Throws `input.invalid` if they are not exactly as many as were declared. */
  receive(stageId: string, index: number, bytes: Readable): Promise<{ sha256: string }>;
  /** The stage with what has arrived, or undefined. */
  get(stageId: string): Promise<Stage | undefined>;
  /** Where the bytes of a file lie; read-only for callers. */
  fileOf(stageId: string, index: number): string;
  /** The same by the file's path; undefined: there is no such stage or file. */
  fileAt(stageId: string, path: string): Promise<string | undefined>;
  remove(stageId: string): Promise<void>;
  /** Removes what was abandoned; `keep` names stages that an open task still needs. */
  sweep(keep: ReadonlySet<string>): Promise<void>;
}

/** Normalises a picked path to `folder/name`; refuses what could mean another place or hide text. */
export function safePath(path: string): string {
  const parts = path.normalize('NFC').replaceAll('\\', '/').split('/');
  const hostile =
    path.length === 0 ||
    /[\u0000-\u001f\u007f\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(path) ||
    !path.isWellFormed() ||
    /^[A-Za-z]:/.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  if (hostile) throw failure('input.invalid', { field: 'files' }, { technical: { text: 'path refused' } });
  return parts.join('/');
}

export function openStaging(
  stateDir: string,
  now: () => number = Date.now,
  limits: StagingLimits = { totalBytes: 20 * 1024 ** 3 },
): Staging {
  const root = join(stateDir, 'staging');
  const known = new Map<string, Stage>();

  const dirOf = (stageId: string): string => {
    if (!stageIdPattern.test(stageId)) throw failure('resource.notFound', { name: 'stage' });
    return join(root, stageId);
  };
  const get = async (stageId: string): Promise<Stage | undefined> => {
    const dir = dirOf(stageId);
    const held = known.get(stageId);
    if (held !== undefined) return held;
    try {
      const stage = Stage.parse(JSON.parse(await readFile(join(dir, 'stage.json'), 'utf8')));
      for (const line of (await readFile(join(dir, 'received'), 'utf8')).split('\n').slice(0, -1)) {
        const [index, sha256] = line.split(' ');
        const file = stage.files[Number(index)];
        if (file !== undefined && sha256 !== undefined) file.sha256 = sha256;
      }
      known.set(stageId, stage);
      return stage;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  const places = new WeakMap<Stage, ReadonlyMap<string, number>>();
  /** Puts a new stage on disk. */
  const make = async (stage: Stage, before: StagedBefore): Promise<void> => {
    const dir = dirOf(stage.stageId);
    const declared = JSON.stringify(stage);
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeFile(join(dir, 'received'), await takeOver(stage, before, dirOf), { mode: 0o600 });
      await writeFile(join(dir, 'stage.json'), declared, { mode: 0o600 });
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw diskFailure(error, dir);
    }
    known.set(stage.stageId, stage);
  };
  const all = async (): Promise<Stage[]> => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const names = (await readdir(root)).filter((name) => stageIdPattern.test(name));
    return (await Promise.all(names.map(get))).filter((stage) => stage !== undefined);
  };

  return {
    get,
    fileOf: (stageId, index) => join(dirOf(stageId), String(index)),
    async fileAt(stageId, path) {
      const stage = await get(stageId);
      if (stage === undefined) return undefined;
      let paths = places.get(stage);
      if (paths === undefined) {
        paths = new Map(stage.files.map((file, index) => [file.path, index]));
        places.set(stage, paths);
      }
      const index = paths.get(path);
      return index === undefined ? undefined : join(dirOf(stageId), String(index));
    },
    async reserve(files, windowId) {
      const others = await all();
      const stage: Stage = {
        stageId: randomBytes(16).toString('hex'),
        windowId,
        madeAt: now(),
        files: files.map(({ path, bytes, modifiedAt }) => ({
          path: safePath(path),
          bytes,
          sha256: null,
          ...(modifiedAt !== undefined && { modifiedAt }),
        })),
      };
      if (new Set(stage.files.map((file) => file.path)).size !== stage.files.length)
        throw failure('input.invalid', { field: 'files' }, { technical: { text: 'the same path twice' } });
      const before = stagedBefore(others);
      const held = others.flatMap((one) => one.files).reduce((sum, file) => sum + file.bytes, 0);
      const asked = stage.files
        .filter((file) => before(file) === undefined)
        .reduce((sum, file) => sum + file.bytes, 0);
      if (held + asked > limits.totalBytes)
        throw failure('file.tooLarge', { limit: { bytes: limits.totalBytes }, name: files[0]?.path ?? '' });
      await make(stage, before);
      return stage;
    },
    async receive(stageId, index, bytes) {
      const declared = (await get(stageId))?.files[index];
      if (declared === undefined) throw failure('resource.notFound', { name: 'stage' });
      const hash = createHash('sha256');
      let arrived = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          arrived += chunk.length;
          if (arrived > declared.bytes) {
            done(wrongSize());
            return;
          }
          hash.update(chunk);
          done(null, chunk);
        },
      });
      const file = join(dirOf(stageId), String(index));
      const part = `${file}.${randomBytes(4).toString('hex')}.part`;
      try {
        await pipeline(bytes, measure, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
        if (arrived !== declared.bytes) throw wrongSize();
        const handle = await open(part, 'r');
        await handle.sync().finally(() => handle.close());
        await rename(part, file);
      } catch (error) {
        await rm(part, { force: true });
        // The person reads that the disk is full; what else a stream ends with is for who sent it.
        throw diskCodes.has(codeOf(error) ?? '') ? diskFailure(error, root) : error;
      }
      const sha256 = hash.digest('hex');
      // One appended line per file: rewriting the list for each of 10,000 files would cost gigabytes.
      await appendFile(join(dirOf(stageId), 'received'), `${index} ${sha256}\n`);
      declared.sha256 = sha256;
      return { sha256 };
    },
    async remove(stageId) {
      known.delete(stageId);
      await rm(dirOf(stageId), { recursive: true, force: true });
    },
    async sweep(keep) {
      await mkdir(root, { recursive: true, mode: 0o700 });
      for (const name of await readdir(root)) {
        const { mtimeMs } = await stat(join(root, name));
        if (!keep.has(name) && now() - mtimeMs > keptMs) {
          known.delete(name);
          await rm(join(root, name), { recursive: true, force: true });
        }
      }
    },
  };
}

const diskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

function wrongSize(): Error {
  return failure(
    'input.invalid',
    { field: 'files' },
    { technical: { text: 'size differs from the declared' } },
  );
}
