/**
 * Keeps the code that Node compiled for the next start: compiling it anew takes a third of a start
 * (https://nodejs.org/api/module.html#module-compile-cache). For entries, before they load the rest of the program.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stateDirOf } from './storage/state-dir.ts';

/** Below the state folder of `args`. */
export function keepCompiled(args: string[]): void {
  const { state } = parseArgs({ args, strict: false, options: { state: { type: 'string' } } }).values;
  const stateDir = stateDirOf(typeof state === 'string' && state !== '' ? state : undefined);
  // The program makes the folder, closed to others, and says what is wrong with it: a first start goes without.
  if (existsSync(stateDir)) enableCompileCache(join(stateDir, 'compiled'));
}
