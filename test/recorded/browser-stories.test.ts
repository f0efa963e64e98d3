/**
 * A second opinion on the browser's stories: while they ran, the account wrote down every call, and botocore's models, which
 * nobody here wrote, judge every accepted request and every answer. `npm test` gives the recording in MILLWRIGHT_RECORDED.
 */
import { appendFileSync, copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judge } from '../conformance/support/judge.ts';
import { describeWith } from '../conformance/support/oracles.ts';
import { shows } from '../status/shows.ts';

const dir = mkdtempSync(join(tmpdir(), 'recorded-'));
afterAll(() => rm(dir, { recursive: true }));

const recorded = process.env['MILLWRIGHT_RECORDED'];
const there = recorded !== undefined && existsSync(recorded);
if (!there) console.warn('not run here: the stories in a browser were not recorded');

describeWith(['botocore'], "botocore's models on the browser's stories", () => {
  test.skipIf(!there)('find none in any request or answer' + shows('done-when:2.6/judged'), async () => {
    const { findings, counts } = await judge(recorded ?? '');
    console.log(JSON.stringify(counts));
    expect(findings).toEqual([]);
    expect(counts['requests judged']).toBeGreaterThan(500);
  });

  test.skipIf(!there)('find the one wrong request that is put among them', async () => {
    const file = join(dir, 'with-one.jsonl');
    copyFileSync(recorded ?? '', file);
    const input = { NotebookInstanceName: 'a_b' };
    appendFileSync(
      file,
      `${JSON.stringify({ service: 'sagemaker', operation: 'StopNotebookInstance', input, output: {} })}\n`,
    );
    const { findings } = await judge(file);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain('StopNotebookInstance request.NotebookInstanceName');
  });
});
