import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, run, Said } from './tools.mjs';

async function packagesOf(file) {
  try {
    return JSON.parse(await readFile(join(root, file), 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether node_modules holds what the lock says; optional packages of other systems are allowed to be missing. */
export async function isInstalled() {
  const [wanted, found] = await Promise.all([
    packagesOf('package-lock.json'),
    packagesOf('node_modules/.package-lock.json'),
  ]);
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' ||
      found[path]?.version === version ||
      (found[path] === undefined && (optional || devOptional || peer)),
  );
}

async function install(say) {
  if (await isInstalled()) return false;
  say('Installing what Millwright is built from (npm ci) ...');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } =
    npm !== undefined && /\.c?js$/.test(npm)
      ? await run(process.env.npm_node_execpath ?? process.execPath, [npm, ...args])
      : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  if (code !== 0)
    throw new Said('Installing failed: see the lines above. Check the network and start again.');
  return true;
}

/** Installs exactly the lock, if it is not there already. npm runs on the Node that it came with. */
export async function ensureInstalled({ say = console.log } = {}) {
  if (await isInstalled()) return false;
  return withLock('install', () => install(say), say);
}
