/** @vitest-environment node */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudscapeSheet } from '../../renderer/theme/cloudscape.ts';

it('the style sheet of the theme is what tokens and components make (`node scripts/theme.mjs` writes it)', () => {
  const file = join(import.meta.dirname, '..', '..', 'renderer', 'theme', 'cloudscape.css');
  expect(readFileSync(file, 'utf8').trim()).toBe(cloudscapeSheet().trim());
});
