/**
 * Which files of an upload lie in the bucket already. One list stands for up to 1,000 questions: only what is there in the
 * right size is asked for by itself, for its SHA-256.
 */
import { failedWith } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import { waitUntil } from '../stacks/wait.ts';
import { atOnce } from './at-once.ts';
import { headOf, type PlannedFile } from './uploaded-object.ts';

export const looksAtOnce = 16;

/** Bytes of what lies under the key of a file; null: nothing does; undefined: nobody can tell. */
export type SizeThere = (file: Pick<PlannedFile, 'key'>) => number | null | undefined;

const inPage = 1_000;

/** A folder may hold millions of strangers: more pages than this cost more than to ask for each file. */
const pagesFor = (files: number): number => 2 * Math.ceil(files / inPage) + 1;

function commonStart(keys: readonly string[]): string {
  const [first = ''] = keys;
  let length = first.length;
  for (const key of keys) while (!key.startsWith(first.slice(0, length))) length -= 1;
  const start = first.slice(0, length);
  // Half a character is no prefix.
  return start.isWellFormed() ? start : first.slice(0, length - 1);
}

const denied = (error: unknown): boolean =>
  failedWith(error, 'permission.denied', 'permission.deniedExplicitly');

/** As S3 lists them; of keys that may not be listed nobody can tell. */
export async function listFiles(
  context: ChangeContext,
  bucket: string,
  files: readonly Pick<PlannedFile, 'key'>[],
): Promise<SizeThere> {
  const ours = new Set(files.map(({ key }) => key));
  const sizes = new Map<string, number>();
  const input = { Bucket: bucket, Prefix: commonStart([...ours]) };
  let pages = 0;
  let until: Buffer | null = null;
  try {
    for await (const page of context.aws.pages('s3', 'ListObjectsV2', input, lookOptions(context))) {
      for (const { Key = '', Size = 0 } of page.Contents ?? []) if (ours.has(Key)) sizes.set(Key, Size);
      pages += 1;
      const last = page.Contents?.at(-1)?.Key;
      if (pages < pagesFor(ours.size) || page.NextContinuationToken === undefined || last === undefined)
        continue;
      until = Buffer.from(last);
      break;
    }
  } catch (error) {
    if (!denied(error)) throw error;
    return () => undefined;
  }
  // S3 lists keys in the order of their UTF-8 bytes.
  return ({ key }) =>
    sizes.get(key) ?? (until !== null && Buffer.compare(Buffer.from(key), until) > 0 ? undefined : null);
}

export interface Found {
  /** Exactly these bytes lie there, whoever put them. By index. */
  same: Set<number>;
  /** Of those, what this plan put. */
  ours: Set<number>;
}

/** What may not be looked at counts as not there. */
export async function lookForFiles(
  context: ChangeContext,
  bucket: string,
  files: readonly PlannedFile[],
): Promise<Found> {
  const found: Found = { same: new Set(), ours: new Set() };
  const sizeThere = await waitUntil(() => listFiles(context, bucket, files), context);
  const items = files.filter((file) => {
    const size = sizeThere(file);
    return size === undefined || size === file.bytes;
  });
  await atOnce([{ items, most: looksAtOnce }], async (file) => {
    const head = await waitUntil(() => headOr(context, bucket, file.key), context);
    if (head?.Metadata?.['millwright-sha256'] !== file.sha256 || head.ContentLength !== file.bytes) return;
    found.same.add(file.index);
    if (head.Metadata['millwright-plan'] === context.planId) found.ours.add(file.index);
  });
  return found;
}

/** Null: nothing is there, or it may not be looked at. */
async function headOr(context: ChangeContext, bucket: string, key: string) {
  try {
    return (await headOf(context, bucket, key)) ?? null;
  } catch (error) {
    if (denied(error)) return null;
    throw error;
  }
}
