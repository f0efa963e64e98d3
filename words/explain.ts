/** Finds AWS's terms in sentences, so that each can be explained where it is first met. */
import { glossary as en } from './en/glossary.ts';
import { glossary as zhCN } from './zh-CN/glossary.ts';
import type { Language } from './words.ts';

interface Entry {
  forms: readonly string[];
  says: string;
}

export const glossaries = { en, 'zh-CN': zhCN } satisfies Record<Language, Record<string, Entry>>;

/** Plain text, or a term as it is written there with what it means. */
export type Part = string | { term: string; says: string };

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** No part of a longer word, and no name that a person or AWS gave; Chinese has no spaces between words. */
const whole = (form: string): string =>
  /[\p{Script=Han}]/u.test(form) ? escaped(form) : `(?<![\\w.:/-])${escaped(form)}(?![\\w:/-])`;

interface Finder {
  pattern: RegExp;
  /** By the form in small letters. */
  entries: Map<string, { name: string; says: string }>;
}

const finders = new Map<Language, Finder>();

function finderOf(language: Language): Finder {
  const known = finders.get(language);
  if (known !== undefined) return known;
  const entries = new Map<string, { name: string; says: string }>();
  for (const [name, { forms, says }] of Object.entries<Entry>(glossaries[language]))
    for (const form of forms) entries.set(form.toLowerCase(), { name, says });
  const forms = [...entries.keys()].sort((a, b) => b.length - a.length);
  const made = { pattern: new RegExp(forms.map(whole).join('|'), 'giu'), entries };
  finders.set(language, made);
  return made;
}

/** The sentences of one place in their order, cut at the terms; each term stands out once, where it is first met. */
export function explained(language: Language, sentences: readonly string[]): Part[][] {
  const { pattern, entries } = finderOf(language);
  const met = new Set<string>();
  return sentences.map((sentence) => {
    const parts: Part[] = [];
    let from = 0;
    for (const found of sentence.matchAll(pattern)) {
      const { index } = found;
      const [term] = found;
      const entry = entries.get(term.toLowerCase());
      if (entry === undefined || met.has(entry.name)) continue;
      met.add(entry.name);
      if (index > from) parts.push(sentence.slice(from, index));
      parts.push({ term, says: entry.says });
      from = index + term.length;
    }
    if (from < sentence.length) parts.push(sentence.slice(from));
    return parts;
  });
}
