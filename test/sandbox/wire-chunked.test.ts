/** Chunked uploads come apart exactly, however the bytes are cut on the way; a broken one is refused. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unchunk } from '../../main/sandbox/wire/chunked.ts';

async function* pieces(bytes: Buffer, sizes: number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(
  wire: Buffer,
  sizes: number[],
  length?: number,
): Promise<{ bytes: Buffer; trailers: Record<string, string> }> {
  const trailers = {};
  const chunks: Uint8Array[] = [];
  for await (const chunk of unchunk(pieces(wire, sizes), trailers, length)) chunks.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(chunks), trailers };
}

function wrap(chunks: Uint8Array[], signed: boolean, trailers: string[]): Buffer {
  const head = (size: number): string =>
    `${size.toString(16)}${signed ? `;chunk-signature=${'a'.repeat(64)}` : ''}\r\n`;
  return Buffer.concat([
    ...chunks.flatMap((c) => [Buffer.from(head(c.length)), c, Buffer.from('\r\n')]),
    Buffer.from(head(0)),
    ...trailers.map((t) => Buffer.from(`${t}\r\n`)),
    Buffer.from('\r\n'),
  ]);
}

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 });
const cuts = fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 5 });

test('any bytes in any cuts come out as they went in', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, cuts, fc.boolean(), async (made, sizes, signed) => {
      const whole = Buffer.concat(made);
      const wire = wrap(made, signed, ['x-amz-checksum-crc32: AAAAAA==', 'X-Amz-Trailer-Signature:abc']);
      const { bytes, trailers } = await read(wire, sizes, whole.length);
      expect(bytes.equals(whole)).toBe(true);
      expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-trailer-signature': 'abc' });
    }),
  );
});

test('a body that ends too soon is refused at every byte', async () => {
  const wire = wrap([Buffer.from('hello'), Buffer.from('world')], false, ['a: b']);
  for (let end = 0; end < wire.length; end++)
    await expect(read(wire.subarray(0, end), [3]), `cut at ${end}`).rejects.toMatchObject({
      code: 'IncompleteBody',
    });
  await expect(read(wire, [3])).resolves.toBeDefined();
});

test.each([
  'x\r\n',
  '-1\r\n',
  '5\r\nhelloXX0\r\n\r\n',
  '1e999999\r\n',
  'f'.repeat(10_000),
  '0\r\nno colon\r\n\r\n',
])('the malformed body %j is refused', async (text) => {
  await expect(read(Buffer.from(text), [100])).rejects.toMatchObject({ code: 'IncompleteBody' });
});

test('a body shorter or longer than announced is refused', async () => {
  const wire = wrap([Buffer.from('hello')], false, []);
  await expect(read(wire, [10], 4)).rejects.toMatchObject({ code: 'IncompleteBody' });
  await expect(read(wire, [10], 6)).rejects.toMatchObject({ code: 'IncompleteBody' });
});
