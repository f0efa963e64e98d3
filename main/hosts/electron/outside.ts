/** Opens pages in the person's browser and saves files where the person says; the page learns neither address nor path. */
import { app, dialog, shell, type BrowserWindow } from 'electron';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppFailure, failure } from '../../failure.ts';
import { diskFailure } from '../../storage/disk.ts';
import { isAllowedAddress } from '../allowed-address.ts';
import type { Outside, OutsideTarget } from '../ports.ts';

type Download = Extract<OutsideTarget, { kind: 'download' }>;

/** A name for the dialog: no folders, nothing that a file system reads in another way. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 200);
  return plain === '' ? 'download' : plain;
}

/** Bytes arrive in a file beside the one that is wanted, which is replaced when all of them are there. */
async function save(target: Download, path: string, window: BrowserWindow | undefined): Promise<void> {
  const part = `${path}.part`;
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  target.signal?.addEventListener('abort', stop, { once: true });
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      // 2 is how Electron says "so much that nobody knows".
      if (window?.isDestroyed() === false) window.setProgressBar(target.bytes ? bytes / target.bytes : 2);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await target.open(abort.signal), count, createWriteStream(part, { mode: 0o600 }), {
      signal: abort.signal,
    });
    if (target.bytes !== undefined && bytes !== target.bytes) throw failure('network.lost');
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (abort.signal.aborted) throw failure('call.cancelled', {}, { cause: error });
    if (error instanceof AppFailure) throw error;
    const ofDisk = /^(?:open|write|rename|close)$/.test((error as NodeJS.ErrnoException).syscall ?? '');
    throw ofDisk ? diskFailure(error, path) : failure('network.lost', {}, { cause: error });
  } finally {
    target.signal?.removeEventListener('abort', stop);
    if (window?.isDestroyed() === false) window.setProgressBar(-1);
  }
}

/** `windowOf`: the window that stands in front of the person. */
export function openOutside(windowOf: () => BrowserWindow | undefined): Outside {
  return {
    async open(target) {
      if (target.kind === 'page') {
        if (!isAllowedAddress(target.url, target.endpoint))
          throw failure('call.refused', {}, { technical: { text: 'address not allowed to open' } });
        await shell.openExternal(target.url);
        return { how: 'opened' };
      }
      const window = windowOf();
      const options = { defaultPath: join(app.getPath('downloads'), plainName(target.name)) };
      const { canceled, filePath } =
        window === undefined
          ? await dialog.showSaveDialog(options)
          : await dialog.showSaveDialog(window, options);
      if (!canceled && filePath !== '') await save(target, filePath, window);
      return { how: 'opened' };
    },
  };
}
