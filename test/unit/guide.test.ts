import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, words, type Language } from '../../words/index.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const guide = (language: Language) => readFileSync(join(docs, 'guide', `${language}.md`), 'utf8');

/** As GitHub makes the address of a heading: small letters, no punctuation, hyphens for spaces. */
const addressOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const headings = (text: string) => [...text.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) => title);
const linksIn = (text: string) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, address = '']) => address);

function broken(text: string): string[] {
  const anchors = new Set(headings(text).map((title) => `#${addressOf(title)}`));
  return linksIn(text).filter((address) =>
    address.startsWith('#') ? !anchors.has(address) : !existsSync(join(docs, 'guide', address)),
  );
}

/** Bold words are names on the screen. */
const named = (text: string) =>
  [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name = '']) => name.replaceAll(/\s+/g, ' '));

/** Not buttons: what the guide itself makes bold. */
const emphasised = new Set(['sandbox account', '沙盒账户']);

describe.each(languages)('the guide, %s', (language) => {
  const text = guide(language);

  it('has pictures and links that lead somewhere', () => {
    expect(linksIn(text).length).toBeGreaterThan(15);
    expect(broken(text)).toEqual([]);
    expect(broken('[a](#nowhere) ![b](../pictures/guide/nothing.png)')).toHaveLength(2);
  });

  it('shows every picture that was made for it', () => {
    const made = readdirSync(join(docs, 'pictures', 'guide', language)).map(
      (file) => `../pictures/guide/${language}/${file}`,
    );
    expect(made.filter((file) => !linksIn(text).includes(file))).toEqual([]);
  });

  it('calls buttons and pages what the screen calls them', () => {
    const said = new Set(Object.values(words[language]));
    expect(named(text).filter((name) => !said.has(name) && !emphasised.has(name))).toEqual([]);
  });
});

it('has the same parts in every language', () => {
  const [first, ...others] = languages.map((language) => headings(guide(language)).length);
  expect(others.every((count) => count === first)).toBe(true);
});
