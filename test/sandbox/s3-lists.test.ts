/** Lists in S3's order and pages, also of many keys. */
import fc from 'fast-check';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxAccount } from '../../main/sandbox/engine/types.ts';
import { addVersion } from '../../main/sandbox/services/s3/store.ts';
import { walk } from '../../main/sandbox/services/s3/walk.ts';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let client: s3.S3Client;
beforeAll(async () => {
  sandbox = await testSandbox();
  client = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
});
afterAll(() => sandbox.end());

/** Objects of no bytes, written as PutObject writes them but without a request each. */
function fill(account: SandboxAccount, bucket: string, keys: Iterable<string>): void {
  for (const key of keys) {
    addVersion(account, {
      bucket,
      key,
      deleteMarker: false,
      modifiedAt: account.clock.now(),
      etag: 'd41d8cd98f00b204e9800998ecf8427e',
      size: 0,
      pieces: [],
      multipart: false,
      storageClass: 'STANDARD',
      encryption: 'AES256',
      headers: {},
      metadata: {},
      tags: {},
    });
  }
}
const list = (Bucket: string, more: object = {}) =>
  client.send(new s3.ListObjectsV2Command({ Bucket, ...more }));

/** All pages: keys and folders in the order in which they came. */
async function everything(Bucket: string, more: object = {}) {
  const keys: string[] = [];
  const folders: string[] = [];
  const sizes: number[] = [];
  for await (const page of s3.paginateListObjectsV2({ client }, { Bucket, ...more })) {
    keys.push(...(page.Contents ?? []).map((o) => o.Key!));
    folders.push(...(page.CommonPrefixes ?? []).map((p) => p.Prefix!));
    sizes.push(page.KeyCount!);
  }
  return { keys, folders, sizes };
}

describe('2,500 keys', () => {
  const Bucket = 'many-keys';
  const keys = Array.from({ length: 2500 }, (_, i) => `${i % 5}/${String(i).padStart(4, '0')}.csv`);
  beforeAll(async () => {
    await client.send(new s3.CreateBucketCommand({ Bucket }));
    fill(sandbox.account, Bucket, keys);
  });
  it('come in pages of 1,000, in order, each once', async () => {
    const all = await everything(Bucket);
    expect(all.sizes).toEqual([1000, 1000, 500]);
    expect(all.keys).toEqual([...keys].sort());
    const small = await everything(Bucket, { MaxKeys: 333 });
    expect(small.keys).toEqual(all.keys);
  });
  it('are rolled up at the delimiter', async () => {
    const root = await everything(Bucket, { Delimiter: '/' });
    expect(root).toEqual({ keys: [], folders: ['0/', '1/', '2/', '3/', '4/'], sizes: [5] });
    const paged = await everything(Bucket, { Delimiter: '/', MaxKeys: 2 });
    expect(paged.folders).toEqual(root.folders);
    expect(paged.sizes).toEqual([2, 2, 1]);
    const inside = await everything(Bucket, { Delimiter: '/', Prefix: '3/' });
    expect(inside.keys).toHaveLength(500);
    expect(inside.folders).toEqual([]);
  });
  it('start after a key; more than 1,000 is 1,000', async () => {
    const sorted = [...keys].sort();
    const page = await list(Bucket, { StartAfter: sorted[1999]!, MaxKeys: 5000 });
    expect(page.Contents?.[0]?.Key).toBe(sorted[2000]);
    expect(page).toMatchObject({ KeyCount: 500, MaxKeys: 1000, IsTruncated: false });
    expect((await list(Bucket, { MaxKeys: 0 })).KeyCount).toBe(0);
  });
  it('the old way of listing goes on by marker', async () => {
    const seen: string[] = [];
    let Marker = '';
    for (;;) {
      const page = await client.send(new s3.ListObjectsCommand({ Bucket, Marker }));
      seen.push(...(page.Contents ?? []).map((o) => o.Key!));
      if (!page.IsTruncated) break;
      Marker = page.NextMarker ?? page.Contents!.at(-1)!.Key!;
    }
    expect(seen).toEqual([...keys].sort());
    const first = await client.send(new s3.ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 3 }));
    expect(first.NextMarker).toBe('2/');
    const next = await client.send(new s3.ListObjectsCommand({ Bucket, Delimiter: '/', Marker: '2/' }));
    expect(next.CommonPrefixes?.map((p) => p.Prefix)).toEqual(['3/', '4/']);
  });
  it('a token that S3 did not give is refused', async () => {
    expect(await refusal(list(Bucket, { ContinuationToken: 'rubbish' }))).toBe(
      'InvalidArgument: The continuation token provided is incorrect',
    );
  });
  it('the owner comes when asked for, keys encoded when asked for', async () => {
    fill(sandbox.account, Bucket, ['z ä+/x y']);
    const { Contents } = await list(Bucket, { Prefix: 'z', FetchOwner: true });
    expect(Contents?.[0]).toMatchObject({ Key: 'z ä+/x y', Owner: { ID: expect.any(String) } });
    const encoded = await list(Bucket, { Prefix: 'z', EncodingType: 'url', Delimiter: '/' });
    expect(encoded.CommonPrefixes).toEqual([{ Prefix: 'z%20%C3%A4%2B/' }]);
    expect(encoded.EncodingType).toBe('url');
  });
});

