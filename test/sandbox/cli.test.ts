import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../main/cli/run.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

let spine: Spine;
let dir: string;
beforeAll(async () => {
  spine = await openSpine();
  dir = await mkdtemp(join(tmpdir(), 'millwright-cli-'));
});
afterAll(async () => {
  await spine.close();
  await rm(dir, { recursive: true, force: true });
});

async function run(args: string[], env: Record<string, string> = spine.env) {
  const out: string[] = [];
  const err: string[] = [];
  const streams = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const all = [...args, '--state', join(dir, 'state')];
  const code = await runCommand(
    all,
    { HOME: dir, ...env },
    streams,
    new AbortController().signal,
    spine.clock,
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const answers = async (name: string, value: object) => {
  const file = join(dir, `${name}.json`);
  await writeFile(file, JSON.stringify(value));
  return file;
};
const digestIn = (text: string) => (JSON.parse(text) as { digest: string }).digest;
const storage = () => answers('storage', { name: 'cli-bucket-4417' });
/** No endpoint, no profile, no keys that work. */
const nowhere = () => ({
  AWS_PROFILE: 'nobody',
  AWS_CONFIG_FILE: join(dir, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: join(dir, 'none'),
});

describe('the commands', () => {
  test('list the wizards with an example that plans', async () => {
    const { code, out } = await run(['wizards', '--json']);
    expect(code).toBe(0);
    const wizards = JSON.parse(out) as { id: string; goal: string; schema: object; example: object }[];
    expect(wizards.map((w) => w.id)).toEqual(expect.arrayContaining(['notebook', 'storage', 'foundation']));
    for (const { id, example } of wizards) {
      const planned = await run(['plan', id, '--answers', await answers(id, example), '--json', '--offline']);
      expect(planned.code, planned.err).toBe(0);
      expect(JSON.parse(planned.out).digest).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test(
    'plan, show, compare and export with no endpoint and no credentials' + shows('done-when:1.2/offline'),
    async () => {
      const plan = join(dir, 'offline.plan');
      const made = await run(['plan', 'storage', '--answers', await storage(), '--out', plan], nowhere());
      expect(made.code, made.err).toBe(0);
      expect(made.err).toContain('Not checked against an account');
      const shown = await run(['show', plan], nowhere());
      expect(shown).toMatchObject({ code: 0, err: '' });
      expect(shown.out).toContain('cli-bucket-4417');
      expect((await run(['diff', plan, plan], nowhere())).code).toBe(0);
      for (const to of ['cloudformation', 'cli', 'html']) {
        const exported = await run(['export', plan, '--to', to, '--out', join(dir, to)], nowhere());
        expect(exported.code, exported.err).toBe(0);
      }
      expect(await readFile(join(dir, 'cloudformation', 'storage.yaml'), 'utf8')).toContain(
        'AWS::S3::Bucket',
      );
      const applied = await run(['apply', plan, '--yes', digestIn(await readFile(plan, 'utf8'))]);
      expect(applied.code).toBe(3);
      expect(applied.err).toContain('draft');
    },
  );

  test(
    'refuse wrong answers by a sentence that names the field' + shows('done-when:1.2/answers'),
    async () => {
      const file = await answers('wrong', { name: '-a', size: 'big', nonsense: 1 });
      const { code, err } = await run(['plan', 'notebook', '--answers', file]);
      expect(code).toBe(3);
      expect(err).toMatch(/- name: .*name of the notebook/);
      expect(err).toMatch(/- size: /);
      expect(err).toMatch(/- nonsense: /);
    },
  );

  test.each([
    [['fly'], 2],
    [['plan'], 2],
    [['plan', 'storage'], 2],
    [['plan', 'teapot', '--answers', 'STORAGE'], 2],
    [['plan', 'storage', '--answers', '/nowhere.json'], 2],
    [['show', '/nowhere.plan'], 2],
    [['show', '0123456789abcdef0123'], 2],
    [['wizards', '--undo'], 2],
    [['wizards', 'extra'], 2],
    [['--frobnicate'], 2],
    [[], 2],
  ])('%j is wrong use', async (args, code) => {
    const file = await storage();
    const result = await run(args.map((arg) => (arg === 'STORAGE' ? file : arg)));
    expect(result.code, result.err).toBe(code);
    expect(result.out + result.err).not.toBe('');
  });

  test('carry out a plan with its digest, once, and undo it by another plan', async () => {
    const plan = join(dir, 'storage.plan');
    const made = await run(['plan', 'storage', '--answers', await storage(), '--out', plan, '--json']);
    const { digest } = JSON.parse(made.out) as { digest: string };
    expect(await run(['apply', plan])).toMatchObject({ code: 3 });
    expect(await run(['apply', plan, '--yes', 'f'.repeat(64)])).toMatchObject({ code: 3 });
    expect(spine.existing(/s3\/bucket/)).toEqual([]);
    const done = await run(['apply', plan, '--yes', digest, '--json']);
    expect(done.code, done.out).toBe(0);
    expect(spine.existing(/s3\/bucket/)).toEqual(['s3/bucket cli-bucket-4417']);
    expect(await run(['apply', plan, '--yes', digest])).toMatchObject({ code: 3 });
    const status = await run(['status']);
    expect(status.code, status.err).toBe(0);
    expect(status.out).toContain('Nothing costs money by the hour now.');

    const remove = join(dir, 'remove.plan');
    const removal = await run([
      'plan',
      'storage-delete',
      '--answers',
      await storage(),
      '--out',
      remove,
      '--json',
    ]);
    const removed = await run(['apply', remove, '--yes', digestIn(removal.out)]);
    expect(removed.code, removed.err).toBe(0);
    expect(spine.existing(/s3\/bucket/)).toEqual([]);
  });

  test('refuse an altered plan file and a rejected plan', async () => {
    const plan = join(dir, 'altered.plan');
    await run(['plan', 'storage', '--answers', await storage(), '--out', plan]);
    const honest = await readFile(plan, 'utf8');
    await writeFile(
      plan,
      honest
        .replaceAll('cli-bucket-4417', 'other-bucket-4417')
        .replace('"other-bucket-4417"', '"cli-bucket-4417"'),
    );
    const { digest } = JSON.parse(honest) as { digest: string };
    const altered = await run(['apply', plan, '--yes', digest]);
    expect(altered.code).toBe(3);
    expect(altered.err).toContain('the file says');
    await writeFile(plan, honest);
    expect(await run(['approve', plan, '--as', 'Rosa', '--reject', '--comment', 'No.'])).toMatchObject({
      code: 0,
    });
    const rejected = await run(['apply', plan, '--yes', digest]);
    expect(rejected.code).toBe(3);
    expect(rejected.err).toContain('said no');
  });

  test('say what is wrong in Chinese too', async () => {
    const { code, err } = await run(['apply', '/nowhere.plan', '--language', 'zh-CN']);
    expect(code).toBe(2);
    expect(err).toContain('无法读取');
  });
});
