/** Copies of an account and a state folder as they are at one instant. */
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Files that are written once under their name: a second name for them is as good as a copy, and takes no time. */
const writtenOnce = (path: string) =>
  basename(dirname(path)) === 'blobs' || (/staging/.test(dirname(path)) && /^\d+$/.test(basename(path)));

const notKept = (name: string) => /^instance\.lock|\.tmp$|\.part$/.test(name);

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (notKept(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copy(source, target);
    else if (writtenOnce(source)) linkSync(source, target);
    else cpSync(source, target);
  }
}

const mostTries = 5;

/**
 * Without another turn of the event loop, so that both are of the same instant. What is removed or renamed on another
 * thread while it is copied is copied again.
 */
export function copyWorld(from: string, to: string): string {
  for (let tries = 1; ; tries += 1)
    try {
      for (const part of ['account', 'state'])
        if (existsSync(join(from, part))) copy(join(from, part), join(to, part));
      return to;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === mostTries) throw error;
      rmSync(to, { recursive: true, force: true });
    }
}
