import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import {
  ageText,
  durationText,
  languages,
  moneyText,
  say,
  sizeText,
  sumText,
  timeText,
  words,
} from '../../words/index.ts';

const when = { timeZone: 'Europe/Berlin', now: Date.parse('2026-11-20T13:02:00Z') };

/** Names of the values that a pattern wants, whatever branch of a plural they stand in. */
function wanted(elements: MessageFormatElement[], into = new Set<string>()): Set<string> {
  for (const e of elements) {
    if (e.type !== TYPE.literal && e.type !== TYPE.pound) into.add(e.value);
    if (e.type === TYPE.plural || e.type === TYPE.select)
      for (const option of Object.values(e.options)) wanted(option.value, into);
  }
  return into;
}

/** `endsClock` and `endsDay` come from the value `ends`. */
const source = (names: Set<string>) =>
  [...new Set([...names].map((n) => n.replace(/(?:Clock|Day)$/, '')))].sort((a, b) => a.localeCompare(b));

describe('the word files', () => {
  it('have the same keys in every language', () => {
    const keys = languages.map((language) => Object.keys(words[language]).sort());
    expect(keys[1]).toEqual(keys[0]);
    expect(keys[0]?.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(words.en))('%s parses and wants the same values in every language', (key) => {
    const params = languages.map((language) => {
      const pattern = words[language][key];
      if (pattern === undefined) throw new Error(`${key} is missing in ${language}`);
      expect(pattern.trim()).not.toBe('');
      return source(wanted(parse(pattern, { ignoreTag: true })));
    });
    expect(params[1]).toEqual(params[0]);
  });
});

describe('what a person reads', () => {
  it.each([
    [0.05, '$0.05'],
    [0.922, '$0.922'],
    [1.2, '$1.20'],
    [673.06, '$673.06'],
    [0.0116, '$0.0116'],
    [0, '$0.00'],
    [1204.5, '$1,204.50'],
    [-2, '-$2.00'],
    [0.1 + 0.2, '$0.30'],
  ])('an amount of %d is written %s', (usd, text) => {
    expect(moneyText(usd)).toBe(text);
  });

  it('a sum that rounds to nothing is not shown as nothing', () => {
    expect([0, 0.0001, 0.005, 36.5].map(sumText)).toEqual(['$0.00', '<$0.01', '$0.01', '$36.50']);
  });

  it('an unknown price is "?" and never 0', () => {
    const message = { key: 'unit.about', params: { sum: { money: null } } };
    expect(say('en', message, when)).toBe('about ?');
    expect(say('zh-CN', message, when)).toBe('约 ?');
  });

  it.each([
    ['2026-11-20T18:00:00Z', 'today 19:00', '今天 19:00'],
    ['2026-11-21T07:00:00Z', 'tomorrow 08:00', '明天 08:00'],
    ['2026-11-18T18:00:00Z', '18 Nov 19:00', '11月18日 19:00'],
    ['2025-11-18T18:00:00Z', '18 Nov 2025 19:00', '2025年11月18日 19:00'],
  ])('%s is %s', (iso, en, zh) => {
    expect(timeText('en', iso, when)).toBe(en);
    expect(timeText('zh-CN', iso, when)).toBe(zh);
  });

  it('a day begins at midnight of the person, not of the computer', () => {
    const late = { timeZone: 'Asia/Shanghai', now: Date.parse('2026-11-20T16:30:00Z') };
    expect(timeText('en', '2026-11-20T15:00:00Z', late)).toBe('yesterday 23:00');
  });

  it('durations, ages and sizes are short', () => {
    expect([4, 130, 3600, 3900, 90_000].map((s) => durationText('en', s))).toEqual([
      '4 s',
      '2 min 10 s',
      '1 h',
      '1 h 5 min',
      '1 day 1 h',
    ]);
    expect(durationText('zh-CN', 130)).toBe('2 分 10 秒');
    expect(ageText('en', '2026-11-20T13:01:20Z', when.now)).toBe('40 seconds ago');
    expect([900, 20_000_000, 1_500_000_000].map(sizeText)).toEqual(['900 B', '20 MB', '1.5 GB']);
  });

  it('a key without words is a failure here', () => {
    expect(() => say('en', { key: 'no.such.key' }, when)).toThrow('No words');
  });
});
