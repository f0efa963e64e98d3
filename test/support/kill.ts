/**
 * Stops a program at a named point as a power cut would: nothing after the point happens. The program hangs there for
 * ever, and the next one starts from a copy of its disk.
 */
import { cp, rm } from 'node:fs/promises';
import type { Points } from '../../main/points.ts';

export interface KillablePoints extends Points {
  /** Names in the order in which they were reached. */
  readonly reached: string[];
  /** Resolves when the program has died. */
  readonly dead: Promise<void>;
}

/** `at`: which point kills, counted over those that `counts` lets through; -1 never. */
export function killAt(at: number, counts: (name: string) => boolean): KillablePoints {
  const reached: string[] = [];
  let killed = false;
  let die: () => void = () => undefined;
  const dead = new Promise<void>((resolve) => (die = resolve));
  const never = new Promise<never>(() => undefined);
  return {
    reached,
    dead,
    reach(name) {
      if (killed) return never;
      if (!counts(name)) return Promise.resolve();
      reached.push(name);
      if (reached.length - 1 !== at) return Promise.resolve();
      killed = true;
      die();
      return never;
    },
  };
}

/** Points that leave a trace: every journal line, and every call that is no look. */
export const traces = (name: string): boolean =>
  name.startsWith('journal:') ||
  (name.startsWith('call:') && !/:(?:Describe|List|Get|Head|Simulate)/.test(name));

/** The disk as the dead program left it, without the lock that the operating system took back. */
export async function diskOf(from: string, to: string): Promise<string> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, filter: (path) => !/instance\.lock|\.tmp$/.test(path) });
  return to;
}
