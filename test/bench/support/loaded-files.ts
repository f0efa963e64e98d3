/**
 * Given to `--import`: writes the address of every module that is loaded to the file that MILLWRIGHT_LOADED names, and a
 * line `ready` when the program says that it is: what comes after it was not waited for.
 */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['MILLWRIGHT_LOADED'] ?? '';

const write = process.stdout.write.bind(process.stdout) as (...given: unknown[]) => boolean;
process.stdout.write = (...given: unknown[]): boolean => {
  if (String(given[0]).includes('is ready: ')) appendFileSync(file, 'ready\n');
  return write(...given);
};

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});
