/** Carries calls of the contract's channels from our own windows to the dispatcher, and picked files into stages. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { z } from 'zod';
import type { Result } from '../../../preload/contract/errors.ts';
import { wire } from '../../../preload/electron-wire.ts';
import { maxMessageBytes, requestId } from '../../../preload/loopback-wire.ts';
import { AppFailure, failure } from '../../failure.ts';
import type { Program } from '../ports.ts';
import type { PageWindow, WindowRegistry } from './windows.ts';

const Call = z.tuple([requestId, z.string().max(maxMessageBytes)]);
const Stage = z.tuple([
  requestId,
  z.strictObject({
    stageId: z.string().regex(/^[0-9a-f]{32}$/),
    index: z.number().int().min(0).max(99_999),
    path: z.string().max(32_767),
  }),
]);

const progressMs = 100;

const answerOf = (error: AppFailure): Result<never> => ({ ok: false, error: error.error });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no schema accepts undefined.
    return undefined;
  }
}

/** Tells the page how much was taken, ten times a second at most. */
function meter(contents: WebContents, id: string): Transform {
  let bytes = 0;
  let toldAt = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (Date.now() - toldAt >= progressMs && !contents.isDestroyed()) {
        toldAt = Date.now();
        contents.send(wire.taken, id, bytes);
      }
      done(null, chunk);
    },
  });
}

export interface IpcParts {
  ipcMain: IpcMain;
  windows: WindowRegistry;
  program: Program;
  onFault: (error: unknown) => void;
}

/** Starts to listen; answers how to stop. Whoever is not the top frame of a window of ours gets `call.refused`. */
export function openIpc({ ipcMain, windows, program, onFault }: IpcParts): () => void {
  const { dispatcher, staging } = program;
  const takes = new Map<string, AbortController>();
  const takeKey = (windowId: string, id: string): string => `${windowId} ${id}`;

  const call = async (channel: string, event: IpcMainInvokeEvent, given: unknown[]) => {
    const page = windows.senderOf(event);
    if (page === undefined) return answerOf(failure('call.refused'));
    const args = Call.safeParse(given);
    if (!args.success) return answerOf(failure('call.invalid'));
    const [id, text] = args.data;
    return dispatcher.call({ channel, requestId: id, windowId: page.id, input: parsed(text) });
  };

  /** The file lies on this computer and a person picked it: main reads it by itself, as it will at the upload. */
  const take = async (page: PageWindow, id: string, place: z.infer<typeof Stage>[1]) => {
    const { stageId, index, path } = place;
    const stage = await staging.get(stageId);
    if (stage?.windowId !== page.id || stage.files[index] === undefined)
      throw failure('resource.notFound', { name: 'stage' });
    const about = await stat(path).catch(() => undefined);
    if (about?.isFile() !== true) throw failure('file.unreadable');
    const abort = new AbortController();
    takes.set(takeKey(page.id, id), abort);
    const counted = meter(page.window.webContents, id);
    const source = createReadStream(path, { signal: abort.signal });
    source.once('error', (error) => counted.destroy(error));
    try {
      return await staging.receive(stageId, index, source.pipe(counted));
    } catch (error) {
      if (abort.signal.aborted) throw failure('call.cancelled');
      if (!(error instanceof AppFailure)) onFault(error);
      throw error instanceof AppFailure ? error : failure('file.unreadable', {}, { cause: error });
    } finally {
      source.destroy();
      takes.delete(takeKey(page.id, id));
    }
  };

  for (const channel of dispatcher.channels)
    ipcMain.handle(channel, (event, ...given: unknown[]) => call(channel, event, given));
  ipcMain.handle(wire.stage, async (event, ...given: unknown[]): Promise<Result<{ sha256: string }>> => {
    const page = windows.senderOf(event);
    if (page === undefined) return answerOf(failure('call.refused'));
    const args = Stage.safeParse(given);
    if (!args.success) return answerOf(failure('call.invalid'));
    try {
      return { ok: true, value: await take(page, ...args.data) };
    } catch (error) {
      return answerOf(error instanceof AppFailure ? error : failure('internal', {}, { cause: error }));
    }
  });
  ipcMain.on(wire.cancel, (event, id: unknown) => {
    const page = windows.senderOf(event);
    if (page === undefined || typeof id !== 'string') return;
    takes.get(takeKey(page.id, id))?.abort();
    dispatcher.cancel(page.id, id);
  });
  return () => {
    for (const channel of [...dispatcher.channels, wire.stage]) ipcMain.removeHandler(channel);
    ipcMain.removeAllListeners(wire.cancel);
    for (const abort of takes.values()) abort.abort();
  };
}
