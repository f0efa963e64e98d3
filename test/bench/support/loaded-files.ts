/** Given to `--import`: writes the address of every module that is loaded to the file that MILLWRIGHT_LOADED names. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['MILLWRIGHT_LOADED'] ?? '';

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});
