/** Reading objects: whole, a range, or a part; bytes stream from disk. */
import type { GetObjectRequest, HeadObjectRequest } from '@aws-sdk/client-s3';
import { AwsError, type Call, type SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onObject } from './access.ts';
import { checksumShape } from './checksums.ts';
import { checkReadConditions, versionIn } from './conditions.ts';
import { refusal } from './errors.ts';
import { quoted, versionIdShape } from './headers.ts';
import type { ObjectVersion, Piece } from './kinds.ts';
import { bucketIn } from './store.ts';

/** First and last byte, both included. */
interface Range {
  from: number;
  to: number;
}

/** One range of bytes; S3 answers the whole object to several or to what it cannot read. */
export function readRange(text: string | undefined, size: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const count = Math.min(Number(last), size);
    if (count === 0) throw refusal('InvalidRange', undefined, { RangeRequested: text ?? '' });
    return { from: size - count, to: size - 1 };
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= size) {
    throw refusal('InvalidRange', undefined, { RangeRequested: text ?? '', ActualObjectSize: String(size) });
  }
  return { from, to };
}

function partRange(version: Readonly<ObjectVersion>, number: number): Range {
  const piece = version.pieces[number - 1];
  if (!piece) throw refusal('InvalidRange', 'The requested partnumber is not satisfiable');
  const from = version.pieces.slice(0, number - 1).reduce((sum, p) => sum + p.size, 0);
  return { from, to: from + piece.size - 1 };
}

/** Bytes of an object in order, a range of them if given. */
export async function* bytesOfPieces(
  account: SandboxAccount,
  pieces: readonly Piece[],
  range?: Range,
): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const { blob, size } of pieces) {
    const from = Math.max((range?.from ?? 0) - start, 0);
    const to = Math.min((range?.to ?? Infinity) - start, size - 1);
    if (from <= to) {
      const whole = from === 0 && to === size - 1;
      yield* account.blobs.read(blob, whole ? undefined : { from, to });
    }
    start += size;
  }
}

function describe(
  call: Call<GetObjectRequest | HeadObjectRequest>,
  version: Readonly<ObjectVersion>,
): { shape: Record<string, unknown>; range: Range | undefined } {
  const { input } = call;
  checkReadConditions(version, input);
  if (input.Range !== undefined && input.PartNumber !== undefined) {
    throw refusal('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const range =
    input.PartNumber === undefined
      ? readRange(input.Range, version.size)
      : partRange(version, input.PartNumber);
  const { Expires, ...headers } = version.headers;
  const tagCount = Object.keys(version.tags).length;
  const shape = {
    AcceptRanges: 'bytes',
    ETag: quoted(version.etag),
    LastModified: new Date(version.modifiedAt),
    ContentLength: range ? range.to - range.from + 1 : version.size,
    ...(range ? { ContentRange: `bytes ${range.from}-${range.to}/${version.size}` } : {}),
    ContentType: 'binary/octet-stream',
    ...headers,
    ...(Expires === undefined ? {} : { Expires: new Date(Expires), ExpiresString: Expires }),
    Metadata: version.metadata,
    ServerSideEncryption: version.encryption,
    // S3 names the class only where it is not the standard one.
    ...(version.storageClass === 'STANDARD' ? {} : { StorageClass: version.storageClass }),
    ...(tagCount === 0 ? {} : { TagCount: tagCount }),
    ...(input.PartNumber !== undefined && version.multipart ? { PartsCount: version.pieces.length } : {}),
    ...(input.ChecksumMode === 'ENABLED' && !range
      ? { ...checksumShape(version.checksum), ChecksumType: version.checksum?.type }
      : {}),
    ...versionIdShape(version, bucketIn(call)),
    ...overrides(input),
  };
  if (range) call.http.answer = { ...call.http.answer, status: 206 };
  return { shape, range };
}

/** `response-content-type` and the like. */
function overrides(input: GetObjectRequest | HeadObjectRequest): Record<string, unknown> {
  const wanted = {
    ContentType: input.ResponseContentType,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    CacheControl: input.ResponseCacheControl,
    Expires: input.ResponseExpires,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

export const readOperations: Operations = {
  GetObject: operation<GetObjectRequest, object>({
    access: onObject('GetObject', 'GetObjectVersion'),
    run(call) {
      const version = versionIn(call);
      const { shape, range } = describe(call, version);
      return { ...shape, Body: bytesOfPieces(call.account, version.pieces, range) };
    },
  }),
  HeadObject: operation<HeadObjectRequest, object>({
    access: onObject('GetObject', 'GetObjectVersion'),
    run(call) {
      return describe(call, headed(call)).shape;
    },
  }),
};

/** HEAD has no body to carry a code in: clients know its refusals by status, the SDK by the name `NotFound`. */
function headed(call: Call<HeadObjectRequest>): Readonly<ObjectVersion> {
  try {
    return versionIn(call);
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) throw new AwsError('NotFound', 'Not Found', 404);
    throw error;
  }
}
