/**
 * `npm run check:electron`: what only the real Electron can show. `--program FILE`: also the fuses of a packaged program.
 * Without Electron's program it names what was not run and ends with 1.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureElectron, whyNoWindow } from './lib/electron.mjs';
import { wrongFuses } from './lib/fuses.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, root, run, runTool } from './lib/tools.mjs';

/** Majors that Electron supports at a time: https://www.electronjs.org/docs/latest/tutorial/electron-timelines */
const supportedMajors = 3;

async function checkSupported() {
  const { version } = JSON.parse(
    await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, text } = await run(npm, ['view', 'electron', 'version'], { quiet: true, timeoutMs: 30_000 });
  const newest = /^(\d+)\.\d+\.\d+$/m.exec(text)?.[1];
  if (code !== 0 || newest === undefined) return { name: 'Electron is still supported', state: 'not run' };
  const fine = Number(newest) - Number.parseInt(version, 10) < supportedMajors;
  return { name: `Electron ${version} is still supported`, state: fine ? 'passed' : 'FAILED' };
}

async function checkFuses(program) {
  if (program === undefined)
    return { name: 'fuses of the packaged program (--program FILE)', state: 'not run' };
  const wrong = wrongFuses(await readFile(program));
  return wrong.length === 0
    ? { name: 'fuses of the packaged program', state: 'passed' }
    : { name: `fuses that stand wrong: ${wrong.join(', ')}`, state: 'FAILED' };
}

async function checkReal() {
  const name = 'the program in real Electron (test/electron)';
  const why = whyNoWindow();
  const electron = why === undefined ? await ensureElectron({ install: true }) : undefined;
  if (electron === undefined) {
    return { name: `${name}: ${why ?? 'Electron is not here and cannot be fetched'}`, state: 'not run' };
  }
  await ensureBuilt();
  const args = ['test', '--config', join('test', 'electron', 'playwright.config.ts')];
  const { code } = await runTool('@playwright/test/cli.js', args, {
    extraEnv: { MILLWRIGHT_ELECTRON: electron },
  });
  return { name, state: code === 0 ? 'passed' : 'FAILED' };
}

main(async () => {
  const { values } = parseArgs({ options: { program: { type: 'string' } } });
  await ensureInstalled();
  const results = [await checkReal(), await checkSupported(), await checkFuses(values.program)];
  for (const { name, state } of results) console.log(`${state.padEnd(8)} ${name}`);
  const asked = values.program === undefined ? results.slice(0, 2) : results;
  return asked.every(({ state }) => state === 'passed') ? 0 : 1;
});
