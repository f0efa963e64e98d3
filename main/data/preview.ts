/** A look at a file without fetching more of it than the look needs. */
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Preview } from '../../preload/contract/domains/data.ts';
import type { Aws } from '../aws/aws.ts';
import { AppFailure } from '../failure.ts';
import { pictureOf, textOf } from './decode.ts';
import { tableOf } from './table.ts';

/** Bytes of the beginning that are asked for. */
const headBytes = 256 * 1024;
/** Pictures above this are not carried into the window. */
const pictureBytes = 5 * 1024 * 1024;
const textCharacters = 64 * 1024;

export interface ObjectPlace {
  bucket: string;
  key: string;
  region: string | undefined;
}

interface Part {
  bytes: Buffer;
  total: number;
  etag: string | undefined;
}

async function part(
  aws: Aws,
  place: ObjectPlace,
  range: string,
  etag: string | undefined,
  signal: AbortSignal,
) {
  const { bucket: Bucket, key: Key, region } = place;
  const answer = await aws.call(
    's3',
    'GetObject',
    { Bucket, Key, Range: range, ...(etag === undefined ? {} : { IfMatch: etag }) },
    { signal, ...(region === undefined ? {} : { region }) },
  );
  const bytes = await buffer(answer.Body as Readable);
  const total = Number(answer.ContentRange?.split('/')[1] ?? bytes.length);
  return { bytes, total, etag: answer.ETag } satisfies Part;
}

/** S3 refuses a range of an empty file with 416 InvalidRange (S3 API reference, GetObject, "Range"). */
async function head(aws: Aws, place: ObjectPlace, signal: AbortSignal): Promise<Part> {
  try {
    return await part(aws, place, `bytes=0-${headBytes - 1}`, undefined, signal);
  } catch (error) {
    if (error instanceof AppFailure && error.error.technical?.awsCode === 'InvalidRange')
      return { bytes: Buffer.alloc(0), total: 0, etag: undefined };
    throw error;
  }
}

export async function previewObject(aws: Aws, place: ObjectPlace, signal: AbortSignal): Promise<Preview> {
  const { bytes, total, etag } = await head(aws, place, signal);
  if (total === 0) return { kind: 'none', why: 'empty' };
  const mime = pictureOf(bytes);
  const cut = total > bytes.length;
  if (mime !== undefined) {
    if (total > pictureBytes) return { kind: 'none', why: 'tooLarge' };
    const rest = cut ? await part(aws, place, `bytes=${bytes.length}-${total - 1}`, etag, signal) : undefined;
    const whole = rest === undefined ? bytes : Buffer.concat([bytes, rest.bytes]);
    return { kind: 'image', mime, base64: whole.toString('base64') };
  }
  const text = textOf(bytes, cut);
  if (text === undefined) return { kind: 'none', why: 'binary' };
  const table = /\.(csv|tsv|tab|psv)$/i.test(place.key) ? tableOf(text, cut) : undefined;
  if (table !== undefined) return { kind: 'table', ...table };
  return {
    kind: 'text',
    text: text.slice(0, textCharacters).toWellFormed(),
    more: cut || text.length > textCharacters,
  };
}
