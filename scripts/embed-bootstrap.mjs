/**
 * Puts the scripts of assets/bootstrap into the templates that carry them, so that a template is whole in one file, and
 * the parts of the program that runs inside trainings (assets/bootstrap/train/) into the one file that a job fetches.
 * Run after editing a script: `node scripts/embed-bootstrap.mjs`. A test fails when it was forgotten.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(`../assets/${path}`, import.meta.url));

const carried = [
  ['stacks/notebook.yaml', 'bootstrap/notebook-on-start.sh', 'Fn::Base64: |'],
  ['stacks/training.yaml', 'bootstrap/start-train.sh', '- |'],
];

for (const [template, script, place] of carried) {
  const lines = readFileSync(file(template), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.trim() === place) + 1;
  if (start === 0) throw new Error(`${template} has no place for a script.`);
  const indent = ' '.repeat(/^ */.exec(lines[start] ?? '')?.[0].length ?? 0);
  let end = start;
  while (end < lines.length && (lines[end] === '' || lines[end]?.startsWith(indent))) end += 1;
  const body = readFileSync(file(script), 'utf8').trimEnd().split('\n');
  const embedded = [...body.map((line) => (line === '' ? '' : indent + line)), ''];
  writeFileSync(file(template), [...lines.slice(0, start), ...embedded, ...lines.slice(end)].join('\n'));
}

/** The parts in the order of their names; a part in Python is a file that the program writes for itself. */
export function trainProgram() {
  return readdirSync(file('bootstrap/train'))
    .sort()
    .map((name) => {
      const text = readFileSync(file(`bootstrap/train/${name}`), 'utf8');
      if (!name.endsWith('.py')) return text;
      return `cat >state/${name.replace(/^\d-/, '')} <<'PYTHON'\n${text}PYTHON\n`;
    })
    .join('\n');
}

writeFileSync(file('bootstrap/train.sh'), trainProgram());
