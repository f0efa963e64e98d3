import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropOldest } from '../../main/storage/kept.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-kept-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('of files that are kept aside the newest five of a sort stay, and nothing else is touched', async () => {
  const others = ['journal', 'journal.mark', 'journal.archive-1', 'settings.json.damaged-1', 'plans'];
  // Not in the order of letters: z comes before 10 in base 36, and a second one of the same instant after the first.
  const damaged = ['z', '10', '11', '11-1', '11-2', '100', '9'].map((n) => `journal.damaged-${n}`);
  for (const name of [...others, ...damaged]) await writeFile(join(dir, name), name);
  await dropOldest(join(dir, 'journal'), 'damaged');
  const left = ['10', '11', '11-1', '11-2', '100'].map((n) => `journal.damaged-${n}`);
  expect((await readdir(dir)).sort()).toEqual([...others, ...left].sort());
});
