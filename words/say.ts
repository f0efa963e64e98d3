import type { Message, MessageValue } from '../preload/contract/message.ts';
import { clockText, dayText, durationText, moneyText, regionText, sizeText, timeText } from './format.ts';
import { fill } from './pattern.ts';
import type { Language } from './words.ts';

export interface SayOptions {
  /** IANA zone of the person. */
  timeZone: string;
  /** The present instant, ms; decides "today" and whether a year is written. */
  now: number;
  /** Written for a price that nobody knows; "?" unless the caller draws a mark of its own. */
  unknown?: string;
}

/**
 * One sentence of one language. Params are formatted by the rules of the language, never by the caller. A time `ends`
 * ("today 19:00") also gives `endsClock` ("19:00") and `endsDay` ("today", "18 Nov") to patterns that want one half.
 */
export function say(language: Language, message: Message, options: SayOptions): string {
  const values: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(message.params ?? {})) {
    values[name] = text(language, value, options);
    if (typeof value === 'object' && 'time' in value) {
      values[`${name}Clock`] = clockText(value.time, options);
      values[`${name}Day`] = dayText(language, value.time, options);
    }
  }
  return fill(language, message.key, values);
}

function text(language: Language, value: MessageValue, options: SayOptions): string | number | boolean {
  if (typeof value !== 'object') return value;
  if ('money' in value) return value.money === null ? (options.unknown ?? '?') : moneyText(value.money);
  if ('time' in value) return timeText(language, value.time, options);
  if ('duration' in value) return durationText(language, value.duration);
  if ('bytes' in value) return sizeText(value.bytes);
  if ('region' in value) return regionText(language, value.region);
  if ('list' in value) return new Intl.ListFormat(language).format(value.list);
  return say(language, value.message, options);
}
