import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { readBuiltWindow } from '../built-window.ts';
import { Refused } from './router.ts';

export interface WindowFiles {
  /** Sends the file at this path ('' is the start page). Throws `Refused(404)` for everything else. */
  send(path: string, response: ServerResponse): Promise<void>;
}

export async function openWindowFiles(dir: string): Promise<WindowFiles> {
  const built = await readBuiltWindow(dir);
  return {
    async send(path, response) {
      const found = built.find(path);
      if (found === undefined) throw new Refused(404);
      const bytes = await readFile(found.file).catch((error: unknown) => {
        // Built anew under a program that runs: what it was built from is swept away after a day.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refused(404);
        throw error;
      });
      if (found.immutable) response.setHeader('cache-control', 'private, max-age=31536000, immutable');
      response.writeHead(200, { 'content-type': found.type, 'content-length': bytes.length });
      response.end(bytes);
    },
  };
}
