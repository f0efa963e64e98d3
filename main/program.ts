/**
 * Where the program's own files are, from sources (`node main/cli.ts`, tests) and from the bundle (`out/main`) alike.
 * Everything that reads `assets/` or starts another entry goes through here, because bundling moves `import.meta.url`.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

function findRoot(from: string): string {
  if (existsSync(join(from, 'assets', 'stacks'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('The folder assets/ of the program is missing: install Millwright again.');
  return findRoot(parent);
}

const here = fileURLToPath(import.meta.url);

/** The folder that holds `assets/` and `out/`. */
export const programRoot = findRoot(dirname(here));

export const programVersion: string = manifest.version;

/** Absolute path of a shipped file: `asset('stacks', 'notebook.yaml')`. */
export function asset(...path: string[]): string {
  return join(programRoot, 'assets', ...path);
}

/** File to run for an entry (`sandbox`, `cli`, `loopback`), of the same kind as the running one: source or bundle. */
export function entryFile(name: string): string {
  return here.endsWith('.ts')
    ? join(programRoot, 'main', `${name}.ts`)
    : join(programRoot, 'out', 'main', `${name}.js`);
}

/** The built window, the same in every host. */
export const windowDir = join(programRoot, 'out', 'renderer');

/** A built preload of Electron's windows: `electron` or `confirm`. */
export const preloadFile = (name: string): string => join(programRoot, 'out', 'preload', `${name}.cjs`);
