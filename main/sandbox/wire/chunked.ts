/**
 * `aws-chunked` bodies, as today's clients upload to S3 by default: chunks with or without a signature, and trailing
 * checksums (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html). Bytes pass through; nothing
 * is held but a header line.
 */
import { AwsError } from '../engine/types.ts';

const LONGEST_LINE = 8 * 1024;

/** Yields the real bytes, `length` of them if that is announced; fills `trailers` when the end is reached. */
export async function* unchunk(
  source: AsyncIterable<Uint8Array>,
  trailers: Record<string, string>,
  length: number | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = createReader(source);
  let total = 0;
  for (;;) {
    const header = await reader.line();
    const size = parseInt(header.split(';')[0] ?? '', 16);
    if (!/^[0-9a-f]+(;|$)/i.test(header) || !Number.isSafeInteger(size)) throw broken();
    if (size === 0) break;
    total += size;
    yield* reader.bytes(size);
    if ((await reader.line()) !== '') throw broken();
  }
  for (;;) {
    const line = await reader.line();
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon < 1) throw broken();
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  if (length !== undefined && total !== length) throw broken();
}

const broken = (): AwsError =>
  new AwsError(
    'IncompleteBody',
    'The request body terminated unexpectedly or its chunks are malformed.',
    400,
  );

interface Reader {
  /** Up to the next CRLF, which is swallowed. */
  line(): Promise<string>;
  bytes(count: number): AsyncGenerator<Uint8Array>;
}

function createReader(source: AsyncIterable<Uint8Array>): Reader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await iterator.next();
    if (next.done) throw broken();
    const fresh = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    rest = rest.length ? Buffer.concat([rest, fresh]) : fresh;
  };
  return {
    async line() {
      for (;;) {
        const end = rest.indexOf('\r\n');
        if (end >= 0) {
          const text = rest.toString('latin1', 0, end);
          rest = rest.subarray(end + 2);
          return text;
        }
        if (rest.length > LONGEST_LINE) throw broken();
        await more();
      }
    },
    async *bytes(count) {
      let left = count;
      while (left > 0) {
        if (!rest.length) await more();
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        yield piece;
      }
    },
  };
}
