/** What `npm run bench` and `npm run test:long` last wrote into docs/measurements.md. Nothing is measured here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shows } from '../status/shows.ts';

const root = join(import.meta.dirname, '..', '..');
const file = join(root, 'docs', 'measurements.md');
const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
const kept = (name: string): string | undefined =>
  new RegExp(`<!-- ${name} -->([\\s\\S]*)<!-- end of ${name} -->`).exec(text)?.[1];

const bench = kept('bench');
test.skipIf(bench === undefined)(
  'the bench was run whole, and every figure with a goal is within it' + shows('done-when:2.8/bench'),
  () => {
    expect(bench?.match(/^### /gm)).toHaveLength(readdirSync(join(root, 'test', 'bench', 'rows')).length);
    expect(bench).not.toContain('The measuring broke');
    const over = (bench ?? '').split('\n').filter((line) => line.includes('| over |'));
    expect(over).toEqual([]);
  },
);

const simulation = kept('simulation');
test.skipIf(simulation === undefined)(
  '10,000 seeds were run, and none failed' + shows('done-when:2.3/seeds'),
  () => {
    expect(simulation).toMatch(/^\| 10000 \| 0 \|/m);
    expect(simulation).not.toContain('| not found |');
  },
);
