/** The built window, by address. The list is read once at start, so that no address can name a file outside of it. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refused } from './router.ts';

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

export interface WindowFiles {
  /** Sends the file at this path ('' is the start page). Throws `Refused(404)` for everything else. */
  send(path: string, response: ServerResponse): Promise<void>;
}

export async function openWindowFiles(dir: string): Promise<WindowFiles> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = new Map<string, { file: string; type: string; bytes: number }>();
  for (const entry of found) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(dir, file).split(sep).join('/'), { file, type, bytes: (await stat(file)).size });
  }
  return {
    async send(path, response) {
      const found = files.get(path === '' ? 'index.html' : path);
      if (found === undefined) throw new Refused(404);
      // Names under assets/ carry a hash of what is in them.
      if (path.startsWith('assets/'))
        response.setHeader('cache-control', 'private, max-age=31536000, immutable');
      response.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes });
      await pipeline(createReadStream(found.file), response);
    },
  };
}
