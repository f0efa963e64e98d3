/** docs/status.md: what was seen, what is red and what was not run here, from the reports of the tests. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './tools.mjs';

const tag = /\[shows ([^\]]+)\]/g;

/** State of each part that a test names: red if one of its tests failed, seen if all ran, else not run. */
function statesOf(results) {
  const states = new Map();
  for (const { title, state } of results)
    for (const [, parts] of title.matchAll(tag))
      for (const part of parts.split(' ')) states.set(part, [...(states.get(part) ?? []), state]);
  return (part) => {
    const found = states.get(part) ?? [];
    if (found.includes('failed')) return 'red';
    if (found.includes('passed')) return 'seen';
    return 'not run here';
  };
}

function row(prefix, { id, name, parts }, stateOf) {
  const states = Object.entries(parts).map(([part, text]) => ({
    text,
    state: stateOf(`${prefix}:${id}/${part}`),
  }));
  const named = (state) => states.filter((part) => part.state === state).map(({ text }) => text);
  const [red, seen, open] = ['red', 'seen', 'not run here'].map(named);
  const whole = red.length > 0 ? 'red' : open.length === 0 ? 'seen' : 'not run here';
  const notes = [
    red.length > 0 ? `Red: ${red.join('; ')}.` : '',
    seen.length > 0 ? `Shown: ${seen.join('; ')}.` : '',
    open.length > 0 ? `Not shown: ${open.join('; ')}.` : '',
  ].filter(Boolean);
  return { state: whole, line: `| ${id} | ${name} | ${whole} | ${notes.join(' ')} |` };
}

function table(title, prefix, lines, stateOf) {
  const rows = lines.map((line) => row(prefix, line, stateOf));
  const count = (state) => rows.filter((one) => one.state === state).length;
  return [
    `## ${title}`,
    '',
    `${count('seen')} seen, ${count('red')} red, ${count('not run here')} not run here.`,
    '',
    `| | ${title} | State | What tests showed |`,
    '| --- | --- | --- | --- |',
    ...rows.map(({ line }) => line),
    '',
  ];
}

/** The document for these results. The same results make the same bytes. */
export async function statusDocument(results) {
  const lines = JSON.parse(await readFile(join(root, 'test', 'status', 'lines.json'), 'utf8'));
  const stateOf = statesOf(results);
  const skipped = [
    ...new Set(results.filter(({ state }) => state === 'skipped').map(({ title }) => title)),
  ].sort();
  return [
    '# Status',
    '',
    'Written by `npm test` from what its tests showed; not edited by hand. **seen**: every part was shown by a test that',
    'passed. **red**: a test of it failed. **not run here**: no test showed all of it on the computer that wrote this, also',
    'because it is not built yet: everything that the product shall do has its line from the start.',
    '',
    ...table('Done when', 'done-when', lines.doneWhen, stateOf),
    ...table('Systems', 'system', lines.systems, stateOf),
    ...table('Stories', 'story', lines.stories, stateOf),
    '## Tests that did not run here',
    '',
    ...(skipped.length === 0
      ? ['None: all of them ran.']
      : skipped.map((title) => `- ${title.replace(tag, '').trim()}`)),
    '',
  ].join('\n');
}

export async function writeStatus(results) {
  const file = join(root, 'docs', 'status.md');
  const next = await statusDocument(results);
  const now = await readFile(file, 'utf8').catch(() => '');
  if (now !== next) await writeFile(file, next);
}
