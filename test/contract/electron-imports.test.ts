/** Electron is used where the architecture says, and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const uses = (text: string): boolean => /(?:from |import |import\(|require\()['"]electron['"/]/.test(text);
const allowed = (file: string): boolean =>
  file.startsWith('main/hosts/electron/') || ['main/electron.ts', 'preload/electron.ts'].includes(file);

const files = ['main', 'preload', 'renderer', 'words'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`),
);

test('only the Electron host, its entry and its preload import electron', () => {
  const found = files.filter((file) => uses(readFileSync(join(root, file), 'utf8')));
  expect(found).toContain('main/electron.ts');
  expect(found.filter((file) => !allowed(file))).toEqual([]);
  for (const text of [
    "import { app } from 'electron';",
    "await import('electron/main')",
    "require('electron')",
  ])
    expect(uses(text), text).toBe(true);
});

test('the preload is at most 60 lines', () => {
  expect(readFileSync(join(root, 'preload', 'electron.ts'), 'utf8').split('\n').length).toBeLessThanOrEqual(
    60,
  );
});
