/** What `npm run bench` and `npm run test:long` last wrote into docs/measurements.md. Nothing is measured here. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultKinds } from '../../main/sandbox/index.ts';
import { longTestFiles } from '../../scripts/lib/long-runs.mjs';
import { keptMeasurement } from '../../scripts/lib/measurements.mjs';
import { shows } from '../status/shows.ts';

const bench = await keptMeasurement('bench');
describe.skipIf(bench === undefined)('the bench', () => {
  const rows = readdirSync(join(import.meta.dirname, '..', 'bench', 'rows'));
  const over = (bench ?? '').split('\n').filter((line) => line.includes('| over |'));

  // A row that is newer than the table was not measured yet.
  const whole = bench?.match(/^### /gm)?.length === rows.length;
  const title = 'was run whole, and every figure with a goal is within it';
  test.skipIf(!whole)(title + shows('done-when:2.8/bench'), () => {
    expect(bench).not.toContain('The measuring broke');
    expect(over).toEqual([]);
  });

  test('scrolls, finds and takes changes within the figures' + shows('done-when:2.7/fluent'), () => {
    for (const row of ['scroll', 'search', 'changes']) expect(rows).toContain(`${row}.ts`);
    expect(over).toEqual([]);
  });
});

/** The part of one row; undefined: it was not measured. */
const partOf = (title: string): string | undefined =>
  bench?.split('\n### ').find((part) => part.startsWith(title));
const jobParts = [partOf('Inventory of 10,000 Batch jobs'), partOf('List of 10,000 jobs')];
test.skipIf(jobParts.includes(undefined))(
  '10,000 jobs cost 14 requests, and list and log are within the figures' + shows('done-when:4.4/bench'),
  () => {
    expect(jobParts[0]).toMatch(/requests for the seven statuses \| 14 \|/);
    for (const part of jobParts) expect(part).not.toContain('| over |');
  },
);
const uploaded = partOf('Upload of 2 GB in 5,000 files');
test.skipIf(uploaded === undefined)(
  '2 GB in 5,000 files went on after a kill, in little memory' + shows('done-when:4.5/whole'),
  () => {
    expect(uploaded?.match(/<= 150 MB \| within/g)).toHaveLength(2);
    expect(uploaded).not.toContain('| over |');
  },
);

const simulation = await keptMeasurement('simulation');
const planted = await keptMeasurement('simulation-bugs');
test.skipIf(simulation === undefined || planted === undefined)(
  '10,000 seeds were run, and none failed' + shows('done-when:2.3/seeds'),
  () => {
    expect(simulation).toMatch(/^\| 10000 \| 0 \|/m);
    expect(planted?.match(/^\| [a-z].* \| \d/gm)?.length).toBeGreaterThanOrEqual(20);
    expect(planted).not.toContain('| not found |');
  },
);

const faults = await keptMeasurement('faults');
test.skipIf(faults === undefined)('the table of faults has every fault', () => {
  for (const { id } of faultKinds) expect(faults).toContain(`| ${id} `);
});

const longRuns = (await keptMeasurement('long-runs')) ?? '';
const rowOf = (file: string): string | undefined =>
  longRuns.split('\n').find((line) => line.startsWith(`| ${file} |`));
const longer = await longTestFiles();
const strangers = longer.filter((file) => !file.startsWith('test/crash/'));

/** By part of docs/status.md, the files that show it when they run whole. */
const whole: readonly (readonly [string, readonly string[]])[] = [
  ['done-when:2.1/whole', ['test/crash/kill.test.ts', 'test/crash/young-roles.test.ts']],
  ['done-when:2.2/whole', ['test/crash/faults.test.ts', 'test/crash/time.test.ts']],
  ['done-when:2.3/whole', ['test/crash/journal.test.ts']],
  ['done-when:2.5/whole', strangers],
];

describe('the long run', () => {
  for (const [part, files] of whole)
    test.skipIf(files.some((file) => rowOf(file) === undefined))(
      `of ${files.length} test files: some passed and none failed` + shows(part),
      () => {
        expect(files.length).toBeGreaterThan(0);
        for (const file of files) expect(rowOf(file)).toMatch(/^\| \S+ \| [1-9]\d* \| 0 \|/);
      },
    );

  test('has a row of this table for every test file that can run longer', () => {
    const judged = whole.flatMap(([, files]) => files);
    expect([...judged, 'test/crash/simulation.test.ts'].sort()).toEqual([...longer]);
  });
});
