/** What `npm start` runs: the program of loopback.ts, with the code that was compiled at the last start. */
import { keepCompiled } from './compiled.ts';

keepCompiled(process.argv.slice(2));
await import('./loopback.ts');
