import type { Result } from '../../../preload/contract/errors.ts';
import type { App } from '../../app/context.tsx';

export interface Picked {
  file: File;
  /** Path below the folder that was picked, with slashes. */
  path: string;
}

/** Lays the files ready in main's own folder, one after the other; answers the stage's id. */
export async function stageFiles(
  { api, host }: Pick<App, 'api' | 'host'>,
  picked: Picked[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
): Promise<Result<string>> {
  const stage = await api.data.stage({
    files: picked.map(({ file, path }) => ({ path, bytes: file.size })),
  });
  if (!stage.ok) return stage;
  let before = 0;
  for (const [index, { file }] of picked.entries()) {
    const sent = await host.uploadStaged(stage.value.stageId, index, file, {
      signal,
      onProgress: (bytes) => onProgress(before + bytes),
    });
    if (!sent.ok) return sent;
    before += file.size;
    onProgress(before);
  }
  return { ok: true, value: stage.value.stageId };
}
