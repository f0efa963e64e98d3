import { say, type Language } from '../../../../words/index.ts';
import type { Message, MessageValue } from '../../../../preload/contract/message.ts';

/** The notebook's pages have no setting of their own: the browser says which language it is. */
export function pageLanguage(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',')[0] ?? '';
  return /^zh\b/i.test(first) ? 'zh-CN' : 'en';
}

export function pageWords(language: Language, now: number) {
  return (key: string, params?: Record<string, MessageValue>): string => {
    const message: Message = { key: `sandbox.notebook.${key}`, ...(params === undefined ? {} : { params }) };
    return say(language, message, { timeZone: 'UTC', now });
  };
}
