/**
 * Puts staged files into a bucket. Every object carries the plan's id and the SHA-256 of its bytes, so that a later start
 * sees what is there already and a take-back removes only what this plan put. What lies there with the same bytes is not
 * sent, whoever put it.
 */
import { message } from '../../preload/contract/message.ts';
import type { UploadChange } from '../../preload/contract/plan.ts';
import { failedWith, failure, troubleBehind } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { waitUntil } from '../stacks/wait.ts';
import { atOnce } from './at-once.ts';
import type { Steps } from './journal.ts';
import { shippedStage } from './shipped-files.ts';
import { abortOwnUploads, hasParts, partBytes, putLarge } from './upload-large.ts';
import { listFiles, lookForFiles, looksAtOnce } from './upload-look.ts';
import { openProgress, type Progress } from './upload-progress.ts';
import { fileReader, openRoom, type Reader, type Room } from './upload-reader.ts';
import { textReader } from './written-files.ts';
import { headOf, isThere, metadataOf, type PlannedFile, type UploadFile } from './uploaded-object.ts';

export interface UploadTools {
  /** Path of the staged bytes on this computer. Throws `resource.notFound`. */
  stagedFile(stageId: string, path: string): Promise<string>;
}

/** Told how many bytes have arrived, of how many. */
export type OnBytes = (done: number, of: number) => void;

const mebibyte = 1024 ** 2;
/** Up to here one PutObject; above, parts that can be resumed. */
const smallBytes = 16 * mebibyte;
/**
 * Many little files at once, because each of them waits for the line; few others, because each of them takes memory:
 * together at most 16 x 1 and 3 x 16 MiB.
 */
const littleBytes = mebibyte;
const littleAtOnce = 16;
const othersAtOnce = 3;

export const keyOf = (change: UploadChange, path: string): string => `${change.prefix}${path}`;

type Planned = PlannedFile & { path: string };

const plannedFiles = (change: UploadChange): Planned[] =>
  change.files.map((file, index) => ({ ...file, index, key: keyOf(change, file.path) }));

const lanesOf = (files: readonly Planned[]) => [
  { items: files.filter(({ bytes }) => bytes <= littleBytes), most: littleAtOnce },
  { items: files.filter(({ bytes }) => bytes > littleBytes), most: othersAtOnce },
];

export async function runUpload(
  context: ChangeContext,
  change: UploadChange,
  tools: UploadTools,
  onBytes: OnBytes,
): Promise<void> {
  const { steps } = context;
  const { bucket } = change;
  if (steps.outcome('upload') !== undefined) return;
  const files = plannedFiles(change);
  context.onDetail(message('apply.uploadLook'));
  const { same, ours } = await lookForFiles(context, bucket, files);
  const waiting = files.filter(({ index }) => !same.has(index));
  if (steps.intended('upload') === undefined) {
    const first = [...ours].slice(0, 1).concat(lanesOf(waiting).flatMap(firstOf));
    // As a rule nothing is there: then the first files of the plan are the first that are sent.
    await steps.intend('upload', {
      bucket,
      files: change.files.length,
      ...(same.size > 0 && { first }),
    });
  }
  const progress = openProgress(context, files, onBytes);
  for (const { index, bytes } of files)
    if (same.has(index)) {
      progress.bytes(bytes);
      progress.ended();
    }
  const room = openRoom();
  await atOnce(lanesOf(waiting), async (planned, failed) => {
    const file = planned.text === undefined ? await tools.stagedFile(change.stageId, planned.path) : '';
    progress.begun(planned);
    await put(context, bucket, { ...planned, file }, { progress, room, failed });
    progress.ended();
  });
  await steps.settle('upload', {});
}

/** Files are begun in their order: when any of a lane is there, one of these is. */
const firstOf = ({ items, most }: ReturnType<typeof lanesOf>[number]): number[] =>
  items.slice(0, most).map(({ index }) => index);

/** One of three sizes, so that each buffer serves many files. */
const roomFor = ({ bytes }: UploadFile): number =>
  bytes <= littleBytes
    ? littleBytes
    : bytes <= smallBytes
      ? smallBytes
      : Math.max(smallBytes, partBytes(bytes));

