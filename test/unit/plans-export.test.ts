import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { AppFailure } from '../../main/failure.ts';
import { bashComment, bashWord } from '../../main/plans/export/bash.ts';
import { exportPlan } from '../../main/plans/export/index.ts';
import { planText } from '../../main/plans/text.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { account, foundationReady, notebook, notebookStack, plan, text, texts } from '../wizard/support.ts';

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

/** In place of the AWS CLI: says who one is, knows no stack, and prints every other call. */
const stub = `aws() {
  case "$1 $2" in
    'sts get-caller-identity') echo ${account.accountId ?? ''} ;;
    'cloudformation describe-stacks') return 254 ;;
    *) printf '%s\\0' "$@" END ;;
  esac
}
`;
const callsOf = (words: string[]) =>
  words
    .join('\0')
    .split('\0END')
    .map((call) => call.split('\0').filter((word) => word !== ''))
    .filter((call) => call.length > 0);

test.skipIf(!hasBash)('the lines for the AWS CLI say exactly what the plan says', () => {
  const [script, ...files] = exportPlan(made, 'cli', reader);
  const calls = callsOf(throughBash(stub + (script?.text ?? '')));
  const stacks = made.changes.filter((change) => change.kind === 'stack');
  expect(calls.map((words) => words.slice(0, 6))).toEqual(
    stacks.map(({ stackName, template }) => [
      'cloudformation', 'deploy', '--stack-name', stackName, '--template-file', `${template?.name ?? ''}.yaml`,
    ]), // prettier-ignore
  );
  const last = calls.at(-1) ?? [];
  const after = (word: string) => last[last.indexOf(word) + 1];
  expect(after('--role-arn')).toBe(stacks.at(-1)?.roleArn);
  expect(after('--tags')).toBe(`millwright:plan=${made.id}`);
  expect(after('--parameter-overrides')).toBe('file://millwright-notebook-sales.parameters.json');
  expect(files.map(({ name }) => name)).toEqual([
    'storage.yaml',
    'notebook.yaml',
    'millwright-storage-sales-4417.parameters.json',
    'millwright-notebook-sales.parameters.json',
  ]);
  for (const [index, { parameters }] of stacks.entries()) {
    const given = JSON.parse(files[index + 2]?.text ?? '') as string[];
    expect(given).toEqual(Object.entries(parameters).map(([name, value]) => `${name}=${value}`));
  }
});

test.skipIf(!hasBash)(
  'in another account, and where a stack of the name is another one’s, nothing is called',
  () => {
    const [script] = exportPlan(made, 'cli', { ...reader, language: 'zh-CN' });
    const ended = (functions: string) => {
      const file = join(temporaryFolder('bash'), 'script.sh');
      writeFileSync(file, functions + (script?.text ?? ''));
      return spawnSync('bash', [file], { encoding: 'utf8' });
    };
    const elsewhere = ended(stub.replace(account.accountId ?? '', '999988887777'));
    expect(elsewhere).toMatchObject({ status: 1, stdout: '' });
    expect(elsewhere.stderr).toBe(
      '这个脚本用于账户 111122223333，而您登录的是另一个账户。没有做任何更改。\n',
    );
    const taken = ended(stub.replace('return 254', 'echo 99999999999999999999'));
    expect(taken).toMatchObject({ status: 1, stdout: '' });
    expect(taken.stderr).toContain('millwright-storage-sales-4417');
    const own = ended(stub.replace('return 254', `echo ${made.id}`));
    expect(own.status).toBe(0);
  },
);

test.skipIf(!hasBash)(
  'hostile file names of an upload stay one argument each, and a file that is missing is named',
  () => {
    const names = ["a'b.csv", '$(id).csv', '-rf', 'ü ä/\n.csv', '`x`'];
    const sha256 = 'ab'.repeat(32);
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
          files: names.map((path, index) => ({ path, bytes: index === 2 ? 6 * 1024 ** 3 : 1, sha256 })),
        },
      ],
    };
    const dir = temporaryFolder('upload');
    mkdirSync(join(dir, 'ü ä'));
    const file = join(dir, 'apply.sh');
    writeFileSync(file, stub + (exportPlan(upload, 'cli', reader)[0]?.text ?? ''));
    const missing = spawnSync('bash', [file], { encoding: 'utf8' });
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toBe("This file has to lie beside the script before it can be sent:\n./a'b.csv\n");
    for (const name of names) writeFileSync(join(dir, name), 'x');
    const calls = callsOf(execFileSync('bash', [file], { encoding: 'utf8' }).split('\0'));
    const metadata = { 'millwright-plan': made.id, 'millwright-sha256': sha256 };
    const ContentType = 'application/octet-stream';
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
    for (const [index, name] of names.entries()) {
      const call = calls[index] ?? [];
      if (index === 2) {
        // More than S3 takes at once.
        expect(call.slice(0, 4)).toEqual(['s3', 'cp', `./${name}`, `s3://sales-4417/in/${name}`]);
        expect(JSON.parse(call.at(-1) ?? '')).toEqual(metadata);
        continue;
      }
      expect(call.slice(0, 3)).toEqual(['s3api', 'put-object', '--cli-input-json']);
      const input = {
        Bucket: 'sales-4417',
        Key: `in/${name}`,
        ContentType,
        ChecksumSHA256,
        Metadata: metadata,
      };
      expect(JSON.parse(call[3] ?? '')).toEqual(input);
      expect(call.slice(4)).toEqual(['--body', `./${name}`]);
    }
  },
);

