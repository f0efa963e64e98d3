/** Writes renderer/theme/cloudscape.css. Run after a change of the theme's tokens or of the components. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './lib/tools.mjs';

const folder = join(root, 'renderer', 'theme');
const { module } = await runnerImport(join(folder, 'cloudscape.ts'), {
  configFile: false,
  resolve: { noExternal: [/@cloudscape-design/] },
});
await writeFile(join(folder, 'cloudscape.css'), `${module.cloudscapeSheet()}\n`);