async function put(
  context: ChangeContext,
  bucket: string,
  file: UploadFile,
  { progress, room, failed }: { progress: Progress; room: Room; failed: AbortSignal },
): Promise<void> {
  const ending = { ...context, signal: AbortSignal.any([context.signal, failed]) };
  // One trouble of the network must not lose the work of the other files.
  await waitUntil(async () => {
    const reader = file.text === undefined ? await fileReader(file.file, file.bytes) : textReader(file.text);
    const sent = progress.file();
    try {
      await room.lend(roomFor(file), (into) =>
        file.bytes <= smallBytes
          ? putSmall(context, bucket, file, reader, into)
          : putLarge(ending, bucket, file, reader, { into, arrived: sent.bytes }),
      );
    } catch (error) {
      sent.none();
      if (!failedWith(error, 'outcome.unknown')) throw error;
      if (!(await isThere(context, bucket, file))) throw troubleBehind(error);
    } finally {
      await reader.close();
    }
    sent.whole(file.bytes);
    return true;
  }, ending);
}

async function putSmall(
  context: ChangeContext,
  bucket: string,
  file: UploadFile,
  reader: Reader,
  into: Buffer,
): Promise<void> {
  const body = await reader.read(0, file.bytes, into);
  const sum = Buffer.from(file.sha256, 'hex').toString('base64');
  if (reader.sha256(body) !== sum) throw failure('file.unreadable', { name: file.key });
  await context.aws.call(
    's3',
    'PutObject',
    { Bucket: bucket, Key: file.key, Body: body, ChecksumSHA256: sum, Metadata: metadataOf(context, file) },
    lookOptions(context),
  );
}

/** What of the files may lie there in part or whole, by index. */
function candidates(context: ChangeContext, files: readonly Planned[]): ReadonlySet<number> {
  const first = context.steps.intended('upload')?.['first'];
  if (Array.isArray(first)) return new Set(first.filter((index) => typeof index === 'number'));
  return new Set(lanesOf(files).flatMap(firstOf));
}

/** Where files of an upload that failed lie, whole or in parts; one row for all of them. */
export async function leftOfUpload(context: ChangeContext, change: UploadChange): Promise<MadeThing[]> {
  const { bucket, prefix } = change;
  if (change.stageId === shippedStage) return [];
  if (context.steps.intended('upload') === undefined) return [];
  const files = plannedFiles(change);
  const row = [{ type: 'AWS::S3::Object', name: `${bucket}/${prefix}` }];
  if (files.some(({ index }) => hasParts(context.steps, index))) return row;
  const some = candidates(context, files);
  for (const { index, key } of files) {
    if (!some.has(index)) continue;
    const head = await headOf(context, bucket, key);
    if (head?.Metadata?.['millwright-plan'] === context.planId) return row;
  }
  return [];
}

/**
 * Removes what this plan put, and the parts of what it did not finish. `makesBucket`: the bucket is the plan's own; what
 * is in it would keep it, and its cost.
 */
export async function takeBackUpload(
  context: ChangeContext,
  change: UploadChange,
  { there, makesBucket }: { there: Steps; makesBucket: boolean },
): Promise<void> {
  // The same bytes under the same name for every plan: in a bucket that was there before, another one may need them.
  if (change.stageId === shippedStage && !makesBucket) return;
  const { bucket } = change;
  context.onDetail(message('apply.takingBack'));
  const files = plannedFiles(change);
  // First: a part that is put together now would be an object after the list.
  for (const file of files) await abortOwnUploads(context, bucket, file, there);
  const sizeThere = await listFiles(context, bucket, files);
  const items = files.filter((file) => sizeThere(file) !== null);
  await atOnce([{ items, most: looksAtOnce }], async ({ key }) => {
    await waitUntil(async () => {
      const head = await headOf(context, bucket, key);
      if (head?.Metadata?.['millwright-plan'] === context.planId)
        await context.aws.call('s3', 'DeleteObject', { Bucket: bucket, Key: key }, lookOptions(context));
      return true;
    }, context);
  });
}
