/**
 * `docs/measurements.md`: what long tests and benches measured, each table with its date and commit. A table is written
 * whole by the run that measured it; the others stay as they were.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './tools.mjs';

const file = join(root, 'docs', 'measurements.md');
const opens = (name) => `<!-- ${name} -->`;
const closes = (name) => `<!-- end of ${name} -->`;

const head = `# Measurements

Written by \`npm run test:long\` and \`npm run bench\`; not edited by hand. Each table names the day, the commit and the
processors of the run that measured it. Ratios were measured side by side in one run; absolute times on a shared
machine prove little.
`;

/** The commit of the sources that ran, short. */
export async function commit() {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: root });
    return stdout.trim();
  } catch {
    // A copy of the sources without their history.
    return 'unknown';
  }
}

const readKept = () =>
  readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return head;
    throw error;
  });

/** What the last run of `name` left, or `undefined`. */
export async function keptMeasurement(name) {
  const text = await readKept();
  const from = text.indexOf(opens(name));
  const to = text.indexOf(closes(name));
  return from < 0 || to < 0 ? undefined : text.slice(from + opens(name).length, to);
}

/** Puts `markdown` (without a heading) under `## title`, in place of what the last run of `name` left. */
export async function keepMeasurement(name, title, markdown) {
  const old = await readKept();
  const day = new Date().toISOString().slice(0, 10);
  const where = `Measured on ${day} at commit ${await commit()}, ${cpus().length} processors.`;
  const section = `${opens(name)}\n\n## ${title}\n\n${where}\n\n${markdown.trim()}\n\n${closes(name)}\n`;
  const from = old.indexOf(opens(name));
  const to = old.indexOf(closes(name));
  const text =
    from < 0 || to < 0
      ? `${old.trimEnd()}\n\n${section}`
      : old.slice(0, from) + section + old.slice(to + closes(name).length + 1);
  await writeFile(file, text);
}

/**
 * Puts `part` (its text below `### title`) into the table `name` in place of the part of that title, or behind the others;
 * the part says by itself when and where it was measured. `bench`: one row that ran alone.
 */
export async function keepPart(name, title, part) {
  const old = await readKept();
  const [from, to] = [old.indexOf(opens(name)), old.indexOf(closes(name))];
  if (from < 0 || to < 0)
    throw new Error(`docs/measurements.md has no table "${name}": measure all of it first.`);
  const day = new Date().toISOString().slice(0, 10);
  const where = `Measured alone on ${day} at commit ${await commit()}, ${cpus().length} processors.`;
  const text = `### ${title}\n\n${where} ${part.trim()}\n\n`;
  const table = old.slice(from, to);
  const at = table.indexOf(`### ${title}\n`);
  const end = at < 0 ? -1 : /\n(?:### |Not built yet)/.exec(table.slice(at + 4))?.index;
  const until = end === undefined ? table.length : at + 4 + end + 1;
  const behind = table.lastIndexOf('Not built yet');
  const last = behind < 0 ? table.length : behind;
  const changed =
    at < 0 ? table.slice(0, last) + text + table.slice(last) : table.slice(0, at) + text + table.slice(until);
  await writeFile(file, old.slice(0, from) + changed + old.slice(to));
}
