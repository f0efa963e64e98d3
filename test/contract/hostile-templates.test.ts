/** A stranger's template is data: the account inside the program refuses or reads it, soon, and asks nobody else. */
import { CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { shows } from '../status/shows.ts';
import { hostileTexts } from '../support/hostile.ts';

let dir: string;
let sandbox: Sandbox;
let listening: SandboxListening;
let client: CloudFormationClient;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-templates-'));
  sandbox = await openSandbox({ dir: join(dir, 'account'), seed: 'templates' });
  listening = await sandbox.listen();
  const { url: endpoint, region, accessKeyId, secretAccessKey } = listening;
  client = new CloudFormationClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await listening.close();
  await sandbox.close();
  await rm(dir, { recursive: true, force: true });
});

const validate = async (TemplateBody: string): Promise<string> => {
  try {
    await client.send(new ValidateTemplateCommand({ TemplateBody }));
    return 'valid';
  } catch (error) {
    return (error as Error).name;
  }
};

const topic = 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n';
const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghij'.split('').map(
    (name, n) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${'abcdefghi'[n] ?? 'a'}`)
        .join(',')}]`,
  ),
].join('\n');

test.each<[string, string]>([
  ['aliases of aliases', `${bomb}\n${topic}`],
  ['an alias of itself', `a: &a\n  b: *a\n${topic}`],
  ['50 kB of brackets', '['.repeat(50_000)],
  ['50 kB of braces', '{"a":'.repeat(10_000)],
  ['deep indentation', Array.from({ length: 250 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ['a tag of another language', `a: !!js/function 'function () { process.exit(1) }'\n${topic}`],
  ['a Python object', `a: !!python/object/apply:os.system ["touch fired"]\n${topic}`],
  ['a merge of a prototype', `a: &a {__proto__: {polluted: 1}}\nb: {<<: *a}\n${topic}`],
  ['a resource called __proto__', 'Resources:\n  __proto__:\n    Type: AWS::SNS::Topic\n'],
  ['a resource called constructor', 'Resources:\n  constructor:\n    Type: AWS::SNS::Topic\n'],
  ['a member twice', `${topic}${topic}`],
  ['two documents', `${topic}---\n${topic}`],
  ['no text at all', '\u0001'],
  ['more than 51,200 bytes', `# ${'x'.repeat(52_000)}\n${topic}`],
  [
    'a slow pattern',
    `Parameters:\n  A:\n    Type: String\n    Default: ${'a'.repeat(40)}!\n    AllowedPattern: "^(a+)+$"\n${topic}`,
  ],
])('%s is answered within seconds' + shows('done-when:2.5/files'), async (_, body) => {
  const before = performance.now();
  const word = await validate(body);
  expect(performance.now() - before).toBeLessThan(8_000);
  expect(['valid', 'ValidationError'], word).toContain(word);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('200 templates of hostile texts leave the account as it was', async () => {
  const before = sandbox.ledger();
  const words = new Set<string>();
  // Half a character cannot even be sent.
  for (const text of hostileTexts(200).map((one) => one.toWellFormed())) {
    words.add(
      await validate(
        `Description: ${JSON.stringify(text)}\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: ${JSON.stringify(text)}}\n`,
      ),
    );
    words.add(await validate(text.slice(0, 2_000) || ' '));
  }
  expect([...words].sort()).toEqual(['ValidationError', 'valid']);
  expect(sandbox.ledger()).toEqual(before);
  expect(await readdir(dir)).toEqual(['account']);
  expect(await validate(topic)).toBe('valid');
});