it('any keys, delimiters, prefixes and page sizes: the same as sorting and grouping by hand', async () => {
  let n = 0;
  const letter = fc.constantFrom('a', 'b', '/', '-', 'ä', '\ud7ff', '\ue000', '🦊', '0');
  const word = fc.string({ unit: letter, minLength: 1, maxLength: 6 });
  const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(word, { maxLength: 25 }),
      fc.constantFrom('', '/', 'a', '-', '🦊'),
      fc.constantFrom('', 'a', '/', 'a/'),
      fc.integer({ min: 1, max: 5 }),
      async (keys, Delimiter, Prefix, MaxKeys) => {
        const Bucket = `property-${n++}`;
        await client.send(new s3.CreateBucketCommand({ Bucket }));
        fill(sandbox.account, Bucket, keys);
        const expected = { keys: [] as string[], folders: [] as string[] };
        for (const key of keys.filter((k) => k.startsWith(Prefix)).sort(bytes)) {
          const at = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
          const folder = key.slice(0, at + Delimiter.length);
          if (at < 0) expected.keys.push(key);
          else if (!expected.folders.includes(folder)) expected.folders.push(folder);
        }
        const more = { MaxKeys, ...(Delimiter && { Delimiter }), ...(Prefix && { Prefix }) };
        const { keys: found, folders, sizes } = await everything(Bucket, more);
        expect({ keys: found, folders }).toEqual(expected);
        expect(sizes.every((size) => size <= MaxKeys)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('a page out of 100,000 keys reads little more than it shows', async () => {
  const Bucket = 'large-one';
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  const { account } = sandbox;
  const key = (i: number): string => `f${String(i % 100).padStart(2, '0')}/${String(i).padStart(6, '0')}`;
  fill(
    account,
    Bucket,
    Array.from({ length: 100_000 }, (_, i) => key(i)),
  );
  let rows = 0;
  const counting: SandboxAccount = {
    ...account,
    table: (kind, region) => {
      const table = account.table(kind, region);
      return {
        ...table,
        range: (options) => {
          const found = table.range(options);
          rows += found.length;
          return found;
        },
        list: () => {
          throw new Error('A page must not read the whole table.');
        },
      };
    },
  };
  const page = (more: object): { steps: number; rows: number } => {
    rows = 0;
    const wanted = { bucket: Bucket, prefix: '', delimiter: '', after: '', live: true, size: 1000, ...more };
    let steps = 0;
    for (const _ of walk(counting, wanted)) if (++steps > wanted.size) break;
    return { steps, rows };
  };
  expect(page({})).toEqual({ steps: 1001, rows: expect.toSatisfy((n: number) => n < 2500) });
  expect(page({ after: key(99_000) }).rows).toBeLessThan(2500);
  expect(page({ delimiter: '/' })).toEqual({ steps: 100, rows: expect.toSatisfy((n: number) => n <= 1000) });
  expect(page({ prefix: 'f50/', size: 10 })).toEqual({
    steps: 11,
    rows: expect.toSatisfy((n: number) => n < 60),
  });
  expect((await list(Bucket, { Delimiter: '/' })).CommonPrefixes).toHaveLength(100);
}, 60_000);
