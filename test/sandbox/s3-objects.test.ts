/** Objects: their bytes, headers, conditions, versions, copies, tags. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusal } from './support/notebooks.ts';
import { raw } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let client: s3.S3Client;
const Bucket = 'objects-here';
beforeAll(async () => {
  sandbox = await testSandbox();
  client = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});
afterAll(() => sandbox.end());

const put = (Key: string, Body: string | Readable, more: object = {}) =>
  client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) =>
  client.send(new s3.GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body!.transformToString();
const md5 = (data: string | Uint8Array): string => createHash('md5').update(data).digest('hex');

describe('bytes', () => {
  it('come back as they went, with type, metadata and ETag', async () => {
    const answer = await put('a.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'gzip',
      Metadata: { colour: 'blue' },
    });
    expect(answer).toMatchObject({ ETag: `"${md5('hello')}"`, ServerSideEncryption: 'AES256' });
    const back = await get('a.txt');
    expect(await back.Body!.transformToString()).toBe('hello');
    expect(back).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'gzip',
      ContentLength: 5,
      Metadata: { colour: 'blue' },
      ETag: `"${md5('hello')}"`,
      LastModified: new Date('2026-01-05T08:00:00Z'),
      AcceptRanges: 'bytes',
    });
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'a.txt' }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType: 'text/plain', Metadata: { colour: 'blue' } });
  });

  it('none at all are an object too', async () => {
    await put('empty', '');
    expect((await get('empty')).ContentLength).toBe(0);
    expect(await text('empty')).toBe('');
  });

  it('a stream is on disk before it has ended: it is not held in memory', async () => {
    const piece = Buffer.alloc(2 ** 20, 'x');
    const onDisk = (): number => {
      const folder = join(sandbox.dir, 'blobs');
      const growing = readdirSync(folder).filter((name) => name.endsWith('.part'));
      return growing.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    };
    async function* pieces() {
      for (let i = 0; i < 20; i++) {
        yield piece;
        // The second half is not sent before most of the first has been written.
        if (i === 10) await vi.waitUntil(() => onDisk() > 5 * 2 ** 20, { timeout: 10_000 });
      }
    }
    await put('big', Readable.from(pieces()), { ContentLength: 20 * 2 ** 20 });
    const hash = createHash('md5');
    for await (const chunk of (await get('big')).Body as Readable) hash.update(chunk as Buffer);
    expect(hash.digest('hex')).toBe(md5(Buffer.alloc(20 * 2 ** 20, 'x')));
  });

  const keys = [
    'plain',
    'with space',
    'über/größe.txt',
    '中文/数据.csv',
    '🦊/fox',
    'a+b&c=d?e#f%20g',
    '../../etc/passwd',
    './here',
    'a/../b',
    '/leading/slash',
    '//two',
    'trailing/',
    'a//b',
    'quote\'"<tag>&amp;',
    'back\\slash',
    '~!*()',
    'x'.repeat(1024),
  ];
  it.each(keys)('the key %s is data, nothing else', async (key) => {
    await put(key, `of ${key}`);
    expect(await text(key)).toBe(`of ${key}`);
    const { Contents } = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: key }));
    expect(Contents?.map((o) => o.Key)).toEqual([key]);
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key: key }));
    expect(await refusal(get(key))).toBe('NoSuchKey: The specified key does not exist.');
  });
  it('a key of 1025 bytes is too long', async () => {
    expect(await refusal(put('x'.repeat(1025), ''))).toContain('KeyTooLongError');
  });
});

describe('checksums', () => {
  const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
  it.each(algorithms)('%s is proved, kept and given back', async (ChecksumAlgorithm) => {
    const member = `Checksum${ChecksumAlgorithm}` as const;
    const made = await put(`sum-${ChecksumAlgorithm}`, 'hello', { ChecksumAlgorithm });
    expect(made[member]).toBeTypeOf('string');
    const back = await get(`sum-${ChecksumAlgorithm}`, { ChecksumMode: 'ENABLED' });
    expect(back[member]).toBe(made[member]);
    expect(back.ChecksumType).toBe('FULL_OBJECT');
    expect(await back.Body!.transformToString()).toBe('hello');
  });
  it.each(algorithms)('a wrong %s is refused and nothing is kept', async (ChecksumAlgorithm) => {
    const right = (await put('other', 'another text', { ChecksumAlgorithm }))[`Checksum${ChecksumAlgorithm}`];
    const wrong = put('wrong', 'hello', { [`Checksum${ChecksumAlgorithm}`]: right });
    expect(await refusal(wrong)).toBe(
      `BadDigest: The ${ChecksumAlgorithm} you specified did not match the calculated checksum.`,
    );
    expect(await refusal(get('wrong'))).toContain('NoSuchKey');
  });
  it('of a stream comes behind it', async () => {
    const made = await put('streamed', Readable.from([Buffer.from('hel'), Buffer.from('lo')]), {
      ContentLength: 5,
      ChecksumAlgorithm: 'SHA256',
    });
    expect(made.ChecksumSHA256).toBe(createHash('sha256').update('hello').digest('base64'));
  });
  it('Content-MD5', async () => {
    const ContentMD5 = (data: string) => createHash('md5').update(data).digest('base64');
    await put('md5', 'hello', { ContentMD5: ContentMD5('hello') });
    expect(await refusal(put('md5', 'hello', { ContentMD5: ContentMD5('x') }))).toContain(
      'BadDigest: The Content-MD5',
    );
    expect(await refusal(put('md5', 'hello', { ContentMD5: 'abc' }))).toContain('InvalidDigest');
  });
});

describe('ranges and conditions', () => {
  const data = '0123456789';
  let etag = '';
  beforeAll(async () => {
    etag = (await put('ten', data)).ETag!;
  });
  const ranges: [string, string, string][] = [
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', data, 'bytes 0-9/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
  ];
  it.each(ranges)('%s', async (Range, expected, ContentRange) => {
    const answer = await get('ten', { Range });
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer).toMatchObject({ ContentRange, ContentLength: expected.length });
    expect(await answer.Body!.transformToString()).toBe(expected);
  });
  it('what is no range is answered whole', async () => {
    for (const Range of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4']) {
      const answer = await get('ten', { Range });
      expect(answer.$metadata.httpStatusCode).toBe(200);
      expect(await answer.Body!.transformToString()).toBe(data);
    }
  });
  it.each(['bytes=10-', 'bytes=50-60', 'bytes=-0'])('%s lies outside', async (Range) => {
    expect(await refusal(get('ten', { Range }))).toBe('InvalidRange: The requested range is not satisfiable');
  });
  it('conditions of reading', async () => {
    const past = new Date('2026-01-01T00:00:00Z');
    const future = new Date('2026-02-01T00:00:00Z');
    expect(await text('ten', { IfMatch: etag })).toBe(data);
    expect(await text('ten', { IfNoneMatch: '"x"' })).toBe(data);
    expect(await text('ten', { IfModifiedSince: past })).toBe(data);
    expect(await text('ten', { IfUnmodifiedSince: future })).toBe(data);
    expect(await refusal(get('ten', { IfMatch: '"x"' }))).toContain('PreconditionFailed');
    expect(await refusal(get('ten', { IfUnmodifiedSince: past }))).toContain('PreconditionFailed');
    for (const more of [{ IfNoneMatch: etag }, { IfModifiedSince: future }]) {
      const error = await get('ten', more).catch((e: unknown) => e as s3.S3ServiceException);
      expect((error as s3.S3ServiceException).$metadata.httpStatusCode).toBe(304);
    }
  });
  it('conditions of writing', async () => {
    expect(await refusal(put('ten', 'x', { IfNoneMatch: '*' }))).toContain('PreconditionFailed');
    expect(await refusal(put('ten', 'x', { IfMatch: '"x"' }))).toContain('PreconditionFailed');
    expect(await refusal(put('none', 'x', { IfMatch: etag }))).toContain('NoSuchKey');
    await put('once', 'x', { IfNoneMatch: '*' });
    await put('ten', data, { IfMatch: etag });
  });
  it('headers of the answer can be asked for', async () => {
    const answer = await get('ten', {
      ResponseContentType: 'text/csv',
      ResponseContentDisposition: 'attachment; filename="x.csv"',
      ResponseCacheControl: 'no-cache',
    });
    expect(answer).toMatchObject({
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="x.csv"',
      CacheControl: 'no-cache',
    });
  });
});

describe('storage classes, tags, refusals', () => {
  it('a storage class is kept and shown', async () => {
    await put('cold', 'x', { StorageClass: 'GLACIER_IR' });
    expect((await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'cold' }))).StorageClass).toBe(
      'GLACIER_IR',
    );
    const { Contents } = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: 'cold' }));
    expect(Contents?.[0]?.StorageClass).toBe('GLACIER_IR');
    expect(await refusal(put('cold', 'x', { StorageClass: 'ICE' }))).toContain('InvalidStorageClass');
  });
  it('tags', async () => {
    const on = { Bucket, Key: 'tagged' };
    await put('tagged', 'x', { Tagging: 'a=1&b=two%20words' });
    const tags = async () => (await client.send(new s3.GetObjectTaggingCommand(on))).TagSet;
    expect(await tags()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'two words' },
    ]);
    expect((await get('tagged')).TagCount).toBe(2);
    await client.send(
      new s3.PutObjectTaggingCommand({ ...on, Tagging: { TagSet: [{ Key: 'c', Value: '3' }] } }),
    );
    expect(await tags()).toEqual([{ Key: 'c', Value: '3' }]);
    await client.send(new s3.DeleteObjectTaggingCommand(on));
    expect(await tags()).toEqual([]);
    const many = Array.from({ length: 11 }, (_, i) => `k${i}=v`).join('&');
    expect(await refusal(put('tagged', 'x', { Tagging: many }))).toContain('InvalidTag');
  });
  it('public ACLs and large metadata', async () => {
    expect(await refusal(put('acl', 'x', { ACL: 'public-read' }))).toContain('AccessControlListNotSupported');
    expect(await refusal(put('meta', 'x', { Metadata: { long: 'x'.repeat(2100) } }))).toContain(
      'MetadataTooLarge',
    );
  });
});

describe('copies', () => {
  const copy = (from: string, Key: string, more: object = {}) =>
    client.send(new s3.CopyObjectCommand({ Bucket, Key, CopySource: from, ...more }));
  it('bring everything with them, or what is told', async () => {
    await put('from ä', 'copied', { ContentType: 'text/csv', Metadata: { a: '1' }, Tagging: 't=1' });
    const source = `${Bucket}/${encodeURIComponent('from ä')}`;
    const { CopyObjectResult } = await copy(source, 'to');
    expect(CopyObjectResult?.ETag).toBe(`"${md5('copied')}"`);
    expect(await get('to')).toMatchObject({ ContentType: 'text/csv', Metadata: { a: '1' }, TagCount: 1 });
    expect(await text('to')).toBe('copied');
    await copy(`/${source}`, 'to2', {
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      ContentType: 'text/plain',
    });
    expect(await get('to2')).toMatchObject({ ContentType: 'text/plain', Metadata: { b: '2' } });
  });
  it('stay when the original goes', async () => {
    await put('orig', 'still here');
    await copy(`${Bucket}/orig`, 'kept');
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'orig' }));
    await sandbox.advance(600);
    expect(await text('kept')).toBe('still here');
  });
  it('onto itself need a change', async () => {
    await put('self', 'x');
    expect(await refusal(copy(`${Bucket}/self`, 'self'))).toContain(
      'InvalidRequest: This copy request is illegal',
    );
    await copy(`${Bucket}/self`, 'self', { StorageClass: 'STANDARD_IA' });
    expect((await get('self')).StorageClass).toBe('STANDARD_IA');
  });
  it('refuse what is not there and what has changed', async () => {
    expect(await refusal(copy(`${Bucket}/nothing`, 'x'))).toContain('NoSuchKey');
    expect(await refusal(copy('no-such-bucket-x/k', 'x'))).toContain('NoSuchBucket');
    expect(await refusal(copy(`${Bucket}/self`, 'x', { CopySourceIfMatch: '"y"' }))).toContain(
      'PreconditionFailed',
    );
  });
});

describe('versions', () => {
  const on = { Bucket: 'versioned-one' };
  const put2 = async (Body: string) =>
    (await client.send(new s3.PutObjectCommand({ ...on, Key: 'k', Body }))).VersionId;
  const read = async (VersionId?: string) => {
    const { Body } = await client.send(
      new s3.GetObjectCommand({ ...on, Key: 'k', ...(VersionId && { VersionId }) }),
    );
    return Body!.transformToString();
  };
  const list = async () => client.send(new s3.ListObjectVersionsCommand(on));
  beforeAll(async () => {
    await client.send(new s3.CreateBucketCommand(on));
  });
  it('are kept, hidden by a marker, restored and removed one by one', async () => {
    expect(await put2('zero')).toBeUndefined();
    await client.send(
      new s3.PutBucketVersioningCommand({ ...on, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const one = (await put2('one'))!;
    const two = (await put2('two'))!;
    expect(await read()).toBe('two');
    expect(await read(one)).toBe('one');
    expect(await read('null')).toBe('zero');
    const marker = await client.send(new s3.DeleteObjectCommand({ ...on, Key: 'k' }));
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusal(read())).toContain('NoSuchKey');
    expect(await read(two)).toBe('two');
    expect(await refusal(read(marker.VersionId))).toContain('MethodNotAllowed');
    expect((await client.send(new s3.ListObjectsV2Command(on))).KeyCount).toBe(0);
    const all = await list();
    expect(all.Versions?.map((v) => v.VersionId)).toEqual([two, one, 'null']);
    expect(all.DeleteMarkers?.map((m) => [m.VersionId, m.IsLatest])).toEqual([[marker.VersionId, true]]);
    expect(await refusal(client.send(new s3.DeleteBucketCommand(on)))).toContain(
      'You must delete all versions',
    );

    await client.send(new s3.DeleteObjectCommand({ ...on, Key: 'k', VersionId: marker.VersionId! }));
    expect(await read()).toBe('two');
    await client.send(new s3.DeleteObjectCommand({ ...on, Key: 'k', VersionId: two }));
    expect(await read()).toBe('one');
    expect(await refusal(read(two))).toContain('NoSuchVersion');
  });
  it('suspended: the nameless version is replaced, named ones stay', async () => {
    await client.send(
      new s3.PutBucketVersioningCommand({ ...on, VersioningConfiguration: { Status: 'Suspended' } }),
    );
    expect(await put2('three')).toBe('null');
    expect(await put2('four')).toBe('null');
    const { Versions } = await list();
    expect(Versions?.map((v) => v.VersionId === 'null')).toEqual([true, false]);
    expect(await read()).toBe('four');
  });
  it('lists go on from key and version', async () => {
    await client.send(
      new s3.PutBucketVersioningCommand({ ...on, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    for (let i = 0; i < 5; i++) await put2(`more ${i}`);
    const whole = (await list()).Versions!.map((v) => v.VersionId);
    const seen: (string | undefined)[] = [];
    let more: object = {};
    for (;;) {
      const page = await client.send(new s3.ListObjectVersionsCommand({ ...on, MaxKeys: 2, ...more }));
      seen.push(...(page.Versions ?? []).map((v) => v.VersionId));
      if (!page.IsTruncated) break;
      more = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).toEqual(whole);
  });
  it('nothing is billed when all are gone', async () => {
    const { Versions, DeleteMarkers } = await list();
    const Objects = [...(Versions ?? []), ...(DeleteMarkers ?? [])].map((v) => ({
      Key: v.Key!,
      VersionId: v.VersionId!,
    }));
    const { Errors } = await client.send(new s3.DeleteObjectsCommand({ ...on, Delete: { Objects } }));
    expect(Errors ?? []).toEqual([]);
    await client.send(new s3.DeleteBucketCommand(on));
    const entry = sandbox.ledger().find((e) => e.kind === 's3/bucket' && e.key === on.Bucket);
    expect(entry?.billed.every((span) => span.to !== null)).toBe(true);
  });
});

it('a presigned address reads and writes without keys, and only what it was made for', async () => {
  await put('signed', 'by address');
  const at = (path: string, more: object = {}) => raw(sandbox.listening.url, { path, ...more });
  const read = await presigned('GET', 'signed');
  expect(await at(read)).toMatchObject({ status: 200, body: 'by address' });
  expect((await at(read.replace('signed?', 'ten?'))).status).toBe(403);
  expect((await at(read, { method: 'DELETE' })).status).toBe(403);
  const write = await presigned('PUT', 'put%20by%20address');
  expect((await at(write, { method: 'PUT', body: 'sent' })).status).toBe(200);
  expect(await text('put by address')).toBe('sent');
});

interface Presigner {
  presign(request: object, options: object): Promise<{ path: string; query: Record<string, string> }>;
}

/** An address that is good by itself, made by the SDK's own signer. */
async function presigned(method: string, encodedKey: string): Promise<string> {
  const { hostname, port } = new URL(sandbox.listening.url);
  const scheme = { signingName: 's3', signingRegion: 'us-east-1', name: 'sigv4', properties: {} };
  const signer = (await client.config.signer(scheme)) as unknown as Presigner;
  const made = await signer.presign(
    {
      method,
      hostname,
      port: Number(port),
      protocol: 'http:',
      path: `/${Bucket}/${encodedKey}`,
      query: {},
      headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: 60, unhoistableHeaders: new Set(), hoistableHeaders: new Set(['x-amz-content-sha256']) },
  );
  return `${made.path}?${new URLSearchParams(made.query).toString().replaceAll('+', '%20')}`;
}
