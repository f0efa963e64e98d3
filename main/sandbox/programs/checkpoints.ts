/**
 * Checkpoints as the program inside trainings keeps them (assets/bootstrap/train/4-checkpoints.sh; docs/training.md): a
 * list of files that is put last, each file under its SHA-256.
 */
import { createHash } from 'node:crypto';
import { NoRights, type ProgramStore } from './store.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const nameOf = (number: number): string => `${String(number).padStart(6, '0')}.checkpoint`;
const first = 'millwright checkpoint 1';

export interface Checkpoint {
  /** `000003`. */
  name: string;
  /** By their path: `checkpoints/…` or `model/…`. */
  files: Map<string, Buffer>;
}

export interface Newest {
  /** The highest number ever used here; 0 for none. */
  number: number;
  checkpoint?: Checkpoint;
  /** Names of newer ones that are not whole. */
  broken: string[];
}

interface Listed {
  sum: string;
  path: string;
}

function readList(text: string): Listed[] | undefined {
  const lines = text.trimEnd().split('\n');
  if (lines.shift() !== first) return undefined;
  const end = lines.pop();
  const files = lines.flatMap((line) => {
    const [, sum, path] = /^([0-9a-f]{64}) \d+ ((?:checkpoints|model)\/.+)$/.exec(line) ?? [];
    return sum === undefined || path === undefined ? [] : [{ sum, path }];
  });
  return end === `end ${files.length}` && files.length === lines.length ? files : undefined;
}

/** The list could be read: a file that is refused is one that is not there. */
const orMissing = (reading: Promise<Buffer | undefined>): Promise<Buffer | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof NoRights) return undefined;
    throw error;
  });

async function bring(store: ProgramStore, folder: string, name: string) {
  const list = readList((await store.get(`${folder}${name}`))?.toString() ?? '');
  if (list === undefined) return undefined;
  const files = new Map<string, Buffer>();
  for (const { sum, path } of list) {
    const bytes = await orMissing(store.get(`${folder}files/${sum}`));
    if (bytes === undefined || sha256(bytes) !== sum) return undefined;
    files.set(path, bytes);
  }
  return files;
}

async function names(store: ProgramStore, folder: string): Promise<string[]> {
  const all = (await store.list(folder)).map((address) => address.slice(folder.length));
  return all.filter((name) => /^\d{6}\.checkpoint$/.test(name)).reverse();
}

/** The newest checkpoint that is whole. `folder` ends with a slash. */
export async function newest(store: ProgramStore, folder: string): Promise<Newest> {
  const broken: string[] = [];
  const found = await names(store, folder);
  const number = Number.parseInt(found[0] ?? '0', 10);
  for (const name of found) {
    const files = await bring(store, folder, name);
    const short = name.slice(0, 6);
    if (files) return { number, broken, checkpoint: { name: short, files } };
    broken.push(short);
  }
  return { number, broken };
}

/** Keeps the next checkpoint after `number` and forgets what two newer ones follow. Answers its name. */
export async function keep(
  store: ProgramStore,
  folder: string,
  number: number,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const lines: string[] = [];
  for (const [path, bytes] of files) {
    const sum = sha256(bytes);
    await store.put(`${folder}files/${sum}`, bytes);
    lines.push(`${sum} ${bytes.length} ${path}`);
  }
  const name = nameOf(number + 1);
  const list = [first, ...lines, `end ${lines.length}`, ''].join('\n');
  await store.put(`${folder}${name}`, Buffer.from(list));
  await forget(store, folder, number - 1);
  return name.slice(0, 6);
}

async function forget(store: ProgramStore, folder: string, number: number): Promise<void> {
  const listOf = async (name: string) =>
    readList((await orMissing(store.get(`${folder}${name}`)))?.toString() ?? '') ?? [];
  const old = nameOf(number);
  const gone = await listOf(old);
  if (gone.length === 0) return;
  await store.remove(`${folder}${old}`);
  const rest = await Promise.all((await names(store, folder)).map(listOf));
  const kept = new Set(rest.flat().map(({ sum }) => sum));
  for (const { sum } of gone) if (!kept.has(sum)) await store.remove(`${folder}files/${sum}`);
}
