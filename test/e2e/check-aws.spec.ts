/** `npm run check:aws`, the story for a real account, against the sandbox account: the same script, commands and calls. */
import { ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { personsEnv } from './support/persons-env.ts';

const root = join(import.meta.dirname, '..', '..');
let dir: string;
let account: ChildProcess;
let endpoint: string;
let sagemaker: SageMakerClient;

test.beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-check-'));
  const entry = join(root, 'out', 'main', 'sandbox.js');
  const args = [entry, '--port', '0', '--state', join(dir, 'account'), '--pace', '1000'];
  account = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const values = new Map<string, string>();
  for await (const line of createInterface({ input: account.stdout as NodeJS.ReadableStream })) {
    const [name = '', value = ''] = line.split(/=(.*)/s, 2);
    values.set(name, value);
    if (line === 'sandbox ready') break;
  }
  endpoint = values.get('AWS_ENDPOINT_URL') ?? '';
  sagemaker = new SageMakerClient({
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: values.get('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: values.get('AWS_SECRET_ACCESS_KEY') ?? '',
    },
  });
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map(
    (name) => `${name.toLowerCase()} = ${values.get(name)}`,
  );
  await writeFile(join(dir, 'credentials'), ['[check]', ...keys, ''].join('\n'));
  await writeFile(join(dir, 'config'), '[profile check]\nregion = us-east-1\n');
});
test.afterEach(async () => {
  sagemaker.destroy();
  account.kill();
  await once(account, 'exit');
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

function check(...more: string[]) {
  const env = personsEnv({
    HOME: dir,
    TMPDIR: dir,
    AWS_CONFIG_FILE: join(dir, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials'),
    // Of the person's terminal; the profile is what was asked for.
    AWS_ACCESS_KEY_ID: 'AKIAOFSOMEBODYELSE00',
    AWS_SECRET_ACCESS_KEY: 'of another account',
  });
  const args = [
    join(root, 'scripts', 'check-aws.mjs'),
    '--profile',
    'check',
    '--endpoint',
    endpoint,
    ...more,
  ];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, 'exit').then(async ([code]) => {
    const [out, err] = await said;
    return { code: code as number, out, err };
  });
  return { child, ended };
}

/** Notebooks and buckets that this account ever had. */
async function made(): Promise<{ kind: string; goneAt: number | null }[]> {
  account.kill();
  await once(account, 'exit');
  const script = join(import.meta.dirname, 'support', 'ledger.ts');
  const child = spawn(process.execPath, [script, join(dir, 'account')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const all = JSON.parse(await text(child.stdout)) as { kind: string; goneAt: number | null }[];
  account = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  return all.filter(({ kind }) => /notebook-instance$|s3\/bucket/.test(kind));
}

test('makes the notebook, sees it cost money, stops it, and takes everything away', async () => {
  const description = 'the notebook story on a real account: npm run check:aws -- --profile P --max-usd 1';
  test.info().annotations.push({ type: 'not run here', description });
  const { code, out, err } = await check('--max-usd', '1', '--prepare').ended;
  expect(code, out + err).toBe(0);
  expect(out).toMatch(/at worst \$0\.\d\d/);
  expect(out).toMatch(/It runs, at \$0\.\d+ an hour/);
  expect(out).toContain('passed   the notebook story on a real account');
  const things = await made();
  expect(things.map(({ kind }) => kind).sort()).toEqual(['s3/bucket', 'sagemaker/notebook-instance']);
  expect(things.filter(({ goneAt }) => goneAt === null)).toEqual([]);
});

test('begins nothing that may cost more than allowed, on an account that is not prepared, or without a limit', async () => {
  const dear = await check('--max-usd', '0.01', '--prepare').ended;
  expect([dear.code, dear.err]).toEqual([1, expect.stringContaining('above the $0.01 that you allow')]);
  const bare = await check('--max-usd', '1').ended;
  expect([bare.code, bare.err]).toEqual([1, expect.stringContaining('this account is not prepared')]);
  for (const wrong of [
    [],
    ['--max-usd', 'much'],
    ['--max-usd', '-1'],
    ['--max-usd', '1', '--endpoint', 'https://evil.example'],
  ])
    expect((await check(...wrong).ended).code, wrong.join(' ')).toBe(2);
  expect(await made()).toEqual([]);
});

test('takes away what was made when it is stopped in the middle, also when it is told so twice', async () => {
  const { child, ended } = check('--max-usd', '1', '--prepare');
  const list = async () => (await sagemaker.send(new ListNotebookInstancesCommand())).NotebookInstances ?? [];
  await expect.poll(list, { timeout: 30_000, intervals: [50] }).toHaveLength(1);
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect(code, out + err).toBe(1);
  expect(out).toContain('Still ending, and taking away');
  const things = await made();
  expect(things.some(({ kind }) => kind.endsWith('notebook-instance'))).toBe(true);
  expect(things.filter(({ goneAt }) => goneAt === null)).toEqual([]);
});
