/**
 * `npm run bench`: the measures of speed that this version promises, beside what a person would use instead. Prints a
 * table, writes test-results/bench.json and docs/measurements.md. `--only NAME` runs one of
 * them and writes its part, `--quick` with fewer rounds and writes nothing. A figure over its goal is no failure: only a bench that broke is.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepMeasurement, keepPart } from '../../scripts/lib/measurements.mjs';
import { root } from '../../scripts/lib/tools.mjs';
import { notBuiltYet } from './not-built-yet.ts';
import { changes } from './rows/changes.ts';
import { growth } from './rows/growth.ts';
import { idle } from './rows/idle.ts';
import { inventory } from './rows/inventory.ts';
import { jobs } from './rows/jobs.ts';
import { preview } from './rows/preview.ts';
import { ready } from './rows/ready.ts';
import { screen } from './rows/screen.ts';
import { scrolling } from './rows/scroll.ts';
import { search } from './rows/search.ts';
import { training } from './rows/training.ts';
import { upload } from './rows/upload.ts';
import { part, printed, table, type Measured } from './support/table.ts';
import { NotHere, type Bench } from './support/reading.ts';

const benches: Bench[] = [
  inventory,
  jobs,
  ready,
  screen,
  scrolling,
  search,
  changes,
  growth,
  preview,
  training,
  upload,
  idle,
];

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const chosen = benches.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`There is no bench "${values.only ?? ''}": ${benches.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const load = (): string => `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`;
const before = load();
console.log(`Load before: ${before}`);
const all: Measured[] = [];
for (const bench of chosen) {
  const { name, title } = bench;
  const measured: Measured = { name, title, readings: [], load: load() };
  try {
    measured.readings = await bench.run({ quick: values.quick });
  } catch (error) {
    if (error instanceof NotHere) measured.missing = error.message;
    else {
      measured.broke = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.exitCode = 1;
    }
  }
  all.push(measured);
  console.log(printed(measured));
}
if (notBuiltYet.length > 0) console.log(`Not built yet: ${notBuiltYet.join('; ')}.`);
console.log(`Load after: ${load()}`);

await mkdir(join(root, 'test-results'), { recursive: true });
const file = join(root, 'test-results', 'bench.json');
await writeFile(
  file,
  JSON.stringify({ at: new Date().toISOString(), quick: values.quick, benches: all }, null, 2),
);
if (!values.quick) {
  const measuredAt = `Load average ${before} before, ${load()} after.`;
  if (values.only === undefined)
    await keepMeasurement('bench', 'Speed (npm run bench)', table(all, notBuiltYet, measuredAt));
  else
    for (const one of all)
      if (one.broke === undefined) await keepPart('bench', one.title, `${measuredAt}\n\n${part(one)}`);
  console.log('Written to docs/measurements.md.');
}
