import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runTool, Said } from './tools.mjs';

const sources = ['main', 'preload', 'renderer', 'words', 'assets'];
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const stampFile = join(root, 'out', '.built');
const lockDir = join(root, 'node_modules', '.cache', 'millwright-build');
const oldLockMs = 10 * 60_000;

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

async function builtStamp() {
  try {
    return await readFile(stampFile, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** One build at a time in this folder; a lock that a killed build left behind is taken over. */
async function withLock(work) {
  await mkdir(join(lockDir, '..'), { recursive: true });
  for (;;) {
    try {
      await mkdir(lockDir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const made = await stat(lockDir).catch(() => undefined);
      if (made !== undefined && Date.now() - made.mtimeMs > oldLockMs)
        await rm(lockDir, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  try {
    return await work();
  } finally {
    await rm(lockDir, { recursive: true, force: true });
  }
}

/** Builds `out/` unless it was built from exactly these sources. Answers whether it built. */
export async function ensureBuilt({ say = console.log } = {}) {
  const stamp = await stampOfSources();
  if ((await builtStamp()) === stamp) return false;
  return withLock(async () => {
    if ((await builtStamp()) === stamp) return false;
    say('Building Millwright ...');
    await rm(join(root, 'out'), { recursive: true, force: true });
    const { code, text } = await runTool(
      'electron-vite/bin/electron-vite.js',
      ['build', '--logLevel', 'warn'],
      {
        quiet: true,
      },
    );
    if (code !== 0) throw new Said(`The build failed.\n${text}`);
    await writeFile(stampFile, stamp);
    return true;
  });
}
