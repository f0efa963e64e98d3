/** Builds the page of a long list and serves it on 127.0.0.1 under the headers of the product's own window. */
import react from '@vitejs/plugin-react';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { windowHeaders } from '../../../main/hosts/loopback/headers.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface ListPage {
  origin: string;
  close(): Promise<void>;
}

export async function serveListPage(): Promise<ListPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'list-page-'));
  // A runner of tests may have said "test", which builds React with all its checks: not what a person gets.
  process.env['NODE_ENV'] = 'production';
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'list-page'),
    plugins: [react()],
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, minify: true, modulePreload: { polyfill: false } },
  });
  const files = new Set(await readdir(outDir, { recursive: true }));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = pathname === '/' ? 'index.html' : pathname.slice(1);
    const found = files.has(file) ? readFile(join(outDir, file)) : Promise.reject(new Error('no such file'));
    found.then(
      (bytes) => {
        const headers = windowHeaders(request.headers.host ?? '');
        response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'text/plain' });
        response.end(bytes);
      },
      () => {
        response.writeHead(404);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
