import { createHash } from 'node:crypto';
import { readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStaging } from '../../main/data/staging.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { ask, openHost, type OpenHost } from './support/open-host.ts';

let open: OpenHost;
let token: string;
beforeEach(async () => {
  open = await openHost(fakeHandlers().handlers);
  token = await open.signIn();
  const line = await open.openWindow(token);
  await line.next('welcome');
});
afterEach(() => open[Symbol.asyncDispose]());

const put = (stageId: string, index: number | string, body: string | Buffer, bearer = token) =>
  ask({
    port: open.host.port,
    path: `/staging/${stageId}/${index}`,
    method: 'PUT',
    headers: {
      ...open.own,
      authorization: `Bearer ${bearer}`,
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  });

describe('a picked file', () => {
  test('arrives byte by byte, with its SHA-256, readable by nobody else', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const stage = await open.staging.reserve([{ path: 'census/train.csv', bytes: bytes.length }], 'w1');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(JSON.parse((await put(stage.stageId, 0, bytes)).text)).toEqual({ ok: true, value: { sha256 } });
    const file = open.staging.fileOf(stage.stageId, 0);
    expect(await readFile(file)).toEqual(bytes);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    // Another start of the program finds it again.
    const again = await openStaging(open.stateDir).get(stage.stageId);
    expect(again?.files).toEqual([{ path: 'census/train.csv', bytes: bytes.length, sha256 }]);
  });

  test.each([
    ['shorter', 'ab'],
    ['longer', 'abcd'],
  ])('that is %s than declared is refused and leaves nothing', async (_, body) => {
    const { stageId } = await open.staging.reserve([{ path: 'a.csv', bytes: 3 }], 'w1');
    expect([413, 422]).toContain((await put(stageId, 0, body)).status);
    expect((await open.staging.get(stageId))?.files[0]?.sha256).toBeNull();
    expect((await readdir(join(open.stateDir, 'staging', stageId))).sort()).toEqual([
      'received',
      'stage.json',
    ]);
  });

  test('without a declared length is counted as it comes', async () => {
    const { stageId } = await open.staging.reserve([{ path: 'a.csv', bytes: 3 }], 'w1');
    const chunked = (body: string) =>
      ask({
        port: open.host.port,
        path: `/staging/${stageId}/0`,
        method: 'PUT',
        headers: { ...open.own, authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' },
        body,
      }).then(
        ({ status }) => status,
        () => 'cut',
      );
    expect([422, 'cut']).toContain(await chunked('abcdef'));
    expect(await chunked('abc')).toBe(200);
  });

  test('goes to no stage of another session, unknown stage or index', async () => {
    const { stageId } = await open.staging.reserve([{ path: 'a.csv', bytes: 3 }], 'w1');
    const stranger = await open.signIn();
    expect((await put(stageId, 0, 'abc', stranger)).status).toBe(404);
    expect((await put(stageId, 1, 'abc')).status).toBe(404);
    expect((await put('a'.repeat(32), 0, 'abc')).status).toBe(404);
    for (const hostile of ['..%2f..%2fsettings.json', '-1', '0x0', '1e1', '%00'])
      expect((await put(stageId, hostile, 'abc')).status).toBe(404);
    expect(await readFile(join(open.stateDir, 'settings.json'), 'utf8')).toContain('secret');
  });
});

describe('a picked path', () => {
  test.each([
    ['census-income/train.csv', 'census-income/train.csv'],
    ['销售/2026 年.csv', '销售/2026 年.csv'],
    ['windows\\style\\a.csv', 'windows/style/a.csv'],
    ['.hidden', '.hidden'],
    ['a..b/c...csv', 'a..b/c...csv'],
    ['__proto__/constructor', '__proto__/constructor'],
    ['e\u0301.csv', '\u00e9.csv'],
  ])('%j is kept as %j', async (path, kept) => {
    const stage = await open.staging.reserve([{ path, bytes: 1 }], 'w1');
    expect(stage.files[0]?.path).toBe(kept);
  });

  test.each([
    ['../a.csv'],
    ['a/../../b'],
    ['/etc/passwd'],
    ['a//b'],
    ['a/./b'],
    ['a/'],
    [''],
    ['C:\\a.csv'],
    ['\\\\server\\share'],
    ['a\u0000.csv'],
    ['a\nb.csv'],
    ['a\u202ecsv.exe'],
    ['a\ud800.csv'],
  ])('%j is refused', async (path) => {
    await expect(open.staging.reserve([{ path, bytes: 1 }], 'w1')).rejects.toMatchObject({
      error: { code: 'input.invalid' },
    });
  });

  test('is taken once', async () => {
    const twice = [
      { path: 'a.csv', bytes: 1 },
      { path: 'a.csv', bytes: 2 },
    ];
    await expect(open.staging.reserve(twice, 'w1')).rejects.toMatchObject({
      error: { code: 'input.invalid' },
    });
  });
});

describe('a folder that is picked again', () => {
  const picked = (names: string[], modifiedAt = 1_000) =>
    names.map((path) => ({ path, bytes: 3, modifiedAt }));
  const receive = (stageId: string, index: number, body: string) =>
    open.staging.receive(stageId, index, Readable.from([Buffer.from(body)]));

  test('has what arrived before and was not changed since; only the rest is handed over', async () => {
    const first = await open.staging.reserve(picked(['a', 'b', 'c']), 'w1');
    await receive(first.stageId, 0, 'aaa');
    await receive(first.stageId, 1, 'bbb');
    const files = [...picked(['a']), ...picked(['b'], 2_000), ...picked(['c', 'd'])];
    const second = await open.staging.reserve(files, 'w2');
    const sha256 = createHash('sha256').update('aaa').digest('hex');
    expect(second.files.map((file) => file.sha256)).toEqual([sha256, null, null, null]);
    // It has its own: the first one may go, and the file that changed is another one.
    await receive(second.stageId, 1, 'BBB');
    expect(await readFile(open.staging.fileOf(first.stageId, 1), 'utf8')).toBe('bbb');
    await open.staging.remove(first.stageId);
    expect(await readFile(open.staging.fileOf(second.stageId, 0), 'utf8')).toBe('aaa');
    // Also after another start of the program.
    const again = await openStaging(open.stateDir).get(second.stageId);
    expect(again?.files.map((file) => file.sha256 !== null)).toEqual([true, true, false, false]);
  });

  test('a file without a time, or of another size, is handed over again', async () => {
    const first = await open.staging.reserve([...picked(['a']), { path: 'b', bytes: 3 }], 'w1');
    await receive(first.stageId, 0, 'aaa');
    await receive(first.stageId, 1, 'bbb');
    const files = [
      { path: 'a', bytes: 4, modifiedAt: 1_000 },
      { path: 'b', bytes: 3 },
    ];
    const second = await open.staging.reserve(files, 'w1');
    expect(second.files.map((file) => file.sha256)).toEqual([null, null]);
  });

  test('takes no room a second time', async () => {
    const staging = openStaging(open.stateDir, Date.now, { totalBytes: 10 });
    const first = await staging.reserve(picked(['a', 'b']), 'w1');
    for (const index of [0, 1])
      await staging.receive(first.stageId, index, Readable.from([Buffer.from('abc')]));
    const again = await staging.reserve(picked(['a', 'b', 'c']), 'w1');
    expect(again.files.map((file) => file.sha256 !== null)).toEqual([true, true, false]);
  });
});

test('all stages together stay below the cap, also the declared ones', async () => {
  const staging = openStaging(open.stateDir, Date.now, { totalBytes: 100 });
  await staging.reserve([{ path: 'a', bytes: 60 }], 'w1');
  await expect(staging.reserve([{ path: 'b', bytes: 41 }], 'w1')).rejects.toMatchObject({
    error: { code: 'file.tooLarge' },
  });
  await staging.reserve([{ path: 'c', bytes: 40 }], 'w1');
});

test('what nobody uploaded is removed after a day, but not what a task still needs', async () => {
  const [old, needed, fresh] = await Promise.all(
    ['a', 'b', 'c'].map((path) => open.staging.reserve([{ path, bytes: 1 }], 'w1')),
  );
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const stage of [old, needed])
    await utimes(join(open.stateDir, 'staging', stage!.stageId), yesterday, yesterday);
  await open.staging.sweep(new Set([needed!.stageId]));
  expect(await open.staging.get(old!.stageId)).toBeUndefined();
  expect((await open.staging.get(needed!.stageId))?.files).toHaveLength(1);
  expect((await open.staging.get(fresh!.stageId))?.files).toHaveLength(1);
});
