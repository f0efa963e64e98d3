/** Notices are written by `npm run build`, which a change of dependencies is easily committed without. */
import { expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

test('the notices name every client of AWS that is bundled, in its version', async () => {
  const notices = await readFile(join(import.meta.dirname, '..', '..', 'THIRD-PARTY-NOTICES.md'), 'utf8');
  const clients = Object.entries(manifest.devDependencies).filter(([name]) =>
    name.startsWith('@aws-sdk/client-'),
  );
  expect(clients.length).toBeGreaterThan(10);
  for (const [name, version] of clients) expect(notices).toContain(`- ${name} - ${version} (`);
});
