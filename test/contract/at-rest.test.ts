/**
 * What lies on the disk after a person has worked with the program: no secret that lasts, and nothing that another user of
 * the computer may read, even where the system would allow everything to everybody.
 */
import { statSync, readdirSync, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realFiles, writeAtomic } from '../../main/storage/disk.ts';
import { shows } from '../status/shows.ts';
import { filesBelow, leaksIn } from '../support/leaks.ts';
import { atWork, hire, type Keys } from '../support/policies/person.ts';
import { runs, type Told } from '../support/policies/runs.ts';
import { openSpine, quickFolder } from '../support/spine.ts';

const posix = process.platform !== 'win32';
/** Files and folders that stood open to others at any time, by path and mode. */
const open = new Set<string>();
let root = '';
let keys: Keys[] = [];
let looks = 0;
let usual = 0;

const modeOf = ({ mode }: Stats): string => (mode & 0o777).toString(8);

/** Everything below, now. What goes away between the list and the look is looked at the next time. */
function look(folder: string): void {
  looks += 1;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const should = stats.isDirectory() ? '700' : '600';
    if (modeOf(stats) !== should) open.add(`${relative(root, path)} ${modeOf(stats)}`);
  }
}

beforeAll(async () => {
  root = await quickFolder('millwright-at-rest-');
  usual = process.umask(0);
  const spine = await openSpine(root);
  keys = [await hire(spine, 'administrator'), await hire(spine, 'operator'), await hire(spine, 'viewer')];
  const by = { administrator: keys[0], operator: keys[1], viewer: keys[2] };
  const folders = [join(root, 'state'), join(root, 'account')];
  // In the middle of each call too: temporary files, staged files, files that are written anew.
  const stop = spine.sandbox.observe(({ via }) => {
    if (via === 'wire') for (const folder of folders) look(folder);
  });
  for (const { who, given, run } of runs) {
    const told: Told = { says: [], errors: [] };
    await given?.(spine);
    const mine = by[who];
    if (mine === undefined) throw new Error(who);
    const work = await atWork(spine, mine);
    await run(work, told);
    for (const folder of folders) look(folder);
    await work.close();
  }
  stop();
  await spine.close();
  for (const folder of folders) look(folder);
}, 120_000);
afterAll(async () => {
  process.umask(usual);
  await fs.rm(root, { recursive: true, force: true });
});

test.skipIf(!posix)('files are the person’s alone (0600), folders too (0700), at any time', async () => {
  expect([...open].sort()).toEqual([]);
  expect(looks).toBeGreaterThan(200);
  // The look would notice: a file and a folder as programs make them by default.
  await fs.mkdir(join(root, 'control'));
  await fs.writeFile(join(root, 'control', 'file'), '');
  look(root);
  expect([...open].filter((one) => one.startsWith('control')).sort()).toEqual([
    'control 777',
    'control/file 666',
  ]);
});

test.skipIf(!posix)(
  'a file that is written anew is closed before anything is in it, and stays so',
  async () => {
    const file = join(root, 'state', 'anew.json');
    await fs.writeFile(file, 'old');
    expect(modeOf(statSync(file))).toBe('666');
    const seen: string[] = [];
    await writeAtomic(file, 'new', {
      ...realFiles,
      rename: async (from, to) => {
        seen.push(modeOf(statSync(from)));
        await fs.rename(from, to);
      },
    });
    expect([...seen, modeOf(statSync(file))]).toEqual(['600', '600']);
  },
);

test('no key of a person is kept' + shows('done-when:2.5/policies'), async () => {
  const secrets = keys.flatMap((mine) => Object.entries(mine).map(([name, value]) => ({ name, value })));
  const pieces = await filesBelow(join(root, 'state'));
  expect(pieces.length).toBeGreaterThan(20);
  expect(leaksIn(pieces, secrets)).toEqual([]);
  // The account's own store holds them: the same search finds them there.
  expect(leaksIn(await filesBelow(join(root, 'account')), secrets).length).toBeGreaterThan(0);
});
