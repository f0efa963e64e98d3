import { IntlMessageFormat } from 'intl-messageformat';
import { words, type Language } from './words.ts';

const compiled = new Map<string, IntlMessageFormat>();

/** In tests a missing word is a failure; a person who meets one reads its key instead of an empty page. */
const strict =
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.['VITEST'] !==
  undefined;

function pattern(language: Language, key: string): IntlMessageFormat | undefined {
  const id = `${language}\n${key}`;
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const text = Object.hasOwn(words[language], key) ? words[language][key] : undefined;
  if (text === undefined) return undefined;
  const made = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  compiled.set(id, made);
  return made;
}

/** The pattern of a key, filled with values that are text already (or numbers, for plurals). */
export function fill(
  language: Language,
  key: string,
  values: Record<string, string | number | boolean>,
): string {
  const found = pattern(language, key) ?? pattern('en', key);
  if (found === undefined) {
    if (strict) throw new Error(`No words for "${key}" in ${language}`);
    return key;
  }
  try {
    return String(found.format(values));
  } catch (error) {
    if (strict) throw new Error(`"${key}" in ${language}`, { cause: error });
    return key;
  }
}
