/**
 * `npm start`: installs what is missing, builds what is stale, opens the program: in Electron where that can be had, else in
 * the installed browser.
 * Options: --host electron|loopback, --no-open, --port N, --state DIR, --no-install, --browser FILE.
 */
import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureElectron, whyNoWindow } from './lib/electron.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, runProgram, Said } from './lib/tools.mjs';

const usage = `npm start -- [--host electron|loopback] [--no-open] [--port N] [--state DIR] [--no-install] [--browser FILE]`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        port: { type: 'string' },
        state: { type: 'string' },
        browser: { type: 'string' },
      },
    });
    if (values.host !== undefined && !['electron', 'loopback'].includes(values.host))
      throw new Error(`--host takes "electron" or "loopback", not "${values.host}".`);
    const ofBrowser = ['no-open', 'port', 'browser'].filter((name) => values[name]);
    if (values.host === 'electron' && ofBrowser.length > 0)
      throw new Error(`--${ofBrowser[0]} goes with --host loopback.`);
    if (values.port !== undefined && (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535))
      throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
    if (values.state === '') throw new Error('--state takes a folder.');
    // What only a browser can do asks for the browser.
    return { ...values, host: values.host ?? (ofBrowser.length > 0 ? 'loopback' : undefined) };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** Electron's program, or undefined with one line that says why the browser is used instead. */
async function electronFor({ host, 'no-install': noInstall }) {
  if (host === 'loopback') return undefined;
  const why = whyNoWindow();
  const program = why === undefined ? await ensureElectron({ install: !noInstall }) : undefined;
  if (program !== undefined) return program;
  const reason = why ?? 'Electron is not here and cannot be fetched';
  if (host === 'electron') throw new Said(`${reason}. Use "npm start -- --host loopback" instead.`);
  console.log(`${reason}: Millwright uses your browser instead.`);
  return undefined;
}

async function inBrowser(given) {
  const args = ['--port', given.port ?? '0'];
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
}

main(async () => {
  const given = options();
  await ensureInstalled();
  await ensureBuilt();
  const electron = await electronFor(given);
  if (electron === undefined) return inBrowser(given);
  const args = given.state === undefined ? [] : ['--state', given.state];
  return runProgram('electron', args, { program: electron });
});
