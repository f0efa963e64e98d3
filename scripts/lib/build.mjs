import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { withLock } from './lock.mjs';
import { root, runTool, Said } from './tools.mjs';

const sources = ['main', 'preload', 'renderer', 'words', 'assets'];
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const out = join(root, 'out');
const stampFile = join(out, '.built');
const keepMs = 24 * 60 * 60_000;

/** SHA-256 over names and bytes of everything that the build reads. */
async function stampOfSources() {
  const found = await Promise.all(
    sources.map(async (dir) =>
      (await readdir(join(root, dir), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    ),
  );
  const hash = createHash('sha256');
  for (const file of [...found.flat().sort(), ...files.map((name) => join(root, name))])
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** What the last whole build wrote: the stamp of its sources and its files, from `out/`. */
async function lastBuild() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const builtStamp = async () => (await lastBuild())?.stamp;

/** Files of the last build, below `out/`; what older builds left beside them is not among them. */
export async function builtFiles() {
  return (await lastBuild())?.files ?? [];
}

/**
 * Away with what an earlier build left, but not at once: a program that runs loads its chunks when it needs them. Answers
 * the files of the build that began at `began`, ms: it writes each of its files anew.
 */
async function removeOld(began) {
  const files = [];
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const { mtimeMs } = await stat(file);
    if (mtimeMs >= began) files.push(relative(out, file).split(sep).join('/'));
    else if (Date.now() - mtimeMs > keepMs) await rm(file, { force: true });
  }
  return files.sort();
}

/** Builds `out/` unless it was built from exactly these sources. Answers whether it built. */
export async function ensureBuilt({ say = console.log } = {}) {
  const stamp = await stampOfSources();
  if ((await builtStamp()) === stamp) return false;
  const build = async () => {
    if ((await builtStamp()) === stamp) return false;
    say('Building Millwright ...');
    // A build that breaks off has written over some of the last one.
    await rm(stampFile, { force: true });
    // Some file systems keep whole seconds.
    const began = Math.floor(Date.now() / 1000) * 1000;
    const args = ['build', '--logLevel', 'warn'];
    const { code, text } = await runTool('electron-vite/bin/electron-vite.js', args, { quiet: true });
    if (code !== 0) throw new Said(`The build failed.\n${text}`);
    const files = await removeOld(began);
    await writeFile(stampFile, JSON.stringify({ stamp, files }));
    return true;
  };
  return withLock('build', build, say);
}
