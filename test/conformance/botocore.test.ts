/**
 * A second opinion on the sandbox account: while the tests of its services run, every call is written down, and botocore's
 * models, which nobody here wrote, judge every accepted request and every answer. `npm test` gives the recording of the
 * layer before in MILLWRIGHT_RECORDED; alone this test makes one.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judge } from './support/judge.ts';
import { describeWith } from './support/oracles.ts';

const dir = mkdtempSync(join(tmpdir(), 'botocore-'));
afterAll(() => rm(dir, { recursive: true }));

async function recording(): Promise<string> {
  const file = join(dir, 'run.jsonl');
  await new Promise<void>((resolve) => {
    // How these tests end is the business of their own run.
    execFile(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'sandbox'],
      { env: { ...process.env, MILLWRIGHT_RECORD: file } },
      () => resolve(),
    );
  });
  return file;
}

describeWith(['botocore'], "botocore's models", () => {
  test('find a fault where there is one', async () => {
    const file = join(dir, 'planted.jsonl');
    const good = {
      NotebookInstanceName: 'a',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::000000000000:role/r',
    };
    const output = { NotebookInstanceArn: 'arn' };
    const planted: [object, object][] = [
      [good, output],
      [{ ...good, Extra: 1 }, output],
      [{ ...good, RoleArn: undefined }, output],
      [{ ...good, NotebookInstanceName: 'a_b' }, output],
      [{ ...good, InstanceType: 'ml.none' }, output],
      [{ ...good, VolumeSizeInGB: 4 }, output],
      [good, { Other: 'x' }],
      [good, { NotebookInstanceArn: 7 }],
    ];
    for (const [input, answer] of planted)
      appendFileSync(
        file,
        `${JSON.stringify({ service: 'sagemaker', operation: 'CreateNotebookInstance', input, output: answer })}\n`,
      );
    const { findings } = await judge(file);
    expect(
      findings.map((line) => line.replace(/^1 x sagemaker:CreateNotebookInstance /, '').slice(0, 42)),
    ).toEqual(
      [
        'answer.NotebookInstanceArn: 7 is not a str',
        'answer.Other: unknown member',
        "request.InstanceType: 'ml.none' is not one",
        'request.Extra: unknown member',
        "request.NotebookInstanceName: 'a_b' does n",
        'request.RoleArn: required, but absent',
        'request.VolumeSizeInGB: 4 is below 5',
      ].sort(),
    );
  });

  test('find none in what the sandbox accepts and answers', async () => {
    const file = process.env['MILLWRIGHT_RECORDED'] ?? (await recording());
    expect(existsSync(file)).toBe(true);
    const { findings, counts } = await judge(file);
    console.log(JSON.stringify(counts));
    expect(findings).toEqual([]);
    expect(counts['requests judged']).toBeGreaterThan(1000);
  }, 300_000);
});
