/** What `npm run bench` last wrote into docs/measurements.md. The figures themselves are not measured here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shows } from '../status/shows.ts';

const root = join(import.meta.dirname, '..', '..');
const file = join(root, 'docs', 'measurements.md');
const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
const section = /<!-- bench -->([\s\S]*)<!-- end of bench -->/.exec(text)?.[1];
const benches = readdirSync(join(root, 'test', 'bench', 'rows')).length;

test.skipIf(section === undefined)(
  'the bench was run whole, and every figure with a goal is within it' + shows('done-when:2.8/bench'),
  () => {
    expect(section?.match(/^### /gm)).toHaveLength(benches);
    expect(section).not.toContain('The measuring broke');
    const over = (section ?? '').split('\n').filter((line) => line.includes('| over |'));
    expect(over).toEqual([]);
  },
);
