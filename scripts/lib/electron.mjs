/** Electron's program: where it is, whether it can be had, and why it may not open here. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runTool } from './tools.mjs';

const folder = join(root, 'node_modules', 'electron');
const answerFile = join(root, 'node_modules', '.cache', 'millwright-electron.json');
const probeMs = 5_000;
/** A "no" is believed for a day; a "yes" needs no memory, since the program is there then. */
const believedMs = 24 * 60 * 60_000;

const readText = (file) => readFile(file, 'utf8').catch(() => undefined);
const versionOf = async () => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).version;

/** The program of the installed package (or of `ELECTRON_OVERRIDE_DIST_PATH`), or undefined. */
export async function findElectron() {
  const other = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = await readText(join(folder, 'path.txt'));
  if (name === undefined && other === undefined) return undefined;
  const file = join(other ?? join(folder, 'dist'), name ?? 'electron');
  return existsSync(file) ? file : undefined;
}

/** Why Electron cannot open a window here, in a sentence; undefined when nothing speaks against it. */
export function whyNoWindow(env = process.env, platform = process.platform, uid = process.getuid?.()) {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no desktop here';
  return uid === 0 ? 'Electron does not protect its windows for root' : undefined;
}

async function answers(address) {
  try {
    const { ok } = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return ok;
  } catch {
    // No network, no such host, or too slow: it cannot be had now.
    return false;
  }
}

/** Whether the place that Electron comes from answers; asked for 5 s at most, and a "no" is remembered for a day. */
export async function canHaveElectron({ now = Date.now(), ask = answers, file = answerFile } = {}) {
  const version = await versionOf();
  const known = JSON.parse((await readText(file)) ?? '{}');
  if (known.version === version && now - known.at < believedMs) return false;
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  if (await ask(`${mirror}v${version}/SHASUMS256.txt`)) return true;
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify({ version, at: now }));
  return false;
}

/** Finds Electron's program or fetches it, saying so in one line first; undefined when there is none. */
export async function ensureElectron({ install, say = console.log }) {
  const found = await findElectron();
  if (found !== undefined || !install || !(await canHaveElectron())) return found;
  say('Fetching Electron, which shows the program’s windows (once, about 120 MB) ...');
  const { code, text } = await runTool('electron/install.js', [], { quiet: true, timeoutMs: 10 * 60_000 });
  if (code !== 0) console.error(text);
  return findElectron();
}
