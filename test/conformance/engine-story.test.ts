/**
 * The life of a notebook on the sandbox, carried out by plans alone, written down and judged by botocore's models: every
 * request of the program fits the API, and so does every answer of the sandbox.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findWizard } from '../../main/wizards/index.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { openSpine } from '../support/spine.ts';
import { judge } from './support/judge.ts';
import { describeWith } from './support/oracles.ts';

const name = 'sales-forecast';
const story: [source: string, answers: Answers][] = [
  ...['foundation', 'storage', 'notebook'].map((id): [string, Answers] => [id, findWizard(id)!.example]),
  ['notebook-stop', { name }],
  ['notebook-start', { name }],
  ['notebook-extend', { name, hours: 2 }],
  ['notebook-delete', { name }],
  ['storage-delete', { name: 'sales-data-441783' }],
];

describeWith(['botocore'], "botocore's models and the program", () => {
  test('find no fault from the foundation to the deleted bucket', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'story-'));
    const record = join(dir, 'record.jsonl');
    process.env['MILLWRIGHT_RECORD'] = record;
    const spine = await openSpine().finally(() => delete process.env['MILLWRIGHT_RECORD']);
    const engine = await spine.engine();
    try {
      for (const [source, answers] of story) {
        const task = await spine.apply(engine, await spine.plan(engine, source, answers));
        expect([source, task.state, task.error]).toEqual([source, 'succeeded', undefined]);
      }
      expect(spine.existing(/notebook-instance$/)).toEqual([]);
    } finally {
      await engine.close();
      await spine.close();
    }
    expect(readFileSync(record, 'utf8')).toContain('"operation":"CreateNotebookInstance"');
    const { findings, counts } = await judge(record);
    expect(findings).toEqual([]);
    expect(counts['requests judged']).toBeGreaterThan(100);
    await rm(dir, { recursive: true });
  }, 120_000);
});
