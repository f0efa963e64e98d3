import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { digestOf } from '../../main/plans/digest.ts';
import { readHistory } from '../../main/plans/history.ts';
import { openPlanJournal } from '../../main/plans/journal.ts';
import { noPoints } from '../../main/points.ts';
import type { Task } from '../../preload/contract/task.ts';
import { fillAccount } from '../support/fill-account.ts';
import { prepareAccount } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine;
const bucket = 'upload-bucket-4417';

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await engine.close();
}, 60_000);
afterAll(() => spine.close());
beforeEach(async () => {
  engine = await spine.engine();
});
afterEach(() => engine.close());

type Files = Record<string, string>;

const folder = (count: number, text = 'as it was'): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `${String(n % 7)}/${String(n).padStart(4, '0')}.txt`,
      `${text} ${String(n)}`,
    ]),
  );

async function stagePlan(files: Files, prefix: string, into = bucket) {
  const all = Object.entries(files);
  const { stageId } = await engine.staging.reserve(
    all.map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) })),
    'window',
  );
  for (const [index, [, text]] of all.entries())
    await engine.staging.receive(stageId, index, Readable.from([Buffer.from(text)]));
  return spine.plan(engine, 'data-upload', { stageId, bucket: into, prefix });
}

/** Applies; answers the task and the requests by operation, keys of what was sent apart. */
async function upload(files: Files, prefix: string, into = bucket) {
  const plan = await stagePlan(files, prefix, into);
  const counts: Record<string, number> = {};
  const sent: string[] = [];
  const stop = spine.sandbox.observe(({ operation, input, via }) => {
    if (via !== 'wire') return;
    counts[operation] = (counts[operation] ?? 0) + 1;
    if (operation === 'PutObject') sent.push(String(input['Key']));
  });
  const task = await spine.apply(engine, plan);
  stop();
  expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
  // Several are on their way at a time.
  return { plan, task, counts, sent: sent.sort() };
}

async function inBucket(prefix: string): Promise<Map<string, string>> {
  const aws = await engine.connections.aws();
  const found = new Map<string, string>();
  for await (const page of aws.pages('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix }))
    for (const { Key = '', ETag = '' } of page.Contents ?? []) found.set(Key, ETag.replaceAll('"', ''));
  return found;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

test('a folder that is uploaded again with one file changed sends one file', async () => {
  const files = folder(120);
  const first = await upload(files, 'again/');
  expect(first.sent).toHaveLength(120);
  expect(first.counts['HeadObject'] ?? 0).toBe(0);
  expect(first.counts['ListObjectsV2']).toBe(1);

  const second = await upload({ ...files, '3/0010.txt': 'as it is 10' }, 'again/');
  expect(second.sent).toEqual(['again/3/0010.txt']);
  const there = await inBucket('again/');
  expect(there.size).toBe(120);
  expect(there.get('again/3/0010.txt')).toBe(md5('as it is 10'));
});

test('taken back, only what this plan sent is removed; the same bytes of an earlier one stay', async () => {
  const files = folder(30);
  await upload(files, 'stays/');
  const stop = spine.sandbox.faults.switchOn({
    fault: 'F21',
    service: 's3',
    operation: 'PutObject',
    when: 'before',
    times: null,
    skip: 2,
  });
  const plan = await stagePlan({ ...files, ...folder(60, 'new') }, 'stays/');
  const newer = Object.keys(folder(60));
  const task = await spine.apply(engine, plan);
  spine.sandbox.faults.switchOff(stop.id);
  // The first files of the plan were there already: what is left is found all the same.
  expect(task).toMatchObject({ state: 'failed', leftOver: [{ name: `${bucket}/stays/` }] });
  await engine.applying.cancel(task.id);
  const after = await engine.applying.ended(task.id);
  expect(after, JSON.stringify(after.error)).toMatchObject({ state: 'cancelled', leftOver: [] });
  const there = await inBucket('stays/');
  expect(newer.length).toBe(60);
  for (const key of there.keys()) expect(Object.keys(files)).toContain(key.slice('stays/'.length));
});

test('a folder of strangers is not read to its end', async () => {
  const crowd = { bucket: 'crowd-bucket-4417', folder: 'in/', count: 5_000 };
  fillAccount(spine.sandbox, { objects: crowd });
  const { counts, sent } = await upload({ 'a.txt': 'mine', 'zz.txt': 'mine' }, crowd.folder, crowd.bucket);
  expect(sent).toEqual(['in/a.txt', 'in/zz.txt']);
  // The first is before what was listed, the second behind it.
  expect(counts).toMatchObject({ ListObjectsV2: 3, HeadObject: 1 });
});

test('who may put and not look sends everything, as before', async () => {
  const denied = ['ListObjectsV2', 'HeadObject'].map((operation) =>
    spine.sandbox.faults.switchOn({
      fault: 'F21',
      service: 's3',
      operation,
      when: 'before',
      times: null,
    }),
  );
  const { sent } = await upload(folder(20), 'blind/');
  for (const { id } of denied) spine.sandbox.faults.switchOff(id);
  expect(sent).toHaveLength(20);
});

test('how far it is, in files and bytes, grows and is told a few times a second', async () => {
  const seen: Task[] = [];
  const stop = engine.tasks.onChange((task) => seen.push(task));
  await upload(folder(300), 'told/');
  stop();
  const shares = seen.map(({ progress }) => progress ?? 0);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const details = seen.flatMap(({ detail }) =>
    detail?.key === 'apply.uploadingFiles' ? [detail.params] : [],
  );
  expect(details.at(-1)).toMatchObject({ done: 300, count: 300 });
  // The account's clock stands still: what is said without its moving is the first and the last.
  expect(details.length).toBeLessThan(30);
});

test('the journal keeps one list of the files, and the plan that it gives back is the one that was begun', async () => {
  const before = (await stat(join(spine.stateDir, 'journal'))).size;
  const { plan } = await upload(folder(1_000), 'many/');
  const grew = (await stat(join(spine.stateDir, 'journal'))).size - before;
  const list = JSON.stringify(plan.changes).length;
  expect(grew).toBeLessThan(list + 10_000);
  await engine.close();
  const journal = await openPlanJournal(spine.stateDir, { points: noPoints, now: () => 0 });
  const histories = [...readHistory(journal.lines).values()];
  const begun = histories.find((one) => one.begun.plan.id === plan.id)?.begun.plan;
  expect(begun).toEqual(plan);
  expect(begun && digestOf(begun)).toBe(plan.digest);
  await journal.close();
  engine = await spine.engine();
});
