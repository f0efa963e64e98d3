/**
 * The life of a notebook and of a training on the sandbox, carried out by plans alone, written down and judged by botocore's models: every
 * request of the program fits the API, and so does every answer of the sandbox.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findWizard } from '../../main/wizards/index.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { allowGpus } from '../support/crash/preparing.ts';
import { openSpine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';
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

const training: Answers = {
  name,
  code: 's3://trained-441783/program/',
  data: { training: 's3://trained-441783/train.csv' },
  bucket: { choice: 'new', newName: 'trained-441783' },
};

describeWith(['botocore'], "botocore's models and the program", () => {
  test(
    'find no fault from the foundation to the job that was ended' + shows('done-when:4.3/oracles'),
    async () => {
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
        await allowGpus(spine);
        const sent = await spine.apply(engine, await spine.plan(engine, 'gpu-training', training));
        expect([sent.state, sent.error]).toEqual(['succeeded', undefined]);
        const [job = ''] = spine.existing(/^batch\/job$/).map((one) => one.split(' ')[1] ?? '');
        const ended = await spine.apply(engine, await spine.plan(engine, 'job-stop', { id: job }));
        expect([ended.state, ended.error]).toEqual(['succeeded', undefined]);
      } finally {
        await engine.close();
        await spine.close();
      }
      const written = readFileSync(record, 'utf8');
      for (const operation of [
        'CreateNotebookInstance',
        'SubmitJob',
        'TerminateJob',
        'DescribeSpotPriceHistory',
      ])
        expect(written).toContain(`"operation":"${operation}"`);
      const { findings, counts } = await judge(record);
      expect(findings).toEqual([]);
      expect(counts['requests judged']).toBeGreaterThan(100);
      await rm(dir, { recursive: true });
    },
    120_000,
  );
});
