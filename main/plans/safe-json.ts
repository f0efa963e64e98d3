import { failure } from '../failure.ts';

const mostCharacters = 10_000_000;
const mostLevels = 64;
const forbidden = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * A stranger's JSON as a value: bounded in size and depth before it is parsed, without keys that reach into objects, and
 * made of whole characters.
 * Throws `file.tooLarge` or `file.unknownFormat`.
 */
export function parseStrangersJson(text: string): unknown {
  if (text.length > mostCharacters) throw failure('file.tooLarge');
  if (levels(text) > mostLevels) throw failure('file.unknownFormat');
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (forbidden.has(key)) throw new SyntaxError('forbidden key');
      // Half a character has no UTF-8 form, so that nothing with it could be hashed or written.
      if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
        throw new SyntaxError('half a character');
      return value;
    });
  } catch (error) {
    throw failure('file.unknownFormat', {}, { cause: error });
  }
}

/** How deep brackets nest outside strings; one pass, no recursion. */
function levels(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i += 1;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') deepest = Math.max(deepest, (depth += 1));
    else if (c === '}' || c === ']') depth -= 1;
  }
  return deepest;
}
