/** Lays out what an installer carries, and lets electron-builder pack it. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtFiles } from './build.mjs';
import { root } from './tools.mjs';

const texts = ['LICENSE', 'NOTICE', 'THIRD-PARTY-NOTICES.md'];

/** Entries of the program that nothing in an installer starts. */
const unused = new Set(['main/loopback.js', 'main/cli.js', 'main/licences.md', 'renderer/licences.md']);

/** What the program reads of the package's description, and nothing that a tool would install from. */
async function description() {
  const { name, version, description, license, type, main } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  return { name, productName: 'Millwright', version, description, license, type, main, author: 'Millwright' };
}

/** Fills an empty `dir` with the last build and what it reads at run time. */
export async function stage(dir) {
  await rm(dir, { recursive: true, force: true });
  const files = (await builtFiles()).filter((file) => !unused.has(file));
  if (files.length === 0) throw new Error('Nothing is built.');
  for (const file of files) {
    const to = join(dir, 'out', file);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(root, 'out', file), to);
  }
  await cp(join(root, 'assets'), join(dir, 'assets'), { recursive: true });
  for (const text of texts) await cp(join(root, text), join(dir, text));
  await writeFile(join(dir, 'package.json'), `${JSON.stringify(await description(), null, 2)}\n`);
}

/**
 * Throws with electron-builder's own words where electron-builder.yml, with `config` over it, holds an unknown key or a
 * wrong kind of value. Needs the staged program.
 */
export async function validate(config = {}) {
  const { Packager } = await import('app-builder-lib');
  await new Packager({ projectDir: root, config }).validateConfig();
}

/**
 * Packs the staged program for this computer's system by electron-builder.yml, with `config` over it; `dir`: as a folder,
 * without installers. Answers the installers that were made.
 */
export async function pack({ config = {}, dir = false } = {}) {
  const { build, Platform } = await import('electron-builder');
  const targets = Platform.current().createTarget(dir ? 'dir' : null);
  return build({ projectDir: root, config, targets, publish: 'never' });
}
