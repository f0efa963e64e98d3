/** What earlier stages have of the files of a new one: the same bytes get a second name and take no room. */
import { link } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './staging.ts';

interface Arrived {
  stageId: string;
  index: number;
  sha256: string;
}

/** By path, size and time; without a time nobody can tell whether it is the same file. */
export type StagedBefore = (file: Stage['files'][number]) => Arrived | undefined;

const keyOf = ({ path, bytes, modifiedAt }: Stage['files'][number]): string | undefined =>
  modifiedAt === undefined ? undefined : `${bytes} ${modifiedAt} ${path}`;

/** Files that arrived whole, the newest stage's where several have one. */
export function stagedBefore(stages: readonly Stage[]): StagedBefore {
  const found = new Map<string | undefined, Arrived>();
  for (const { stageId, files } of [...stages].sort((a, b) => a.madeAt - b.madeAt))
    for (const [index, file] of files.entries())
      if (file.sha256 !== null && file.modifiedAt !== undefined)
        found.set(keyOf(file), { stageId, index, sha256: file.sha256 });
  return (file) => (file.modifiedAt === undefined ? undefined : found.get(keyOf(file)));
}

/** Marks in `stage` what it has now; answers the lines for its list of what arrived. */
export async function takeOver(
  stage: Stage,
  before: StagedBefore,
  dirOf: (stageId: string) => string,
): Promise<string> {
  const lines: string[] = [];
  for (const [index, file] of stage.files.entries()) {
    const had = before(file);
    if (had === undefined) continue;
    try {
      await link(join(dirOf(had.stageId), String(had.index)), join(dirOf(stage.stageId), String(index)));
    } catch {
      // A disk without second names, or it was removed meanwhile: the file is handed over again.
      continue;
    }
    file.sha256 = had.sha256;
    lines.push(`${index} ${had.sha256}\n`);
  }
  return lines.join('');
}
