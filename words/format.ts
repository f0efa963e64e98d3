/** Money, times, durations, ages and sizes as they are written, here and in every sentence. */
import { fill } from './pattern.ts';
import { words, type Language } from './words.ts';

interface When {
  timeZone: string;
  now: number;
}

/**
 * An amount in a sentence: two decimals, more only where an hour or request price needs them ("$0.05", "$0.922",
 * "$36.50"). Below a hundredth of a cent two figures are kept.
 */
export function moneyText(usd: number): string {
  const size = Math.abs(usd);
  const exactTo = (digits: number) => Math.abs(size * 10 ** digits - Math.round(size * 10 ** digits)) < 1e-6;
  const sign = usd < 0 ? '-' : '';
  if (size === 0 || exactTo(2)) return `${sign}$${fixed(size, 2)}`;
  if (size >= 10) return `${sign}$${fixed(size, 2)}`;
  if (exactTo(3)) return `${sign}$${fixed(size, 3)}`;
  if (size >= 1) return `${sign}$${fixed(size, 2)}`;
  if (size >= 0.0001) return `${sign}$${fixed(size, 4).replace(/0+$/, '')}`;
  return `${sign}$${size.toPrecision(2)}`;
}

/** A sum: two decimals always. What rounds to nothing and is something is "<$0.01". */
export function sumText(usd: number): string {
  if (usd > 0 && usd < 0.005) return '<$0.01';
  return `${usd < 0 ? '-' : ''}$${fixed(Math.abs(usd), 2)}`;
}

/** A price per hour in a column: three decimals, no sign of the currency. */
export function columnText(usd: number): string {
  return fixed(usd, 3);
}

const numbers = new Map<number, Intl.NumberFormat>();

function fixed(value: number, digits: number): string {
  let format = numbers.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numbers.set(digits, format);
  }
  return format.format(value);
}

const dates = new Map<string, Intl.DateTimeFormat>();

/** Made once for each shape: making one takes longer than a thousand uses, and lists show many times. */
function dateFormat(
  locale: string,
  timeZone: string,
  shape: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.keys(shape).join(' ')}`;
  let format = dates.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { timeZone, ...shape });
    dates.set(key, format);
  }
  return format;
}

/** Elapsed time: "40 s", "2 min 10 s", "1 h 5 min", "3 days". */
export function durationText(language: Language, seconds: number): string {
  const all = Math.max(0, Math.round(seconds));
  const s = all % 60;
  const m = Math.floor(all / 60) % 60;
  const h = Math.floor(all / 3600) % 24;
  const d = Math.floor(all / 86_400);
  if (d > 0) return fill(language, h > 0 ? 'unit.daysHours' : 'unit.days', { d, h });
  if (h > 0) return fill(language, m > 0 ? 'unit.hoursMinutes' : 'unit.hours', { h, m });
  if (m > 0) return fill(language, s > 0 ? 'unit.minutesSeconds' : 'unit.minutes', { m, s });
  return fill(language, 'unit.seconds', { s });
}

/** "a moment ago", "40 seconds ago". */
export function ageText(language: Language, from: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(from)) / 1000));
  if (seconds < 5) return fill(language, 'unit.momentAgo', {});
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (seconds < 90) return relative.format(-seconds, 'second');
  if (seconds < 5400) return relative.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 129_600) return relative.format(-Math.round(seconds / 3600), 'hour');
  return relative.format(-Math.round(seconds / 86_400), 'day');
}

/** Sizes in powers of ten, as prices and disks are counted: "20 MB", "1.5 GB". */
export function sizeText(bytes: number): string {
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < names.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${names[step] ?? 'B'}`;
}

/** "19:00" on the person's clock. */
export function clockText(iso: string, { timeZone }: When): string {
  return dateFormat('en-GB', timeZone, { hour: '2-digit', minute: '2-digit' }).format(Date.parse(iso));
}

/** "19:00:31" on the person's clock. */
export function clockSecondsText(iso: string, { timeZone }: When): string {
  const shape = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return dateFormat('en-GB', timeZone, shape).format(Date.parse(iso));
}

/** "today", "18 Nov", and a year only when it is not this one. */
export function dayText(language: Language, iso: string, { timeZone, now }: When): string {
  const day = (ms: number) => dateFormat('en-CA', timeZone, {}).format(ms);
  const at = Date.parse(iso);
  const days = Math.round((Date.parse(day(at)) - Date.parse(day(now))) / 86_400_000);
  if (days === 0) return fill(language, 'unit.today', {});
  if (days === 1) return fill(language, 'unit.tomorrow', {});
  if (days === -1) return fill(language, 'unit.yesterday', {});
  return dateText(language, iso, { timeZone, now });
}

/** "18 Nov" or "18 Nov 2025". */
export function dateText(language: Language, iso: string, { timeZone, now }: When, withYear = false): string {
  const at = Date.parse(iso);
  const year = (ms: number) => dateFormat('en', timeZone, { year: 'numeric' }).format(ms);
  const showYear = withYear || year(at) !== year(now);
  return dateFormat(language === 'en' ? 'en-GB' : language, timeZone, {
    day: 'numeric',
    month: 'short',
    ...(showYear && { year: 'numeric' as const }),
  }).format(at);
}

/** "today 19:00", "18 Nov 07:30". */
export function timeText(language: Language, iso: string, when: When): string {
  return fill(language, 'unit.dayClock', { day: dayText(language, iso, when), clock: clockText(iso, when) });
}

/** "Europe (Frankfurt)"; a region that has no name here is shown by its code. */
export function regionText(language: Language, code: string): string {
  const key = `region.${code}`;
  return (Object.hasOwn(words[language], key) ? words[language][key] : undefined) ?? code;
}

/** "Notebook" for `AWS::SageMaker::NotebookInstance`; undefined for a kind that has no name here. */
export const kindKey = (type: string): string => `thing.${type.replace(/^AWS::/, '').replaceAll('::', '.')}`;

export function kindText(language: Language, type: string): string | undefined {
  const key = kindKey(type);
  return Object.hasOwn(words[language], key) ? words[language][key] : undefined;
}
