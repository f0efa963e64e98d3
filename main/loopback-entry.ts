/**
 * What `npm start` runs: the program of loopback.ts, with the code that Node compiled at the last start. Compiling it anew
 * takes a third of a start (https://nodejs.org/api/module.html#module-compile-cache).
 */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stateDirOf } from './storage/state-dir.ts';

const { state } = parseArgs({ strict: false, options: { state: { type: 'string' } } }).values;
const stateDir = stateDirOf(typeof state === 'string' && state !== '' ? state : undefined);
// The program makes the folder, closed to others, and says what is wrong with it: a first start goes without.
if (existsSync(stateDir)) enableCompileCache(join(stateDir, 'compiled'));
await import('./loopback.ts');
