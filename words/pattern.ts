import { IntlMessageFormat } from 'intl-messageformat';
import { words, type Language } from './words.ts';

/** A pattern that takes no values is its text. */
type Pattern = { format(values: Record<string, unknown>): unknown };
const compiled = new Map<string, Pattern>();

/**
 * The library asks the platform for every single pattern whether it knows the locale, which takes longer than the pattern.
 * Every platform knows the two that there are.
 */
const locales = new Map<string, Intl.Locale>();
IntlMessageFormat.resolveLocale = (wanted) => {
  const name = typeof wanted === 'string' ? wanted : (wanted[0] ?? 'en');
  const locale = locales.get(name) ?? new Intl.Locale(name);
  locales.set(name, locale);
  return locale;
};

/** In tests a missing word is a failure; a person who meets one reads its key instead of an empty page. */
const strict =
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.['VITEST'] !==
  undefined;

function pattern(language: Language, key: string): Pattern | undefined {
  const id = `${language}\n${key}`;
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const text = Object.hasOwn(words[language], key) ? words[language][key] : undefined;
  if (text === undefined) return undefined;
  const made = /[{'#]/.test(text)
    ? new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    : { format: () => text };
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
