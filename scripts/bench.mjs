/** `npm run bench [-- --only NAME] [--quick]`: installs and builds what is missing, then measures. See test/bench/run.ts. */
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, programEnv, programNode, root, run } from './lib/tools.mjs';

main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const env = programEnv({ NODE_ENV: 'production' });
  const { code } = await run(
    programNode(),
    [join(root, 'test', 'bench', 'run.ts'), ...process.argv.slice(2)],
    { env },
  );
  return code;
});
