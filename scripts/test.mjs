/**
 * `npm test`: installs what is missing, runs every layer within its budget, writes docs/status.md.
 * Last line: `N passed, N failed`. `-- --only NAME` runs the layers whose name holds NAME and writes no status.
 */
import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { layers, runLayer } from './lib/layers.mjs';
import { missingOracles } from './lib/oracles.mjs';
import { writeStatus } from './lib/status.mjs';
import { main, seconds } from './lib/tools.mjs';

const installBudgetMinutes = 4;

const timeOf = (value) => `${value.toFixed(1).padStart(6)} s`;

main(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'no-install': { type: 'boolean', default: false } },
  });
  const notes = [];
  const overBudget = (name, spent, minutes) => {
    if (spent > minutes * 60)
      notes.push(`over budget: ${name} took ${timeOf(spent).trim()} of ${minutes} min`);
  };
  const install = await seconds(async () => {
    await ensureInstalled();
    return ensureBrowser({ install: !values['no-install'] });
  });
  console.log(`${timeOf(install.seconds)}  install`);
  overBudget('install', install.seconds, installBudgetMinutes);

  const all = [];
  const only = values.only ?? '';
  for (const layer of layers(install.value).filter(({ name }) => name.includes(only))) {
    const { value: results, seconds: spent } = await seconds(() => runLayer(layer));
    const count = (state) => results.filter((result) => result.state === state).length;
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} not run here` : '';
    console.log(
      `${timeOf(spent)}  ${layer.name}: ${count('passed')} passed, ${count('failed')} failed${skipped}`,
    );
    for (const { title } of results.filter(({ state }) => state === 'failed'))
      console.log(`          FAILED  ${title}`);
    overBudget(layer.name, spent, layer.budgetMinutes);
    all.push(...results);
  }
  for (const { title } of all.filter(({ state }) => state === 'skipped'))
    notes.push(`not run here: ${title}`);
  for (const { name, judges } of await missingOracles())
    notes.push(`not run here: ${name} is not on this computer, so it did not judge ${judges}`);
  if (only === '') {
    const budget = !notes.some((note) => note.startsWith('over budget'));
    // Red in the status, no failed test: a slow computer breaks nothing.
    const shown = { title: 'budget [shows done-when:1.7/budget]', state: budget ? 'passed' : 'failed' };
    await writeStatus([...all, shown]);
  }
  for (const note of notes) console.log(note);
  const passed = all.filter(({ state }) => state === 'passed').length;
  const failed = all.filter(({ state }) => state === 'failed').length;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
