/** A folder on its way to a bucket; the real program that sends it is killed with SIGKILL in the middle and goes on. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStaging } from '../../main/data/staging.ts';
import { openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { tables } from '../../main/sandbox/services/s3/store.ts';
import { startCli } from '../support/cli-process.ts';
import { print, seeded, seedOfRun } from '../support/crash/seeded.ts';
import { quickFolder } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

const seed = seedOfRun();
const random = seeded(seed);
const bucket = 'killed-uploads-4417';
const kibibyte = 1024;

let root: string;
let sandbox: Sandbox;
let listening: SandboxListening;

beforeAll(async () => {
  root = await quickFolder('millwright-upload-');
  sandbox = await openSandbox({ dir: join(root, 'account'), seed: 'uploads', pace: 100 });
  listening = await sandbox.listen();
  tables.buckets(sandbox.account).put({
    name: bucket,
    region: listening.region,
    createdAt: sandbox.account.clock.now(),
    configuration: {},
    versioning: 'never',
    tags: {},
    stored: {},
  });
}, 60_000);
afterAll(async () => {
  await listening.close();
  await sandbox.close();
  await rm(root, { recursive: true, force: true });
});

const state = () => join(root, 'state');

/** The real program; killed when `killAt` of the files have been answered. */
async function run(args: string[], killAt?: number) {
  const child = startCli(listening, state(), args);
  let carriedOut = 0;
  const stop = sandbox.hook({
    after({ operation, via }) {
      if (via !== 'wire' || (operation !== 'PutObject' && operation !== 'UploadPart')) return;
      carriedOut += 1;
      if (carriedOut === killAt) child.kill();
    },
  });
  const ended = await child.ended;
  stop();
  return ended;
}

interface Sent {
  key: string;
  /** Carried out by the account, and the answer was written to a program that lived. */
  of: 'first' | 'second';
}

test(
  'a folder whose sending was killed is there whole, once, and nothing that was answered is sent again' +
    shows('done-when:4.5/killed'),
  async () => {
    const sizes = Array.from({ length: 300 }, (_, n) =>
      n === 7 ? 20 * kibibyte ** 2 : random(70 * kibibyte),
    );
    const bytesOf = (n: number) => Buffer.alloc(sizes[n] ?? 0, `file ${String(n)} `);
    const pathOf = (n: number) => `set/${String(n % 5)}/${String(n).padStart(4, '0')}.bin`;
    await mkdir(state(), { recursive: true });
    const staging = openStaging(state());
    const files = sizes.map((bytes, n) => ({ path: pathOf(n), bytes }));
    const { stageId } = await staging.reserve(files, 'window');
    for (const n of sizes.keys()) await staging.receive(stageId, n, Readable.from([bytesOf(n)]));

    const given = join(root, 'answers.json');
    const file = join(root, 'upload.plan');
    await writeFile(given, JSON.stringify({ stageId, bucket, prefix: 'data/' }));
    const made = await run(['plan', 'data-upload', '--answers', given, '--out', file]);
    expect(made.code, made.text).toBe(0);
    const { digest } = JSON.parse(made.out) as { digest: string };

    const puts: Sent[] = [];
    let of: Sent['of'] = 'first';
    const stop = sandbox.observe(({ operation, input, via }) => {
      if (via === 'wire' && operation === 'PutObject') puts.push({ key: String(input['Key']), of });
    });
    const killAt = 100 + random(100);
    const first = await run(['apply', file, '--yes', digest], killAt);
    expect(first.signal, first.text).toBe('SIGKILL');
    // What was under way when it died may still be carried out.
    await new Promise((resolve) => setTimeout(resolve, 300));
    of = 'second';
    const again = await run(['recover']);
    stop();
    expect(again.code, again.text).toBe(0);
    const { tasks } = JSON.parse(again.out) as { tasks: { state: string }[] };
    expect(tasks.map((task) => task.state)).toEqual(['succeeded']);

    // Each object once, with the bytes of its file.
    const there = new Map(
      [...tables.objects(sandbox.account).list()]
        .filter((one) => one.bucket === bucket)
        .map((one) => [one.key, one]),
    );
    expect([...there.keys()].sort()).toEqual(files.map(({ path }) => `data/${path}`).sort());
    for (const [n, size] of sizes.entries()) {
      const object = there.get(`data/${pathOf(n)}`);
      expect(object?.size).toBe(size);
      const sha256 = createHash('sha256').update(bytesOf(n));
      if (object?.multipart === false)
        expect(object.checksum).toMatchObject({ algorithm: 'SHA256', value: sha256.digest('base64') });
      else expect(object?.metadata['millwright-sha256']).toBe(sha256.digest('hex'));
    }
    expect([...tables.uploads(sandbox.account).list()]).toEqual([]);

    // Carried out before the death and sent once more: at most what was under way, as its answer was never read.
    const before = new Set(puts.filter((put) => put.of === 'first').map(({ key }) => key));
    const twice = puts.filter((put) => put.of === 'second' && before.has(put.key)).map(({ key }) => key);
    expect(twice).toEqual([]);
    expect(new Set(puts.map(({ key }) => key)).size).toBe(puts.length);
    const journal = await stat(join(state(), 'journal'));
    print(
      `Killed at ${killAt} of 300 files (MILLWRIGHT_SEED=${seed}): ${puts.filter((put) => put.of === 'second').length} sent after it, journal ${Math.round(journal.size / 1024)} KiB.`,
    );
    expect(journal.size).toBeLessThan(300 * 400);
    // What has arrived does not lie on this computer a second time.
    expect(await readdir(join(state(), 'staging'))).toEqual([]);
  },
  120_000,
);
