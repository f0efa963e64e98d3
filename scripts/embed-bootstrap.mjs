/**
 * Puts the scripts of assets/bootstrap into the templates that carry them, so that a template is whole in one file.
 * Run after editing a script: `node scripts/embed-bootstrap.mjs`. A test fails when it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(`../assets/${path}`, import.meta.url));

for (const [template, script] of [['stacks/notebook.yaml', 'bootstrap/notebook-on-start.sh']]) {
  const lines = readFileSync(file(template), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.trim() === 'Fn::Base64: |') + 1;
  if (start === 0) throw new Error(`${template} has no place for a script.`);
  const indent = ' '.repeat(/^ */.exec(lines[start] ?? '')?.[0].length ?? 0);
  let end = start;
  while (end < lines.length && (lines[end] === '' || lines[end]?.startsWith(indent))) end += 1;
  const body = readFileSync(file(script), 'utf8').trimEnd().split('\n');
  const embedded = [...body.map((line) => (line === '' ? '' : indent + line)), ''];
  writeFileSync(file(template), [...lines.slice(0, start), ...embedded, ...lines.slice(end)].join('\n'));
}
