/**
 * Everything the program says. `say` turns a message (key and values) into a sentence of one language.
 * Words live in `en/*.ts` and `zh-CN/*.ts`, one file per room, as flat records of ICU MessageFormat patterns.
 */
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

export type Language = 'en' | 'zh-CN';
export const languages: Language[] = ['en', 'zh-CN'];
export const words: Record<Language, Record<string, string>> = { en, 'zh-CN': zhCN };
export { say, type SayOptions } from './say.ts';
