/**
 * Writes docs/sandbox.md from the sandbox's own tables: `node scripts/sandbox-doc.mjs`. With `--check` it only says
 * whether the file is up to date. A test does the same.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { DEFAULTS } from '../main/sandbox/engine/account.ts';
import { faultKinds } from '../main/sandbox/faults/kinds.ts';
import { services } from '../main/sandbox/services/index.ts';
import { serviceModel } from '../main/sandbox/wire/service-model.ts';

const FILE = new URL('../docs/sandbox.md', import.meta.url);

const code = (text) => `\`${text}\``;
const sorted = (names) => [...names].sort((a, b) => a.localeCompare(b, 'en'));

async function chapter(service) {
  const model = serviceModel(await service.sdk());
  const modelled = sorted(Object.keys(service.operations));
  const unknown = modelled.filter((name) => !model.operations.has(name));
  if (unknown.length) throw new Error(`${service.title}: the SDK has no ${unknown.join(', ')}`);
  const others = sorted([...model.operations.keys()].filter((name) => !(name in service.operations)));
  const pages = modelled.flatMap((name) => {
    const page = service.operations[name].page;
    return page ? [`| ${code(name)} | ${page.defaultSize} | ${page.maxSize} |`] : [];
  });
  const times = Object.entries(service.times ?? {}).map(([name, seconds]) => `| ${name} | ${seconds} s |`);
  return [
    `## ${service.title}`,
    `Signed as ${code(service.signingName)}; the SDK speaks ${code(model.protocol)}.`,
    `**Modelled (${modelled.length}):** ${modelled.map(code).join(', ')}.`,
    pages.length ? ['| List | Page | At most |', '| --- | --- | --- |', ...pages].join('\n') : '',
    times.length ? ['| Takes, before the pace | Time |', '| --- | --- |', ...times].join('\n') : '',
    controlsOf(service),
    service.notModelled.length
      ? `Not modelled:\n\n${service.notModelled.map((t) => `- ${t}`).join('\n')}`
      : '',
    `<details><summary>${others.length} operations that answer <code>NotModelledInSandbox</code></summary>\n\n${others.join(', ')}\n\n</details>`,
  ].filter(Boolean);
}

/** What a tester may do to it, with the bearer of the control port. */
function controlsOf({ signingName, controls }) {
  const paths = Object.keys(controls ?? {}).map((name) => code(`POST /_sandbox/${signingName}/${name}`));
  return paths.length ? `Control: ${paths.join(', ')}.` : '';
}

export async function sandboxDoc() {
  const ordered = [...services].sort((a, b) => a.title.localeCompare(b.title, 'en'));
  const chapters = await Promise.all(ordered.map(chapter));
  const text = [
    '# The sandbox account',
    '<!-- Written by scripts/sandbox-doc.mjs from the tables of main/sandbox; do not edit. -->',
    'An AWS account that lives in the program. It speaks the wire protocols of AWS on a port of 127.0.0.1, checks signatures and permissions, keeps its state in one folder, and notes in a ledger everything that was ever made and billed. Shapes come from the schemas of the AWS SDK. It is not AWS: what it does not model answers the code `NotModelledInSandbox` (status 501) and names the operation.',
    `It runs no code of a template, folder or image.`,
    '## Defaults',
    [
      '| Setting | Default |',
      '| --- | --- |',
      `| Account | ${code(DEFAULTS.accountId)} |`,
      `| Region of the printed settings | ${code(DEFAULTS.region)}; every region is answered |`,
      `| Clock | this computer's, speed ${DEFAULTS.speed}; it goes on while the program is closed |`,
      `| Pace | states that AWS passes through (Pending, Stopping, CREATE_IN_PROGRESS) take 1/${DEFAULTS.pace} of AWS's time |`,
      '| Refused clocks | signed more than 15 minutes away |',
      '| Signatures | every request; in a body of signed chunks the request is checked, not each chunk |',
      '| Body in memory | 16 MiB; objects of S3 stream and have no limit here |',
    ].join('\n'),
    '## Faults',
    'Trouble that can be switched on by name: in a test with `sandbox.faults.switchOn({ fault, service, operation, when, times, via, seconds, skip })`, with `POST /_sandbox/faults` (`GET` lists, `DELETE` with or without `/ID` takes away), and on the command line with `--fault F1@cloudformation:CreateChangeSet:before:3`. The parts after `@` are service, operation, moment, how often and `wire`, `inside` (calls that CloudFormation and Scheduler make) or `any`; each may be left out. A switch lives as long as the program. Faults marked *client* happen before the port is reached and are made on the side of the client.',
    [
      '| Fault | Name | Class | Made in | Met | Does |',
      '| --- | --- | --- | --- | --- | --- |',
      ...faultKinds.map(
        (k) => `| ${k.id} | ${k.key} | ${k.class} | ${k.where} | ${k.when.join(', ')} | ${k.does} |`,
      ),
    ].join('\n'),
    ...chapters.flat(),
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(FILE.pathname)), parser: 'markdown' });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const text = await sandboxDoc();
  if (!process.argv.includes('--check')) await writeFile(FILE, text);
  else if ((await readFile(FILE, 'utf8')) !== text) {
    console.error('docs/sandbox.md is stale: run node scripts/sandbox-doc.mjs');
    process.exit(1);
  }
}
