import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inTurn, type Bench } from '../support/reading.ts';
import { startBuilt, startNode } from '../support/started.ts';

/** Chunks of the AWS SDK are named so by electron.vite.config.ts. */
const isSdk = (url: string): boolean => /\/aws-[^/]*$/.test(url);

async function once(stateDir: string): Promise<number> {
  const program = await startBuilt(stateDir);
  await program.stop();
  return program.readyMs;
}

/** Files that a start loads until it is ready. */
async function loaded(stateDir: string): Promise<{ files: number; sdk: number; kb: number }> {
  const file = join(stateDir, 'loaded.txt');
  const hook = pathToFileURL(join(import.meta.dirname, '..', 'support', 'loaded-files.ts')).href;
  const program = await startBuilt(stateDir, {
    nodeArgs: ['--import', hook],
    env: { MILLWRIGHT_LOADED: file },
  });
  const [until = ''] = (await readFile(file, 'utf8')).split('ready\n');
  const urls = until.trim().split('\n');
  await program.stop();
  const own = urls.filter((url) => url.includes('/out/main/'));
  const sizes = await Promise.all(own.map(async (url) => (await stat(fileURLToPath(url))).size));
  return {
    files: own.length,
    sdk: own.filter(isSdk).length,
    kb: sizes.reduce((sum, n) => sum + n, 0) / 1000,
  };
}

export const ready: Bench = {
  name: 'ready',
  title: 'The host is ready',
  async run({ quick }) {
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-ready-'));
    try {
      // The first start makes its files and what Node keeps of compiled code.
      const first = await once(stateDir);
      await once(stateDir);
      const times = await inTurn({ program: () => once(stateDir), node: startNode }, quick ? 5 : 21);
      const { files, sdk, kb } = await loaded(stateDir);
      return [
        {
          what: 'from spawn to "ready", by Node with nothing to do',
          value: times.program / times.node,
          unit: 'x',
        },
        { what: 'from spawn to "ready"', value: times.program, unit: 'ms', goal: 150 },
        { what: 'Node with nothing to do', value: times.node, unit: 'ms' },
        { what: 'the very first start', value: first, unit: 'ms' },
        {
          what: 'files of the AWS SDK loaded until then',
          value: sdk,
          unit: '',
          goal: 0,
          note: `${files} files, ${kb.toFixed(0)} kB in all`,
        },
      ];
    } finally {
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};
