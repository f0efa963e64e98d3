/** Objects on their way: streamed, chunked, presigned; a byte that was changed is noticed. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Call, Operation, ServiceModule } from '../../main/sandbox/engine/types.ts';
import { raw } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

interface Arrived {
  key: string;
  sha256: string;
  bytes: number;
  trailers: Record<string, string>;
}
let arrived: Arrived | undefined;

const PutObject: Operation = {
  open: true,
  async run({ input, http }: Call) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of http.body!) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    }
    arrived = {
      key: String(input['Key']),
      sha256: hash.digest('hex'),
      bytes,
      trailers: { ...http.trailers },
    };
    return { ETag: '"x"' };
  },
};
const GetObject: Operation = {
  open: true,
  run: ({ input }) => ({ Body: Readable.from([Buffer.from(`the bytes of ${String(input['Key'])}`)]) }),
};
const store: ServiceModule = {
  signingName: 's3',
  iamPrefix: 's3',
  title: 'S3 of this test',
  sdk: () => import('@aws-sdk/client-s3'),
  operations: { PutObject, GetObject },
  notModelled: [],
};

let sandbox: TestSandbox;
let client: s3.S3Client;
beforeAll(async () => {
  sandbox = await testSandbox({ services: [store], clock: { mode: 'real' } });
  client = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
});
afterAll(() => sandbox.end());
beforeEach(() => (arrived = undefined));

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const KEY = "a folder/é中 & 'q' (1)*!+~.csv";

test('bytes arrive whole with the checksum that the client sends by default', async () => {
  await client.send(new s3.PutObjectCommand({ Bucket: 'bucket', Key: KEY, Body: 'hello' }));
  expect(arrived).toMatchObject({ key: KEY, sha256: sha256('hello') });
});

test('a stream arrives chunk by chunk, its checksum behind it', async () => {
  const piece = Buffer.alloc(300_000, 7);
  const body = Readable.from([piece, piece, piece, piece]);
  await client.send(
    new s3.PutObjectCommand({ Bucket: 'bucket', Key: 'stream', Body: body, ContentLength: 1_200_000 }),
  );
  expect(arrived).toMatchObject({ bytes: 1_200_000, sha256: sha256(Buffer.alloc(1_200_000, 7)) });
  expect(arrived!.trailers).toHaveProperty('x-amz-checksum-crc32');
});

test('an object streams back', async () => {
  const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: 'bucket', Key: KEY }));
  expect(await Body!.transformToString()).toBe(`the bytes of ${KEY}`);
});

test('bytes that differ from their signed hash are refused', async () => {
  const strict = new s3.S3Client({
    ...sandbox.client,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  strict.middlewareStack.add(
    (next) => async (args) => {
      (args.request as { body: unknown }).body = Buffer.from('jello');
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const put = strict.send(
    new s3.PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: Buffer.from('hello') }),
  );
  await expect(put).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
});

interface Presigner {
  presign(request: object, options: object): Promise<{ path: string; query: Record<string, string> }>;
}

/** An address that is good by itself, made by the SDK's own signer. */
async function presigned(method: string, path: string, signedAt: Date, expiresIn: number): Promise<string> {
  const { hostname, port } = new URL(sandbox.listening.url);
  const scheme = { signingName: 's3', signingRegion: 'us-east-1', name: 'sigv4', properties: {} };
  const signer = await client.config.signer(scheme);
  const request = {
    method,
    hostname,
    port: Number(port),
    path,
    query: {},
    protocol: 'http:',
    headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  };
  const signs = signer as unknown as Presigner;
  const made = await signs.presign(request, {
    signingDate: signedAt,
    expiresIn,
    unhoistableHeaders: new Set(),
    hoistableHeaders: new Set(['x-amz-content-sha256']),
  });
  return `${made.path}?${new URLSearchParams(made.query).toString().replaceAll('+', '%20')}`;
}

const get = (path: string): ReturnType<typeof raw> => raw(sandbox.listening.url, { path });

test('a presigned address works without a key', async () => {
  const path = await presigned('GET', '/bucket/file.csv', new Date(), 60);
  expect(await get(path)).toMatchObject({ status: 200, body: 'the bytes of file.csv' });
});

test('a presigned address takes an upload', async () => {
  const path = await presigned('PUT', '/bucket/up.csv', new Date(), 60);
  const answer = await raw(sandbox.listening.url, { method: 'PUT', path, body: 'a,b' });
  expect(answer.status).toBe(200);
  expect(arrived).toMatchObject({ key: 'up.csv', bytes: 3 });
});

test('a presigned address is good for its own object, time and way only', async () => {
  const good = await presigned('GET', '/bucket/file.csv', new Date(), 60);
  const other = await get(good.replace('file.csv', 'other.csv'));
  expect(other.status).toBe(403);
  expect(other.body).toContain('<Code>SignatureDoesNotMatch</Code>');
  const upload = await raw(sandbox.listening.url, { method: 'PUT', path: good, body: 'x' });
  expect(upload.body).toContain('<Code>SignatureDoesNotMatch</Code>');
  const old = await get(await presigned('GET', '/bucket/file.csv', new Date(Date.now() - 120_000), 60));
  expect(old.status).toBe(403);
  expect(old.body).toContain('<Message>Request has expired</Message>');
  const longer = await get(good.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'));
  expect(longer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
});
