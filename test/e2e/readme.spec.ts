/** What the README tells a person to type, typed. */
import { test, expect } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { defaultStateDir } from '../../main/storage/state-dir.ts';
import { shows } from '../status/shows.ts';
import { personsEnv } from './support/persons-env.ts';
import { ledgerOf } from './support/story.ts';

/** Kept out of git, and emptied by each run. */
const results = join(import.meta.dirname, '..', '..', 'test-results');
const readme = join(import.meta.dirname, '..', '..', 'README.md');

/** The first block of commands below this heading. */
async function scriptBelow(heading: string): Promise<string> {
  const chapter = (await readFile(readme, 'utf8'))
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`));
  const script = /^```sh\n(.*?)^```$/ms.exec(chapter ?? '')?.[1];
  if (script === undefined) throw new Error(`The README has no commands below "${heading}".`);
  return script;
}

test(
  'the script of the README makes, stops and deletes a notebook without a window' +
    shows('done-when:1.2/script'),
  async () => {
    test.skip(
      process.platform === 'win32',
      'the README’s script: it is written for a shell that Windows does not have',
    );
    test.setTimeout(5 * 60_000);
    // Below this folder, where npm finds the package; what the script writes lands here.
    await mkdir(results, { recursive: true });
    const dir = await mkdtemp(join(results, 'typed-'));
    await writeFile(join(dir, 'script.sh'), await scriptBelow('Without a window'));
    const env = personsEnv({ HOME: join(dir, 'home'), LANG: 'en_US.UTF-8' });
    const shell = spawn('bash', ['script.sh'], {
      cwd: dir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 4 * 60_000,
    });
    const [out, err, [code]] = await Promise.all([
      text(shell.stdout),
      text(shell.stderr),
      once(shell, 'exit'),
    ]);

    expect(code, out + err).toBe(0);
    const [wizards, plan, template] = await Promise.all(
      ['wizards.json', 'notebook.plan', 'exported/notebook.yaml'].map((file) =>
        readFile(join(dir, file), 'utf8'),
      ),
    );
    expect((JSON.parse(wizards ?? '') as { id: string }[]).map(({ id }) => id)).toContain('notebook');
    expect(out).toContain(`Plan ${(JSON.parse(plan ?? '') as { digest: string }).digest}`);
    expect(template).toContain('AWS::SageMaker::NotebookInstance');
    const [, first, last] = out.split(/^Account .* as arn:.*$/m);
    expect(first).toMatch(/sales-forecast: \$0\.\d\d an hour/);
    expect(last).toContain('Nothing costs money by the hour now.');

    const made = ledgerOf(defaultStateDir(env));
    const notebooks = made.filter(({ kind }) => kind === 'sagemaker/notebook-instance');
    expect(notebooks.map(({ key, goneAt }) => [key.split('/').at(-1), goneAt !== null])).toEqual([
      ['sales-forecast', true],
    ]);
    const left = made.filter(({ kind, goneAt }) => kind === 's3/bucket' && goneAt === null);
    expect(left).toHaveLength(1);
    // The bucket that stays is empty.
    expect(made.filter(({ billed }) => billed.some(({ to }) => to === null))).toEqual([]);
  },
);
