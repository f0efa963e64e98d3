/** Every sentence that plans and wizards can say exists in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../../preload/contract/errors.ts';
import { programRoot } from '../../main/program.ts';
import { wizards } from '../../main/wizards/index.ts';
import { words } from '../../words/index.ts';
import { context } from '../wizard/support.ts';

const codes = new Set<string>(errorCodes);
const missing = (keys: Iterable<string>) =>
  [...new Set(keys)].filter((key) => !codes.has(key) && !(key in words.en && key in words['zh-CN']));

function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'key' in value && typeof value.key === 'string' ? [value.key] : [];
  return [...own, ...Object.values(value).flatMap(keysIn)];
}

test('keys that stand in the code', () => {
  const keys: string[] = [];
  for (const room of ['plans', 'wizards', 'operations'])
    for (const file of readdirSync(join(programRoot, 'main', room), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const code = readFileSync(join(programRoot, 'main', room, file), 'utf8');
      keys.push(...[...code.matchAll(/'((?:plan|wizard)\.[A-Za-z.]+)'/g)].map((found) => found[1] ?? ''));
      const wizard = /^([\w-]+)[/\\]/.exec(file)?.[1];
      for (const [, name = ''] of code.matchAll(/\bproblem\('(\w+)'/g))
        keys.push(`wizard.${wizard ?? ''}.problem.${name}`);
    }
  expect(keys.length).toBeGreaterThan(100);
  expect(missing(keys)).toEqual([]);
});

test.each(wizards.map((wizard) => [wizard.id, wizard] as const))(
  'questions and choices of %s',
  (_, wizard) => {
    const facts = { get: () => undefined, value: () => undefined };
    const all = [wizard.description, wizard.options(facts, context()), wizard.summaries(wizard.example)];
    expect(missing(all.flatMap(keysIn))).toEqual([]);
  },
);

test('keys that are put together', () => {
  const kinds = ['stack', 'bucket', 'notebook', 'quota', 'objects', 'empty', 'stage'];
  const states = ['InService', 'Stopped', 'Pending', 'Stopping', 'Updating', 'Deleting', 'Failed', 'Other'];
  expect(
    missing([
      ...kinds.flatMap((kind) => [`plan.notChecked.${kind}`, `plan.moved.${kind}`]),
      'plan.notChecked.permissions',
      ...states.map((state) => `plan.notebook.status.${state}`),
      ...['small', 'medium', 'large', 'gpu', 'other'].map((size) => `plan.notebook.size.${size}`),
      ...['present', 'busy', 'stuck'].map((state) => `plan.foundation.${state}`),
      ...['missing', 'type', 'value', 'unknown'].map((problem) => `plan.problem.${problem}`),
    ]),
  ).toEqual([]);
});
