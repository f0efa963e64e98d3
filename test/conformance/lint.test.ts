/** cfn-lint's opinion on the shipped templates and on what plans export. It passes much; the update matrix looks further. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exportPlan } from '../../main/plans/export/index.ts';
import { templateNames } from '../../main/plans/templates.ts';
import { wizards } from '../../main/wizards/index.ts';
import { shows } from '../status/shows.ts';
import { train } from '../wizard/gpu-training-support.ts';
import { plan, timeZone } from '../wizard/support.ts';
import { describeWith, run } from './support/oracles.ts';

/** Regions whose rules differ: where most is offered, where little is, and another partition. */
const regions = ['us-east-1', 'eu-west-1', 'cn-north-1'];
const dir = mkdtempSync(join(tmpdir(), 'lint-'));
afterAll(() => rm(dir, { recursive: true }));

/** One line per finding, warnings and notes too. Empty: clean. */
async function findings(files: string[]): Promise<string[]> {
  const args = [
    '--format',
    'parseable',
    '--include-checks',
    'I',
    '--regions',
    ...regions,
    '--template',
    ...files,
  ];
  const { code, stdout, stderr } = await run('cfn-lint', args);
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  if ((code === 0) !== (lines.length === 0))
    throw new Error(`cfn-lint ended with ${code}: ${stdout}${stderr}`);
  return lines;
}

describeWith(['cfn-lint'], 'cfn-lint', () => {
  test('finds an error where there is one', async () => {
    const file = join(dir, 'planted.yaml');
    writeFileSync(file, 'Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketNam: a-name}}\n');
    expect(await findings([file])).toEqual([expect.stringContaining('BucketNam')]);
  }, 60_000);

  test(
    'finds nothing in the shipped templates and in the export of every wizard’s example' +
      shows('done-when:1.5/lint', 'done-when:4.3/oracles'),
    async () => {
      const shipped = readdirSync('assets/stacks').map((name) => join('assets/stacks', name));
      expect(shipped).toHaveLength(templateNames.length);
      const exported = wizards.flatMap(({ id, example }) => {
        // A training is files and a job too, and knows the account's machines and networks.
        const [of, to] =
          id === 'gpu-training'
            ? ([train(), 'cli'] as const)
            : ([plan(id, example), 'cloudformation'] as const);
        return exportPlan(of, to, { language: 'en', timeZone }).map(({ name, text }) => {
          const file = join(dir, `${id}-${name}`);
          writeFileSync(file, text);
          return file;
        });
      });
      const templates = exported.filter((file) => file.endsWith('.yaml'));
      expect(templates.length).toBeGreaterThanOrEqual(wizards.length);
      expect(templates.filter((file) => /gpu-training-training/.test(file))).toHaveLength(2);
      expect(await findings([...shipped, ...templates])).toEqual([]);
    },
    60_000,
  );
});
