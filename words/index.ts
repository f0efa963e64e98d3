/**
 * Everything the program says. `say` turns a message (key and values) into a sentence of one language.
 * Words live in `en/*.ts` and `zh-CN/*.ts`, one file per room, as flat records of ICU MessageFormat patterns.
 */
export { languages, words, type Language } from './words.ts';
export type { WordKey } from './en/index.ts';
export { say, type SayOptions } from './say.ts';
export * from './format.ts';
