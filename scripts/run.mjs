/** `npm run millwright`, `npm run sandbox`: one entry of the program, built if stale; its exit code is ours. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, programEnv, programNode, root } from './lib/tools.mjs';

main(async () => {
  const [entry, ...args] = process.argv.slice(2);
  // What a machine reads from standard output must not be mixed with what we say here.
  const log = console.log;
  console.log = console.error;
  await ensureInstalled();
  await ensureBuilt({ say: console.error });
  console.log = log;
  const child = spawn(programNode(), [join(root, 'out', 'main', `${entry}.js`), ...args], {
    stdio: 'inherit',
    env: programEnv(),
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
});
