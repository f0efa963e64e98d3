/** docs/status.md says what tests showed, and the same results make the same bytes. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'lib', 'status.mjs');

type Result = [title: string, state: 'passed' | 'failed' | 'skipped'];

function documentOf(results: Result[]): string {
  const input = JSON.stringify(results.map(([title, state]) => ({ title, state })));
  const write = `const { statusDocument } = await import(process.argv[1]);
    process.stdout.write(await statusDocument(JSON.parse(process.argv[2])));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', write, script, input]).toString();
}

const lineOf = (text: string, id: string): string | undefined =>
  text.split('\n').find((line) => line.startsWith(`| ${id} |`));

test('a line is seen when all its parts were shown, red when one failed, else not run here', () => {
  const text = documentOf([
    ['a [shows done-when:1.3/fires done-when:1.3/pending]', 'passed'],
    ['b [shows done-when:1.2/script done-when:1.2/answers]', 'passed'],
    ['c [shows done-when:1.2/answers done-when:1.2/offline]', 'failed'],
    ['d [shows done-when:1.5/lint]', 'passed'],
    ['e [shows done-when:1.5/moto]', 'skipped'],
  ]);
  expect(lineOf(text, '1.3')).toMatch(/\| seen \|.*Shown: in virtual time/);
  expect(lineOf(text, '1.2')).toMatch(/\| red \| Red: wrong answers.*Shown: one script/);
  expect(lineOf(text, '1.5')).toMatch(/\| not run here \| Shown: cfn-lint clean\. Not shown: .*moto_server/);
  expect(lineOf(text, '1.1')).toMatch(/\| not run here \| Not shown: /);
  expect(text).toContain('\n- e\n');
});

test('the order and the number of tests change nothing', () => {
  const results: Result[] = [
    ['a [shows done-when:1.6/secret]', 'passed'],
    ['z has no oracle', 'skipped'],
    ['b [shows done-when:1.6/owned]', 'passed'],
    ['c has no oracle', 'skipped'],
  ];
  const again: Result[] = [...results].reverse();
  expect(documentOf([...again, ['a [shows done-when:1.6/secret]', 'passed']])).toBe(documentOf(results));
});
