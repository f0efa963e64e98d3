/** A program that Electron's packer takes for Electron, and what the packer made of it. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** As https://www.electronjs.org/docs/latest/tutorial/fuses has it; all on, so that each that is to be off must be turned. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const untouched = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('110110101')]);

/** A folder like the one that Electron is delivered in, for Linux; its program cannot run. */
export async function stubElectron(dir: string, version: string): Promise<string> {
  for (const folder of ['locales', 'resources']) await mkdir(join(dir, folder), { recursive: true });
  for (const locale of ['de', 'en-US', 'zh-CN'])
    await writeFile(join(dir, 'locales', `${locale}.pak`), locale);
  await writeFile(join(dir, 'version'), version);
  await writeFile(join(dir, 'LICENSE'), 'of the stub');
  await writeFile(join(dir, 'LICENSES.chromium.html'), '<p>of the stub</p>');
  const padding = Buffer.alloc(4096, 0x90);
  await writeFile(join(dir, 'electron'), Buffer.concat([padding, untouched, padding]));
  await chmod(join(dir, 'electron'), 0o755);
  return dir;
}

interface AsarFolder {
  files: Record<string, AsarFolder | { size: number; offset?: string; unpacked?: boolean }>;
}

/**
 * Paths in an asar with their sizes: four numbers of 32 bits (sizes within sizes), then the list as JSON.
 * https://github.com/electron/asar#format
 */
export async function asarContent(file: string): Promise<Map<string, number>> {
  const bytes = await readFile(file);
  const length = bytes.readUInt32LE(12);
  const list = JSON.parse(bytes.subarray(16, 16 + length).toString('utf8')) as AsarFolder;
  const found = new Map<string, number>();
  const walk = ({ files }: AsarFolder, path: string): void => {
    for (const [name, entry] of Object.entries(files)) {
      if ('files' in entry) walk(entry, `${path}${name}/`);
      else found.set(`${path}${name}`, entry.size);
    }
  };
  walk(list, '');
  return found;
}
