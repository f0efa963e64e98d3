/** The workflow that builds releases: what a change of it must not lose. Run by GitHub only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}
interface Job {
  permissions?: Record<string, string>;
  strategy?: { matrix: { os: string[] } };
  steps: Step[];
}

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8');
const workflow = parse(text) as { permissions: Record<string, string>; jobs: Record<string, Job> };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

test('builds on three systems, may write nothing but the draft of a release, and uses actions of one version each', () => {
  expect(workflow.jobs['build']?.strategy?.matrix.os.map((os) => os.split('-')[0])).toEqual([
    'windows',
    'macos',
    'ubuntu',
  ]);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  const writers = Object.values(workflow.jobs).filter(({ permissions }) => permissions !== undefined);
  expect(writers.map(({ permissions }) => permissions)).toEqual([{ contents: 'write' }]);
  for (const { uses } of steps)
    if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+\.\d+\.\d+$/);
});

test('runs scripts that exist, and hands secrets on in the environment only', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const runs = steps.flatMap(({ run }) => run ?? []);
  const named = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name));
  expect(named).toContain('dist');
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
  for (const run of runs) expect(run).not.toContain('${{');
});
