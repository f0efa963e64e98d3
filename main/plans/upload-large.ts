/** Multipart upload that goes on where it stopped: the upload's id is in the journal, its parts are asked of S3. */
import { createHash } from 'node:crypto';
import { failedWith, failure } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import type { Steps } from './journal.ts';
import { textIn } from './journal-lines.ts';
import type { Reader } from './upload-reader.ts';
import { isThere, metadataOf, type UploadFile } from './uploaded-object.ts';

const mebibyte = 1024 ** 2;
const smallestPart = 8 * mebibyte;
/** S3 takes at most 10,000 parts. */
const mostParts = 10_000;

export const partBytes = (bytes: number): number =>
  Math.max(smallestPart, Math.ceil(bytes / mostParts / mebibyte) * mebibyte);

export async function putLarge(
  context: ChangeContext,
  bucket: string,
  file: UploadFile,
  reader: Reader,
  { into, arrived }: { into: Buffer; arrived: (bytes: number) => void },
): Promise<void> {
  const { aws } = context;
  const options = lookOptions(context);
  const UploadId = await uploadOf(context, bucket, file);
  const target = { Bucket: bucket, Key: file.key, UploadId };
  const there = await partsOf(context, target);
  const whole = createHash('sha256');
  const parts: { PartNumber: number; ETag: string; ChecksumSHA256: string }[] = [];
  const size = partBytes(file.bytes);
  for (let from = 0, PartNumber = 1; from < file.bytes; from += size, PartNumber += 1) {
    const Body = await reader.read(from, Math.min(size, file.bytes - from), into);
    whole.update(Body);
    const ChecksumSHA256 = reader.sha256(Body);
    const known = there.get(PartNumber);
    let ETag = known?.sha256 === ChecksumSHA256 ? known.etag : undefined;
    ETag ??= (await aws.call('s3', 'UploadPart', { ...target, PartNumber, Body, ChecksumSHA256 }, options))
      .ETag;
    parts.push({ PartNumber, ETag: ETag ?? '', ChecksumSHA256 });
    arrived(Body.length);
  }
  if (whole.digest('hex') !== file.sha256) {
    await aws.call('s3', 'AbortMultipartUpload', target, options);
    throw failure('file.unreadable', { name: file.key });
  }
  try {
    await aws.call(
      's3',
      'CompleteMultipartUpload',
      { ...target, MultipartUpload: { Parts: parts } },
      options,
    );
  } catch (error) {
    // "No such upload" after a lost answer: it was completed.
    const maybe = failedWith(error, 'resource.notFound', 'outcome.unknown');
    if (!maybe || !(await isThere(context, bucket, file))) throw error;
  }
}

const stepOf = ({ index }: { index: number }): string => `multipart-${index}`;

/** Whether parts of this file may lie in the bucket. */
export const hasParts = (steps: Steps, index: number): boolean =>
  steps.intended(stepOf({ index })) !== undefined;

/** The upload of an earlier start, or a new one. */
async function uploadOf(context: ChangeContext, bucket: string, file: UploadFile): Promise<string> {
  const { aws, steps } = context;
  const step = stepOf(file);
  const known = steps.outcome(step)?.['uploadId'];
  if (typeof known === 'string' && (await isOpen(context, bucket, file.key, known))) return known;
  await abortOwnUploads(context, bucket, file, steps);
  await steps.intend(step, { key: file.key, since: new Date(aws.now()).toISOString() });
  const made = await aws.call(
    's3',
    'CreateMultipartUpload',
    { Bucket: bucket, Key: file.key, ChecksumAlgorithm: 'SHA256', Metadata: metadataOf(context, file) },
    lookOptions(context),
  );
  if (made.UploadId === undefined) throw failure('aws.badAnswer');
  await steps.settle(step, { uploadId: made.UploadId });
  return made.UploadId;
}

async function isOpen(
  context: ChangeContext,
  bucket: string,
  key: string,
  uploadId: string,
): Promise<boolean> {
  return (await openUploads(context, bucket, key)).some((upload) => upload.UploadId === uploadId);
}

async function openUploads(context: ChangeContext, bucket: string, key: string) {
  const input = { Bucket: bucket, Prefix: key };
  const answer = await context.aws.call('s3', 'ListMultipartUploads', input, lookOptions(context));
  return (answer.Uploads ?? []).filter((upload) => upload.Key === key);
}

interface Target {
  Bucket: string;
  Key: string;
  UploadId: string;
}

async function partsOf(
  context: ChangeContext,
  target: Target,
): Promise<Map<number, { etag: string; sha256: string }>> {
  const parts = new Map<number, { etag: string; sha256: string }>();
  for await (const page of context.aws.pages('s3', 'ListParts', target, lookOptions(context)))
    for (const { PartNumber = 0, ETag = '', ChecksumSHA256 = '' } of page.Parts ?? [])
      parts.set(PartNumber, { etag: ETag, sha256: ChecksumSHA256 });
  return parts;
}

/** S3 tells whole seconds, and its clock need not be ours to the second. */
const clockMs = 2_000;

/**
 * Ends uploads of this key that the change began and did not finish; those of others stay. `there`: what the journal knows
 * of the way there. Where the id was lost with the answer, ours is one that was begun since and that holds no part.
 */
export async function abortOwnUploads(
  context: ChangeContext,
  bucket: string,
  file: { index: number; key: string },
  there: Steps,
): Promise<void> {
  const intent = there.intended(stepOf(file));
  if (intent === undefined) return;
  const known = textIn(there.outcome(stepOf(file)), 'uploadId');
  const since = Date.parse(textIn(intent, 'since')) - clockMs;
  const ours = new Set<string>();
  for (const { UploadId = '', Initiated } of await openUploads(context, bucket, file.key)) {
    const target = { Bucket: bucket, Key: file.key, UploadId };
    const young = Initiated !== undefined && Initiated.getTime() >= since;
    if (UploadId === known || (young && (await partsOf(context, target)).size === 0)) ours.add(UploadId);
  }
  for (const UploadId of ours) {
    try {
      const target = { Bucket: bucket, Key: file.key, UploadId };
      await context.aws.call('s3', 'AbortMultipartUpload', target, lookOptions(context));
    } catch (error) {
      if (!failedWith(error, 'resource.notFound')) throw error;
    }
  }
}
