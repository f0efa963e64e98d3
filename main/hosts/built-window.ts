/** The built window, by address. The list is read once at start, so that no address can name a file outside of it. */
import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface BuiltFile {
  file: string;
  type: string;
  /** Its name carries a hash of what is in it. */
  immutable: boolean;
}

export interface BuiltWindow {
  /** The file at this path ('' is the start page), or undefined for everything else. */
  find(path: string): BuiltFile | undefined;
}

export async function readBuiltWindow(dir: string): Promise<BuiltWindow> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = new Map<string, BuiltFile>();
  for (const entry of found) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(dir, file).split(sep).join('/');
    files.set(path, { file, type, immutable: path.startsWith('assets/') });
  }
  return { find: (path) => files.get(path === '' ? 'index.html' : path) };
}