test('a request that no command line takes lies in a file of its own', () => {
  const keys = Array.from({ length: 1000 }, (_, index) => `${'long'.repeat(200)}-${index}.csv`);
  const many = plan('data-delete', { bucket: 'sales-4417', keys });
  const [script, request, ...more] = exportPlan(many, 'cli', reader);
  expect(more).toEqual([]);
  expect(script?.text).toContain('--cli-input-json file://input-1.json');
  expect(script?.text.length).toBeLessThan(3000);
  const change = many.changes[0];
  expect(JSON.parse(request?.text ?? '')).toEqual(change?.kind === 'call' && change.input);
});

test('the CloudFormation export is the templates, their parameters, and the lines that deploy them', () => {
  const files = exportPlan(made, 'cloudformation', reader);
  expect(files.map(({ name }) => name)).toEqual([
    'deploy.sh',
    'storage.yaml',
    'notebook.yaml',
    'millwright-storage-sales-4417.parameters.json',
    'millwright-notebook-sales.parameters.json',
  ]);
  expect(files[0]?.text).toBe(exportPlan(made, 'cli', reader)[0]?.text);
  const template = parse(files[2]?.text ?? '', { logLevel: 'silent' }) as { Parameters: object };
  const given = JSON.parse(files[4]?.text ?? '') as string[];
  expect(given.map((one) => one.split('=')[0]).sort()).toEqual(Object.keys(template.Parameters).sort());
});

/** Code and sentences of the refusal; a file instead of it fails the test. */
function refusal(one: Plan, to: 'cloudformation' | 'cli'): string[] {
  try {
    exportPlan(one, to, reader);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    const { code, says, mend, problems = [] } = error.error;
    return [code, ...[says, mend, ...problems.map((problem) => problem.says)].map((m) => text(m))];
  }
  throw new Error(`The ${to} export of ${one.source} was not refused.`);
}

test('what no template can say is refused as one, and read as a page all the same', () => {
  const stop = plan('notebook-stop', { name: 'sales' }, { 'notebook:sales': notebook() });
  const extend = plan('notebook-extend', { name: 'sales' }, { 'stack:millwright-notebook-sales': notebookStack(), 'notebook:sales': notebook() }); // prettier-ignore
  const remove = plan('storage-delete', { name: 'sales-4417' });
  const upload = plan(
    'data-upload',
    { stageId: 'a'.repeat(32), bucket: 'sales-4417' },
    { [`stage:${'a'.repeat(32)}`]: { files: [{ path: 'a.csv', bytes: 3, sha256: 'b'.repeat(64) }] } },
  );
  for (const one of [stop, extend, remove, upload]) {
    expect(one.blockers).toEqual([]);
    expect(refusal(one, 'cloudformation')).toEqual([
      'plan.noTemplate',
      'Not all that this plan does can be said in a CloudFormation template, so no template was saved.',
      'Save it as command lines: they do all of it.',
    ]);
    expect(exportPlan(one, 'cli', reader)[0]?.text).toContain('\naws ');
    expect(exportPlan(one, 'html', reader)).toHaveLength(1);
  }
});

test('a plan that something stands in the way of changes nothing from outside either', () => {
  const taken = plan(
    'storage',
    { name: 'sales-4417' },
    { 'bucket:sales-4417': { exists: 'elsewhere', region: null } },
  );
  expect(taken.blockers).not.toEqual([]);
  for (const to of ['cloudformation', 'cli'] as const)
    expect(refusal(taken, to)).toEqual([
      'plan.blocked',
      'Something stands in the way of this plan.',
      'Read what the plan says about it and change the answers.',
      ...texts(taken.blockers),
    ]);
  expect(exportPlan(taken, 'html', reader)[0]?.text).toContain('sales-4417');
  expect(exportPlan(taken, 'plan', reader)).toHaveLength(1);
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

test('the page is light wherever it is opened, says for which account it is, and holds what it prints on paper', () => {
  const html = exportPlan(made, 'html', reader)[0]?.text ?? '';
  expect(html).toContain('Account 111122223333, region eu-west-1');
  expect(html).not.toMatch(/prefers-color-scheme|color-scheme:[^}]*dark/);
  expect(html).toMatch(/@page\{[^}]*margin/);
  expect(html).toMatch(/li,tr\{break-inside:avoid\}/);
  // A table holds rows alone, or the browser puts the rest outside of it.
  for (const [, rows] of html.matchAll(/<table>(.*?)<\/table>/gs))
    expect(rows?.replace(/<tr>.*?<\/tr>/gs, '')).toBe('');
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
