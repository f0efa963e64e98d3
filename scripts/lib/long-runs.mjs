/**
 * The table of long runs in `docs/measurements.md`: each test file that `MILLWRIGHT_LONG` runs whole, and how its last
 * whole run ended. Files that this run left out keep their row.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commit, keepMeasurement, keptMeasurement } from './measurements.mjs';
import { root } from './tools.mjs';

const head = ['| Test file | Passed | Failed | Minutes | Day | Commit |', '|---|---:|---:|---:|---|---|'];

/** The test files, from the root, that run more when `MILLWRIGHT_LONG` asks for it, in order. */
export async function longTestFiles() {
  const found = [];
  for (const room of ['contract', 'crash', 'sandbox', 'unit'])
    for (const name of (await readdir(join(root, 'test', room))).sort()) {
      const file = `test/${room}/${name}`;
      if (name.endsWith('.test.ts') && (await readFile(join(root, file), 'utf8')).includes('MILLWRIGHT_LONG'))
        found.push(file);
    }
  return found;
}

/** `results`: `{ file, state, minutes }` of each test; those without a file (a runner that broke) are not kept. */
export async function keepLongRuns(results) {
  const rows = new Map();
  for (const line of ((await keptMeasurement('long-runs')) ?? '').split('\n')) {
    const file = /^\| (test\/\S+) \|/.exec(line)?.[1];
    if (file !== undefined) rows.set(file, line);
  }
  const day = new Date().toISOString().slice(0, 10);
  const at = await commit();
  for (const file of await longTestFiles()) {
    const tests = results.filter((result) => result.file === file);
    if (tests.length === 0) continue;
    const count = (state) => tests.filter((test) => test.state === state).length;
    const minutes = tests[0].minutes.toFixed(1);
    rows.set(file, `| ${file} | ${count('passed')} | ${count('failed')} | ${minutes} | ${day} | ${at} |`);
  }
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  if (lines.length > 0) await keepMeasurement('long-runs', 'Tests run whole', [...head, ...lines].join('\n'));
}
