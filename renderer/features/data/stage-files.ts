import type { Result } from '../../../preload/contract/errors.ts';
import type { App } from '../../app/context.tsx';

export interface Picked {
  file: File;
  /** Path below the folder that was picked, with slashes. */
  path: string;
}

export interface Staged {
  bytes: number;
  files: number;
}

/** A bar that moves ten times a second moves. */
const tellMs = 100;
/** A browser opens six connections to one place; one of them stays for everything else. */
const atOnce = 5;

/**
 * Lays the files ready in main's own folder, some at a time; answers the stage's id. What main has already from an earlier
 * pick is not handed over again.
 */
export async function stageFiles(
  { api, host }: Pick<App, 'api' | 'host'>,
  picked: Picked[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sent: Staged) => void },
): Promise<Result<string>> {
  const stage = await api.data.stage({
    files: picked.map(({ file, path }) => ({ path, bytes: file.size, modifiedAt: file.lastModified })),
  });
  if (!stage.ok) return stage;
  const { stageId } = stage.value;
  const there = new Set(stage.value.there);
  const whole = { bytes: 0, files: 0 };
  /** Bytes of files that are on their way. */
  const partly = new Map<number, number>();
  let toldAt = -Infinity;
  const tell = () => {
    if (performance.now() - toldAt < tellMs && whole.files < picked.length) return;
    toldAt = performance.now();
    onProgress({ ...whole, bytes: [...partly.values()].reduce((sum, bytes) => sum + bytes, whole.bytes) });
  };
  const ended = (index: number, { file }: Picked) => {
    partly.delete(index);
    whole.bytes += file.size;
    whole.files += 1;
  };
  for (const [index, one] of picked.entries()) if (there.has(index)) ended(index, one);
  tell();

  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const queue = picked.entries();
  let refused: Extract<Result<string>, { ok: false }> | undefined;
  const worker = async () => {
    for (const [index, one] of queue) {
      if (refused !== undefined) return;
      if (there.has(index)) continue;
      const sent = await host.uploadStaged(stageId, index, one.file, {
        signal: ending,
        onProgress: (bytes) => {
          partly.set(index, bytes);
          tell();
        },
      });
      if (!sent.ok) {
        // Of several the first one is told; the others were ended by it.
        refused ??= sent;
        stop.abort();
        return;
      }
      ended(index, one);
      tell();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return refused ?? { ok: true, value: stageId };
}
