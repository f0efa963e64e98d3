/**
 * Puts staged files into a bucket. Every object carries the plan's id and the SHA-256 of its bytes, so that a later start
 * sees what is there already and a take-back removes only what this plan put.
 */
import { message } from '../../preload/contract/message.ts';
import type { UploadChange } from '../../preload/contract/plan.ts';
import { failedWith, failure, troubleBehind } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { waitUntil } from '../stacks/wait.ts';
import type { Steps } from './journal.ts';
import { abortOwnUploads, hasParts, putLarge } from './upload-large.ts';
import { fileReader, type Reader } from './upload-reader.ts';
import { headOf, isThere, metadataOf, type UploadFile } from './uploaded-object.ts';

export interface UploadTools {
  /** Path of the staged bytes on this computer. Throws `resource.notFound`. */
  stagedFile(stageId: string, path: string): Promise<string>;
}

/** Told how many bytes have arrived, of how many. */
export type OnBytes = (done: number, of: number) => void;

/** Up to here one PutObject; above, parts that can be resumed. */
const smallBytes = 16 * 1024 ** 2;
const atOnce = 4;

export const keyOf = (change: UploadChange, path: string): string => `${change.prefix}${path}`;

export async function runUpload(
  context: ChangeContext,
  change: UploadChange,
  tools: UploadTools,
  onBytes: OnBytes,
): Promise<void> {
  const { steps } = context;
  if (steps.outcome('upload') !== undefined) return;
  const again = steps.intended('upload') !== undefined;
  if (!again) await steps.intend('upload', { bucket: change.bucket, files: change.files.length });
  const total = change.files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  const queue = change.files.map((file, index) => ({ ...file, index }));
  const arrived = (bytes: number) => {
    done += bytes;
    onBytes(done, total);
  };
  // After one that cannot be sent nothing more is begun: what is left is what the person reads.
  const failed = new AbortController();
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && !failed.signal.aborted; next = queue.shift()) {
      const { index, path, bytes, sha256 } = next;
      const file = await tools.stagedFile(change.stageId, path);
      context.onDetail(message('apply.uploading', { file: path, size: { bytes } }));
      await put(
        context,
        change.bucket,
        { index, key: keyOf(change, path), bytes, sha256, file },
        { again, arrived, failed: failed.signal },
      );
    }
  };
  const stopping = async () => {
    try {
      await worker();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  await Promise.allSettled(Array.from({ length: Math.min(atOnce, queue.length) }, stopping));
  // What the first one failed with; the others were ended by it.
  if (failed.signal.aborted) throw failed.signal.reason;
  await steps.settle('upload', {});
}

async function put(
  context: ChangeContext,
  bucket: string,
  file: UploadFile,
  { again, arrived, failed }: { again: boolean; arrived: (bytes: number) => void; failed: AbortSignal },
): Promise<void> {
  const large = { ...context, signal: AbortSignal.any([context.signal, failed]) };
  // One trouble of the network must not lose the work of the other files.
  await waitUntil(async () => {
    if (again && (await isThere(context, bucket, file))) {
      arrived(file.bytes);
      return true;
    }
    const reader = await fileReader(file.file, file.bytes);
    try {
      if (file.bytes <= smallBytes) await putSmall(context, bucket, file, reader);
      else await putLarge(large, bucket, file, reader, arrived);
    } catch (error) {
      if (!failedWith(error, 'outcome.unknown')) throw error;
      if (!(await isThere(context, bucket, file))) throw troubleBehind(error);
    } finally {
      await reader.close();
    }
    if (file.bytes <= smallBytes) arrived(file.bytes);
    return true;
  }, context);
}

async function putSmall(
  context: ChangeContext,
  bucket: string,
  file: UploadFile,
  reader: Reader,
): Promise<void> {
  const body = await reader.read(0, file.bytes);
  const sum = Buffer.from(file.sha256, 'hex').toString('base64');
  if (reader.sha256(body) !== sum) throw failure('file.unreadable', { name: file.key });
  await context.aws.call(
    's3',
    'PutObject',
    { Bucket: bucket, Key: file.key, Body: body, ChecksumSHA256: sum, Metadata: metadataOf(context, file) },
    lookOptions(context),
  );
}

/** Files are begun in their order: when any of them is there, one of the first is. */
const lookedAt = 4 * atOnce;

/** Where files of an upload that failed lie, whole or in parts; one row for all of them. */
export async function leftOfUpload(context: ChangeContext, change: UploadChange): Promise<MadeThing[]> {
  const { bucket, prefix, files } = change;
  if (context.steps.intended('upload') === undefined) return [];
  const row = [{ type: 'AWS::S3::Object', name: `${bucket}/${prefix}` }];
  if (files.some((_, index) => hasParts(context.steps, index))) return row;
  for (const { path } of files.slice(0, lookedAt)) {
    const head = await headOf(context, bucket, keyOf(change, path));
    if (head?.Metadata?.['millwright-plan'] === context.planId) return row;
  }
  return [];
}

/** Removes what this plan put, and the parts of what it did not finish. */
export async function takeBackUpload(
  context: ChangeContext,
  change: UploadChange,
  there: Steps,
): Promise<void> {
  context.onDetail(message('apply.takingBack'));
  for (const [index, { path }] of change.files.entries()) {
    const key = keyOf(change, path);
    await abortOwnUploads(context, change.bucket, { index, key }, there);
    const head = await headOf(context, change.bucket, key);
    if (head?.Metadata?.['millwright-plan'] === context.planId)
      await context.aws.call('s3', 'DeleteObject', { Bucket: change.bucket, Key: key }, lookOptions(context));
  }
}
