import { createContext, use, useMemo } from 'react';
import type { Message, MessageValue } from '../../preload/contract/message.ts';
import {
  ageText,
  clockSecondsText,
  clockText,
  dateText,
  durationText,
  kindText,
  regionText,
  say,
  timeText,
  type Language,
  type WordKey,
} from '../../words/index.ts';
import { now } from '../app/clock.ts';

export interface Locale {
  language: Language;
  /** IANA zone of the person. */
  timeZone: string;
}

export const LocaleContext = createContext<Locale>({ language: 'en', timeZone: 'UTC' });

export type Params = Record<string, MessageValue>;

/** The person's language in every form that a component needs. */
export function useSay() {
  const { language, timeZone } = use(LocaleContext);
  return useMemo(() => {
    const when = () => ({ timeZone, now: now() });
    return {
      language,
      timeZone,
      /** A word of the window itself. */
      t: (key: WordKey, params?: Params) =>
        say(language, params === undefined ? { key } : { key, params }, when()),
      /** A sentence that came from main. */
      says: (message: Message, unknown?: string) =>
        say(language, message, { ...when(), ...(unknown !== undefined && { unknown }) }),
      time: (iso: string) => timeText(language, iso, when()),
      clock: (iso: string) => clockText(iso, when()),
      clockSeconds: (iso: string) => clockSecondsText(iso, when()),
      date: (iso: string, withYear = false) => dateText(language, iso, when(), withYear),
      duration: (seconds: number) => durationText(language, seconds),
      region: (code: string) => regionText(language, code),
      kind: (type: string) => kindText(language, type),
      age: (iso: string, at = now()) => ageText(language, iso, at),
    };
  }, [language, timeZone]);
}
export type Say = ReturnType<typeof useSay>;
