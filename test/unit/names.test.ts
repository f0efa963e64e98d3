/** What AWS names by codes has a name for people, in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { regions } from '../../main/connections/regions.ts';
import { languages, kindText, regionText, say } from '../../words/index.ts';

const templates = readdirSync('assets/stacks').map((file) => readFileSync(`assets/stacks/${file}`, 'utf8'));
const kinds = new Set(
  templates.flatMap((text) => [...text.matchAll(/^ {4}Type: (AWS::[\w:]+)$/gm)].map(([, kind = '']) => kind)),
);

test.each(languages)('every region that can be chosen has a name in %s', (language) => {
  expect(regions.filter((code) => regionText(language, code) === code)).toEqual([]);
});

test.each(languages)('every kind of thing that a template makes has a name in %s', (language) => {
  expect(kinds.size).toBeGreaterThan(5);
  expect([...kinds].filter((kind) => kindText(language, kind) === undefined)).toEqual([]);
});

test('a region in a sentence is said by its name, and an unknown one by its code', () => {
  const title = (region: string) =>
    say('en', { key: 'plan.foundation.title', params: { region: { region } } }, { timeZone: 'UTC', now: 0 });
  expect(title('eu-central-1')).toBe('Prepare the account in Europe (Frankfurt)');
  expect(title('xx-nowhere-9')).toBe('Prepare the account in xx-nowhere-9');
});
