import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

export type Language = 'en' | 'zh-CN';
export const languages: Language[] = ['en', 'zh-CN'];
export const words: Record<Language, Record<string, string>> = { en, 'zh-CN': zhCN };
