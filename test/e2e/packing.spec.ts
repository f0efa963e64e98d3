/** What an installer carries: packed as a release is, around a program that only looks like Electron. */
import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { createInterface } from 'node:readline';
import { builtFiles } from '../../scripts/lib/build.mjs';
import { fusesOf, wantedFuses, wrongFuses } from '../../scripts/lib/fuses.mjs';
import { pack, stage, validate } from '../../scripts/lib/pack.mjs';
import { shows } from '../status/shows.ts';
import { asarContent, stubElectron } from '../support/packed.ts';

const root = join(import.meta.dirname, '..', '..');
let dir: string;
let content: Map<string, number>;
let program: Buffer;
let stub: Buffer;
let config: Record<string, unknown>;

test.describe.configure({ mode: 'serial' });
test.skip(process.platform !== 'linux', 'packing: the stub is a Linux program');

test.beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-packed-'));
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
  const electronDist = await stubElectron(join(dir, 'electron'), String(version));
  await stage(join(dir, 'app'));
  // What an install in the wrong place would leave there.
  await mkdir(join(dir, 'app', 'node_modules', 'planted'), { recursive: true });
  await writeFile(join(dir, 'app', 'node_modules', 'planted', 'index.js'), 'export {};');
  stub = await readFile(join(electronDist, 'electron'));
  config = { directories: { app: join(dir, 'app'), output: join(dir, 'made') }, electronDist };
  await validate(config);
  await pack({ config, dir: true });
  const made = join(
    dir,
    'made',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
  );
  content = await asarContent(join(made, 'resources', 'app.asar'));
  program = await readFile(join(made, 'millwright'));
});
test.afterAll(() => rm(dir, { recursive: true, force: true }));

test(
  'an installer carries the built program and what it reads, and neither node_modules nor tests' +
    shows('done-when:3.5/content'),
  async () => {
    const files = [...content.keys()];
    for (const needed of [
      'package.json',
      'LICENSE',
      'NOTICE',
      'THIRD-PARTY-NOTICES.md',
      'out/main/electron.js',
      'out/main/sandbox.js',
      'out/preload/electron.cjs',
      'out/preload/confirm.cjs',
      'out/renderer/index.html',
      'assets/stacks/notebook.yaml',
      'assets/policies/operator.json',
      'assets/confirm/press.js',
      'assets/icons/tray.png',
    ])
      expect(files).toContain(needed);
    const own =
      /^(?:package\.json|LICENSE|NOTICE|THIRD-PARTY-NOTICES\.md|out\/(?:main|preload|renderer)\/.+|assets\/.+)$/;
    expect(files.filter((file) => !own.test(file))).toEqual([]);
    expect(
      files.filter((file) =>
        /(?:^|\/)(?:node_modules|test|scripts|docs|\.git)\/|\.test\.|\.map$|\.ts$/.test(file),
      ),
    ).toEqual([]);
  },
);

test('every piece of code that the packed program loads is packed, and nothing of an older build is', async () => {
  const code = [...content.keys()].filter((file) => file.startsWith('out/main/') && file.endsWith('.js'));
  expect(code.length).toBeGreaterThan(50);
  const missing: string[] = [];
  const loaded = new Set<string>();
  for (const file of code) {
    const text = await readFile(join(dir, 'app', file), 'utf8');
    for (const [, from = ''] of text.matchAll(
      /(?:from|import|import\()\s?["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g,
    )) {
      const path = posix.join(posix.dirname(file), from);
      loaded.add(path);
      if (!content.has(path)) missing.push(`${file}: ${from}`);
    }
  }
  expect(missing).toEqual([]);
  expect(loaded.size).toBeGreaterThan(50);
  const built = new Set((await builtFiles()).map((file) => `out/${file}`));
  expect([...content.keys()].filter((file) => file.startsWith('out/') && !built.has(file))).toEqual([]);
});

test('the account inside the packed program starts where there is no node_modules', async () => {
  const entry = join(dir, 'app', 'out', 'main', 'sandbox.js');
  const child = spawn(process.execPath, [entry, '--port', '0', '--state', join(dir, 'state')], {
    cwd: dirname(dir),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line === 'sandbox ready') break;
    }
    expect(lines.at(-1)).toBe('sandbox ready');
    expect(lines[0]).toMatch(/^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

test('Windows knows the installed program and its notices by one name', async () => {
  const said = /^appId: (\S+)$/m.exec(await readFile(join(root, 'electron-builder.yml'), 'utf8'))?.[1];
  const code = await readFile(join(root, 'main', 'hosts', 'electron', 'prepare.ts'), 'utf8');
  expect(code).toContain(`applicationId = '${said}'`);
});

test('the fuses of the packed program stand as they should' + shows('done-when:3.5/fuses'), () => {
  const description = 'installers of three systems, and that what is installed starts: npm run dist';
  test.info().annotations.push({ type: 'not run here', description });
  expect(wrongFuses(program)).toEqual([]);
  expect(fusesOf(program)).toEqual(wantedFuses);
  // The stub came with others, which the same reading finds.
  expect(wrongFuses(stub).length).toBeGreaterThan(3);
});

test('electron-builder refuses a configuration with a key or value that it does not know', async () => {
  await expect(validate({ ...config, nonsense: true })).rejects.toThrow(/nonsense/);
  await expect(validate({ ...config, asar: 'sometimes' })).rejects.toThrow(/asar/);
  await validate(config);
});
