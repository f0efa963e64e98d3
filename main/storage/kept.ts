/** Files that are kept beside another one, as `NAME.TAG-NUMBER` with the number in base 36: damaged ones, archives. */
import { basename, dirname, join } from 'node:path';
import { AppFailure } from '../failure.ts';
import { type Files, realFiles, removeIfThere } from './disk.ts';

/** So many of each sort stay: the newest. */
export const mostKept = 5;

/** Removes the oldest files of this sort beside `path`. */
export async function dropOldest(path: string, tag: string, files: Files = realFiles): Promise<void> {
  const start = `${basename(path)}.${tag}-`;
  const folder = dirname(path);
  const kept = (await files.readdir(folder))
    .filter((name) => name.startsWith(start))
    .map((name) => {
      const [number = '', again = '0'] = name.slice(start.length).split('-');
      return { name, number: Number.parseInt(number, 36), again: Number(again) };
    })
    .sort((a, b) => b.number - a.number || b.again - a.again);
  try {
    for (const { name } of kept.slice(mostKept)) await removeIfThere(join(folder, name), files);
  } catch (error) {
    // What is left over takes room and does no harm: the next one that is kept tries again.
    if (!(error instanceof AppFailure)) throw error;
  }
}
