import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { bashComment, bashWord } from '../../main/plans/export/bash.ts';
import { exportPlan } from '../../main/plans/export/index.ts';
import { planText } from '../../main/plans/text.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { foundationReady, plan } from '../wizard/support.ts';

const reader = { language: 'en' as const, timeZone: 'Europe/Berlin' };
const made = plan(
  'notebook',
  { name: 'sales', bucket: { choice: 'new', newName: 'sales-4417' } },
  foundationReady,
);
const hasBash = spawnSync('bash', ['--version']).status === 0;

/** What bash makes of these words. */
function throughBash(script: string): string[] {
  const file = join(temporaryFolder('bash'), 'script.sh');
  writeFileSync(file, script);
  const out = execFileSync('bash', [file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return out.split('\0').slice(0, -1);
}

test.skipIf(!hasBash)('10,000 hostile values come out of bash as they went in', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '$',
        '`',
        '\\',
        '(',
        ')',
        ';',
        '\n',
        '\r',
        '!',
        '~',
        '#',
        ' ',
        '-',
        '=',
        '*',
        '{',
        'a',
      ),
    }),
    fc.constantFrom('$(touch /tmp/x)', '`id`', "'; id; '", '-rf', '~root', '!!', '', '\\', "\\'"),
  );
  const values = fc
    .sample(nasty, { numRuns: 10_000, seed: 4417 })
    .map((value) => value.replaceAll('\0', '').toWellFormed());
  const lines = values.map((value) => `${bashComment(value)}\nprintf '%s\\0' ${bashWord(value)}`);
  expect(throughBash(lines.join('\n'))).toEqual(values);
});

test.skipIf(!hasBash)('the lines for the AWS CLI say exactly what the plan says', () => {
  const [script, ...templates] = exportPlan(made, 'cli', reader);
  const stub = 'aws() { printf "%s\\0" "$@"; printf "%s\\0" END; }\n';
  const words = throughBash(stub + (script?.text ?? ''));
  const input = JSON.parse(words[words.lastIndexOf('--cli-input-json') + 1] ?? '') as Record<string, unknown>;
  const stack = made.changes.at(-1);
  if (stack?.kind !== 'stack') throw new Error('no stack');
  expect(input['StackName']).toBe('millwright-notebook-sales');
  expect(input['RoleARN']).toBe(stack.roleArn);
  expect(
    Object.fromEntries(
      (input['Parameters'] as Record<string, string>[]).map((p) => [p['ParameterKey'], p['ParameterValue']]),
    ),
  ).toEqual(stack.parameters);
  expect(words.filter((word) => word === 'END')).toHaveLength(4);
  expect(templates.map(({ name }) => name)).toEqual(['storage.yaml', 'notebook.yaml']);
});

test.skipIf(!hasBash)('hostile file names of an upload stay one argument each', () => {
  const names = ["a'b.csv", '$(id).csv', '-rf', 'ü ä/\n.csv', '`x`'];
  const upload: Plan = {
    ...made,
    changes: [
      {
        id: 'upload',
        kind: 'upload',
        says: made.title,
        stageId: 'a'.repeat(32),
        bucket: 'sales-4417',
        prefix: 'in/',
        files: names.map((path) => ({ path, bytes: 1, sha256: '0'.repeat(64) })),
      },
    ],
  };
  const stub = 'aws() { printf "%s\\0" "$3" "$4"; }\n';
  const words = throughBash(stub + (exportPlan(upload, 'cli', reader)[0]?.text ?? ''));
  expect(words).toEqual(names.flatMap((name) => [`./${name}`, `s3://sales-4417/in/${name}`]));
});

test('the CloudFormation export is the templates and their parameters', () => {
  const files = exportPlan(made, 'cloudformation', reader);
  expect(files.map(({ name }) => name)).toEqual([
    'storage.yaml',
    'notebook.yaml',
    'storage.parameters.json',
    'notebook.parameters.json',
  ]);
  const template = parse(files[1]?.text ?? '', { logLevel: 'silent' }) as { Parameters: object };
  const given = JSON.parse(files[3]?.text ?? '') as { ParameterKey: string }[];
  expect(given.map(({ ParameterKey }) => ParameterKey).sort()).toEqual(
    Object.keys(template.Parameters).sort(),
  );
});

test('the page loads nothing, runs nothing, and shows hostile words as text', () => {
  const hostile: Plan = {
    ...made,
    title: { key: 'plan.notebook.title', params: { name: '<script>alert(1)</script>"\'&' } },
  };
  const [page] = exportPlan(hostile, 'html', reader);
  const html = page?.text ?? '';
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/(?:src|href)\s*=|url\(|@import|https?:/);
});

test('text for the terminal cannot move its cursor', () => {
  const hostile: Plan = {
    ...made,
    title: { key: 'plan.notebook.title', params: { name: '\u001b[2Jx\u202e\r' } },
  };
  expect(planText(hostile, 'en', 'UTC')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
});

test.each(['en', 'zh-CN'] as const)('every plan can be read in %s', (language) => {
  for (const one of [made, plan('storage', { name: 'abc' }, {}), plan('foundation', {}, {})])
    expect(planText(one, language, 'Europe/Berlin')).toContain(one.digest);
});
