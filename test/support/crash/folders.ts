/** Copies of an account and a state folder as they are at one instant. */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Files that are written once under their name: a second name for them is as good as a copy, and takes no time. */
const writtenOnce = (path: string) =>
  basename(dirname(path)) === 'blobs' || (/staging/.test(dirname(path)) && /^\d+$/.test(basename(path)));

/** What the next start takes no notice of. */
export const notKept = (name: string) => /^instance\.lock|\.tmp$|\.part$/.test(name);

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (notKept(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copy(source, target);
    else if (writtenOnce(source)) linkSync(source, target);
    else copyFileSync(source, target);
  }
}

const mostTries = 5;

/** `work` on files that another thread may remove or rename meanwhile: then once more, after `mend`. */
export function untilWhole<T>(work: () => T, mend: () => void = () => undefined): T {
  for (let tries = 1; ; tries += 1)
    try {
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === mostTries) throw error;
      mend();
    }
}

/** What another thread removes or renames while it is copied is copied again. */
export function copyPart(from: string, to: string, part: 'account' | 'state'): void {
  const target = join(to, part);
  if (existsSync(join(from, part)))
    untilWhole(
      () => copy(join(from, part), target),
      () => rmSync(target, { recursive: true, force: true }),
    );
}

/** Without another turn of the event loop, so that both are of the same instant. */
export function copyWorld(from: string, to: string): string {
  copyPart(from, to, 'account');
  copyPart(from, to, 'state');
  return to;
}
