/** `npm run dist`: installers for this computer's system into dist/installers. `-- --dir`: the program as a folder. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { canHaveElectron, findElectron } from './lib/electron.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { writeNotices } from './lib/notices.mjs';
import { pack, stage } from './lib/pack.mjs';
import { main, root, Said } from './lib/tools.mjs';

main(async () => {
  const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false } } });
  await ensureInstalled();
  if ((await findElectron()) === undefined && !(await canHaveElectron()))
    throw new Said(
      'An installer is made around Electron’s program, which is not here and cannot be fetched.',
    );
  await ensureBuilt();
  await writeNotices();
  await stage(join(root, 'dist', 'app'));
  const made = await pack({ dir: values.dir });
  for (const file of made) console.log(file);
});
