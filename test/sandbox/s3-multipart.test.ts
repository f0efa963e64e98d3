/** Uploads in parts: made, gone on with, completed, given up; with S3's refusals. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let client: s3.S3Client;
const Bucket = 'in-parts';
const MIB = 2 ** 20;
beforeAll(async () => {
  sandbox = await testSandbox();
  client = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});
afterAll(() => sandbox.end());

const start = async (Key: string, more: object = {}) =>
  (await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;
const part = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array, more: object = {}) =>
  client.send(new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
const complete = (Key: string, UploadId: string, Parts: s3.CompletedPart[], more: object = {}) =>
  client.send(
    new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
const filled = (size: number, letter: string): Buffer => Buffer.alloc(size, letter);
const md5 = (data: Uint8Array): Buffer => createHash('md5').update(data).digest();

describe('parts', () => {
  it('become one object in the order of their numbers', async () => {
    const UploadId = await start('joined', {
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      Tagging: 't=1',
    });
    const bodies = [filled(5 * MIB, 'a'), filled(5 * MIB + 7, 'b'), filled(3, 'c')];
    const two = await part('joined', UploadId, 2, bodies[1]!);
    const one = await part('joined', UploadId, 1, bodies[0]!);
    const ten = await part('joined', UploadId, 10, bodies[2]!);
    const list = await client.send(new s3.ListPartsCommand({ Bucket, Key: 'joined', UploadId, MaxParts: 2 }));
    expect(list.Parts?.map((p) => [p.PartNumber, p.Size])).toEqual([
      [1, 5 * MIB],
      [2, 5 * MIB + 7],
    ]);
    expect(list).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const rest = await client.send(
      new s3.ListPartsCommand({ Bucket, Key: 'joined', UploadId, PartNumberMarker: '2' }),
    );
    expect(rest.Parts?.map((p) => p.PartNumber)).toEqual([10]);
    const made = await complete('joined', UploadId, [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
      { PartNumber: 10, ETag: ten.ETag },
    ]);
    const whole = createHash('md5')
      .update(Buffer.concat(bodies.map(md5)))
      .digest('hex');
    expect(made.ETag).toBe(`"${whole}-3"`);
    const back = await client.send(new s3.GetObjectCommand({ Bucket, Key: 'joined' }));
    expect(back).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
    expect(md5(await back.Body!.transformToByteArray())).toEqual(md5(Buffer.concat(bodies)));
    const seam = await client.send(
      new s3.GetObjectCommand({ Bucket, Key: 'joined', Range: `bytes=${5 * MIB - 2}-${5 * MIB + 1}` }),
    );
    expect(await seam.Body!.transformToString()).toBe('aabb');
    const third = await client.send(new s3.GetObjectCommand({ Bucket, Key: 'joined', PartNumber: 3 }));
    expect(third.PartsCount).toBe(3);
    expect(await third.Body!.transformToString()).toBe('ccc');
    expect(await refusal(part('joined', UploadId, 1, bodies[2]!))).toContain('NoSuchUpload');
  });

  it('a part sent again replaces the former one', async () => {
    const UploadId = await start('again');
    await part('again', UploadId, 1, filled(10, 'a'));
    const { ETag } = await part('again', UploadId, 1, filled(20, 'b'));
    await complete('again', UploadId, [{ PartNumber: 1, ETag }]);
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'again' }));
    expect(head.ContentLength).toBe(20);
  });

  it('can be copied from objects, whole or a range', async () => {
    await client.send(new s3.PutObjectCommand({ Bucket, Key: 'source', Body: filled(6 * MIB, 's') }));
    const UploadId = await start('copied');
    const copy = async (PartNumber: number, CopySourceRange?: string) => {
      const { CopyPartResult } = await client.send(
        new s3.UploadPartCopyCommand({
          ...{ Bucket, Key: 'copied', UploadId, PartNumber, CopySource: `${Bucket}/source` },
          ...(CopySourceRange === undefined ? {} : { CopySourceRange }),
        }),
      );
      return { PartNumber, ETag: CopyPartResult!.ETag };
    };
    await complete('copied', UploadId, [await copy(1), await copy(2, 'bytes=0-99')]);
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'copied' }));
    expect(head.ContentLength).toBe(6 * MIB + 100);
  });
});

describe('refusals', () => {
  let UploadId = '';
  let etags: string[] = [];
  beforeAll(async () => {
    UploadId = await start('refused');
    const sent = [
      await part('refused', UploadId, 1, filled(100, 'a')),
      await part('refused', UploadId, 2, filled(100, 'b')),
    ];
    etags = sent.map((p) => p.ETag!);
  });
  const listed = (...numbers: number[]) =>
    numbers.map((n) => ({ PartNumber: n, ETag: etags[n - 1] ?? '"x"' }));

  it('parts below 5 MB that are not the last', async () => {
    expect(await refusal(complete('refused', UploadId, listed(1, 2)))).toBe(
      'EntityTooSmall: Your proposed upload is smaller than the minimum allowed size',
    );
  });
  it('parts out of order, or twice', async () => {
    expect(await refusal(complete('refused', UploadId, listed(2, 1)))).toContain('InvalidPartOrder');
    expect(await refusal(complete('refused', UploadId, listed(1, 1)))).toContain('InvalidPartOrder');
  });
  it('parts that were not sent, or with another ETag', async () => {
    expect(await refusal(complete('refused', UploadId, listed(1, 3)))).toContain('InvalidPart: One or more');
    expect(await refusal(complete('refused', UploadId, [{ PartNumber: 1, ETag: '"other"' }]))).toContain(
      'InvalidPart:',
    );
  });
  it('no parts at all', async () => {
    expect(await refusal(complete('refused', UploadId, []))).toContain('MalformedXML');
  });
  it('part numbers outside 1 to 10000', async () => {
    for (const n of [0, 10_001]) {
      expect(await refusal(part('refused', UploadId, n, filled(1, 'a')))).toContain(
        'InvalidArgument: Part number must be an integer between 1 and 10000, inclusive',
      );
    }
  });
  it('an upload that is not there, or of another key', async () => {
    expect(await refusal(part('refused', 'nothing', 1, filled(1, 'a')))).toContain('NoSuchUpload');
    expect(await refusal(part('another', UploadId, 1, filled(1, 'a')))).toContain('NoSuchUpload');
  });
  it('an object that must not exist yet', async () => {
    await client.send(new s3.PutObjectCommand({ Bucket, Key: 'refused', Body: 'x' }));
    expect(await refusal(complete('refused', UploadId, listed(1), { IfNoneMatch: '*' }))).toContain(
      'PreconditionFailed',
    );
    await complete('refused', UploadId, listed(1));
  });
});

describe('checksums of the whole', () => {
  const bodies = [filled(5 * MIB, 'a'), filled(9, 'b')];
  const upload = async (
    Key: string,
    ChecksumAlgorithm: s3.ChecksumAlgorithm,
    ChecksumType?: s3.ChecksumType,
  ) => {
    const UploadId = await start(Key, { ChecksumAlgorithm, ...(ChecksumType && { ChecksumType }) });
    const Parts: s3.CompletedPart[] = [];
    for (const [i, body] of bodies.entries()) {
      const sent = await part(Key, UploadId, i + 1, body, { ChecksumAlgorithm });
      const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = sent;
      Parts.push({ PartNumber: i + 1, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME });
    }
    return complete(Key, UploadId, Parts);
  };
  it('of parts: a digest of digests with their number', async () => {
    const made = await upload('composite', 'SHA256');
    const digests = bodies.map((b) => createHash('sha256').update(b).digest());
    const expected = createHash('sha256').update(Buffer.concat(digests)).digest('base64');
    expect(made).toMatchObject({ ChecksumSHA256: `${expected}-2`, ChecksumType: 'COMPOSITE' });
  });
  it.each(['CRC32', 'CRC64NVME'] as const)(
    '%s of all bytes is the one that a single upload has',
    async (algorithm) => {
      const made = await upload(`full-${algorithm}`, algorithm, 'FULL_OBJECT');
      const single = await client.send(
        new s3.PutObjectCommand({
          Bucket,
          Key: 'single',
          Body: Buffer.concat(bodies),
          ChecksumAlgorithm: algorithm,
        }),
      );
      expect(made[`Checksum${algorithm}`]).toBe(single[`Checksum${algorithm}`]);
      expect(made.ChecksumType).toBe('FULL_OBJECT');
    },
  );
  it('a wrong checksum of a part is refused', async () => {
    const UploadId = await start('bad-sum', { ChecksumAlgorithm: 'CRC32' });
    expect(
      await refusal(part('bad-sum', UploadId, 1, filled(5, 'a'), { ChecksumCRC32: 'AAAAAA==' })),
    ).toContain('BadDigest');
  });
  it('types that an algorithm does not have', async () => {
    expect(await refusal(start('x', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }))).toContain(
      'InvalidRequest',
    );
    expect(
      await refusal(start('x', { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' })),
    ).toContain('InvalidRequest');
  });
});

it('open uploads are listed by key, and giving up leaves nothing on disk', async () => {
  const open = async () => client.send(new s3.ListMultipartUploadsCommand({ Bucket, Prefix: 'open/' }));
  const blobs = () => readdirSync(join(sandbox.dir, 'blobs')).length;
  await sandbox.advance(120);
  const before = blobs();
  const ids = [await start('open/b'), await start('open/a'), await start('open/b')];
  await part('open/b', ids[0]!, 1, filled(100, 'a'));
  expect((await open()).Uploads?.map((u) => u.Key)).toEqual(['open/a', 'open/b', 'open/b']);
  const first = await client.send(
    new s3.ListMultipartUploadsCommand({ Bucket, Prefix: 'open/', MaxUploads: 2 }),
  );
  expect(first.IsTruncated).toBe(true);
  const rest = await client.send(
    new s3.ListMultipartUploadsCommand({
      ...{ Bucket, Prefix: 'open/' },
      KeyMarker: first.NextKeyMarker,
      UploadIdMarker: first.NextUploadIdMarker,
    }),
  );
  expect(rest.Uploads).toHaveLength(1);
  for (const [i, Key] of ['open/b', 'open/a', 'open/b'].entries()) {
    await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId: ids[i]! }));
  }
  expect((await open()).Uploads ?? []).toEqual([]);
  expect(
    await refusal(client.send(new s3.ListPartsCommand({ Bucket, Key: 'open/a', UploadId: ids[1]! }))),
  ).toContain('NoSuchUpload');
  await sandbox.advance(120);
  expect(blobs()).toBe(before);
});
