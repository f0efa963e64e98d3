/** Entries keep what was compiled in the state folder, and make none where there is none. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const compiled = join(import.meta.dirname, '..', '..', 'main', 'compiled.ts');
// The tests keep what is compiled in a place of their own, which goes before a program's.
const { NODE_COMPILE_CACHE: _, ...env } = process.env;
const start = (...args: string[]) =>
  promisify(execFile)(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { keepCompiled } from ${JSON.stringify(compiled)};
keepCompiled(${JSON.stringify(args)});
await import('./main/chance.ts');`,
    ],
    { env },
  );

test('what a start compiled is kept below the state folder that was asked for', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'millwright-compiled-'));
  try {
    await start('--port', '0', '--state', dir);
    expect(await readdir(dir)).toEqual(['compiled']);
    expect((await readdir(join(dir, 'compiled'), { recursive: true })).length).toBeGreaterThan(0);
    // The program makes the folder itself, closed to others.
    await start('--state', join(dir, 'first'), 'millwright://app/');
    expect(existsSync(join(dir, 'first'))).toBe(false);
  } finally {
    await rm(dir, { recursive: true });
  }
});
