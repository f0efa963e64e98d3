/**
 * What Electron runs: the program of electron.ts, with the code that was compiled at the last start. Awaited, so that
 * Electron is not ready before it: https://www.electronjs.org/docs/latest/tutorial/esm#main-process
 */
import { keepCompiled } from './compiled.ts';

keepCompiled(process.argv.slice(1));
await import('./electron.ts');
