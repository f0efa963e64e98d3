/**
 * `npm start`: installs what is missing, builds what is stale, opens the program.
 * Options: --host loopback, --no-open, --port N, --state DIR, --no-install, --browser FILE.
 */
import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, runProgram } from './lib/tools.mjs';

const usage = `npm start -- [--host loopback] [--no-open] [--port N] [--state DIR] [--no-install] [--browser FILE]`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string', default: 'loopback' },
        'no-open': { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        state: { type: 'string' },
        browser: { type: 'string' },
      },
    });
    if (values.host !== 'loopback')
      throw new Error(`This version has one host, "loopback"; not "${values.host}".`);
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
    if (values.state === '') throw new Error('--state takes a folder.');
    return values;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

main(async () => {
  const given = options();
  await ensureInstalled();
  await ensureBuilt();
  const args = ['--port', given.port];
  if (given.state !== undefined) args.push('--state', given.state);
  if (!given['no-open']) {
    const browser = given.browser ?? (await ensureBrowser({ install: !given['no-install'] }));
    console.log(
      browser === undefined
        ? 'Millwright runs in a browser of your own: open the address below in it.'
        : 'Millwright opens in your browser; it talks to this computer only.',
    );
    if (browser !== undefined) args.push('--browser', browser);
  }
  return runProgram('loopback', args);
});
