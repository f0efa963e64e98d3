/** Expected times worked out by hand from the EventBridge Scheduler user guide, "Schedule types". */
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextRun, parseExpression } from '../../main/sandbox/services/scheduler/expression.ts';

/** The first runs after `from`, in local time of the zone with its offset. */
function runs(text: string, timeZone: string, from: string, count: number): string[] {
  const expression = parseExpression(text);
  if (expression === undefined) throw new Error(`${text} was not understood.`);
  const found: string[] = [];
  const base = DateTime.fromISO(from, { zone: timeZone }).toMillis();
  for (let at = base; found.length < count;) {
    const next = nextRun({ expression, timeZone, base }, at);
    if (next === null) break;
    found.push(DateTime.fromMillis(next, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mmZZ"));
    at = next;
  }
  return found;
}

describe('cron', () => {
  const table: [string, string, string, string[]][] = [
    [
      'cron(0/15 19-23,0-5 * * ? *)',
      'UTC',
      '2026-01-05T22:40',
      ['2026-01-05T22:45+00:00', '2026-01-05T23:00+00:00', '2026-01-05T23:15+00:00'],
    ],
    [
      'cron(0/15 19-23,0-5 * * ? *)',
      'UTC',
      '2026-01-06T05:40',
      ['2026-01-06T05:45+00:00', '2026-01-06T19:00+00:00'],
    ],
    [
      'cron(0 9 ? * MON-FRI *)',
      'UTC',
      '2026-01-02T09:00',
      ['2026-01-05T09:00+00:00', '2026-01-06T09:00+00:00'],
    ],
    ['cron(0 9 ? * 2-6 *)', 'UTC', '2026-01-02T09:00', ['2026-01-05T09:00+00:00', '2026-01-06T09:00+00:00']],
    ['cron(0 9 ? * 1,7 *)', 'UTC', '2026-01-02T09:00', ['2026-01-03T09:00+00:00', '2026-01-04T09:00+00:00']],
    ['cron(0 9 L * ? *)', 'UTC', '2028-02-01T00:00', ['2028-02-29T09:00+00:00', '2028-03-31T09:00+00:00']],
    [
      'cron(0 9 15W * ? *)',
      'UTC',
      '2026-02-01T00:00',
      ['2026-02-16T09:00+00:00', '2026-03-16T09:00+00:00', '2026-04-15T09:00+00:00'],
    ],
    ['cron(0 9 ? * 6L *)', 'UTC', '2026-01-01T00:00', ['2026-01-30T09:00+00:00', '2026-02-27T09:00+00:00']],
    [
      'cron(0 9 ? * FRI#2 *)',
      'UTC',
      '2026-01-01T00:00',
      ['2026-01-09T09:00+00:00', '2026-02-13T09:00+00:00'],
    ],
    ['cron(0 9 ? * 6#5 *)', 'UTC', '2026-01-01T00:00', ['2026-01-30T09:00+00:00', '2026-05-29T09:00+00:00']],
    [
      'cron(30 6 1 JAN ? 2027-2028)',
      'UTC',
      '2026-01-01T00:00',
      ['2027-01-01T06:30+00:00', '2028-01-01T06:30+00:00'],
    ],
    ['cron(0 12 1 1/3 ? *)', 'UTC', '2026-01-02T00:00', ['2026-04-01T12:00+00:00', '2026-07-01T12:00+00:00']],
    ['cron(0 0 1 1 ? 2020)', 'UTC', '2026-01-01T00:00', []],
    // Berlin: 29 March 2026 has no 02:00 to 02:59, 25 October 2026 has 02:00 to 02:59 twice.
    [
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-03-27T12:00',
      ['2026-03-28T02:30+01:00', '2026-03-30T02:30+02:00'],
    ],
    [
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-10-24T12:00',
      ['2026-10-25T02:30+02:00', '2026-10-26T02:30+01:00'],
    ],
    [
      'cron(0/30 2 * * ? *)',
      'Europe/Berlin',
      '2026-10-25T00:00',
      ['2026-10-25T02:00+02:00', '2026-10-25T02:30+02:00', '2026-10-26T02:00+01:00'],
    ],
    [
      'cron(0 19 * * ? *)',
      'Europe/Berlin',
      '2026-03-28T12:00',
      ['2026-03-28T19:00+01:00', '2026-03-29T19:00+02:00'],
    ],
    // New York: 8 March 2026 has no 02:00 to 02:59, 1 November 2026 has 01:00 to 01:59 twice.
    ['cron(15 2 * * ? *)', 'America/New_York', '2026-03-07T12:00', ['2026-03-09T02:15-04:00']],
    [
      'cron(15 1 * * ? *)',
      'America/New_York',
      '2026-10-31T12:00',
      ['2026-11-01T01:15-04:00', '2026-11-02T01:15-05:00'],
    ],
    [
      'cron(0/20 1-2 * * ? *)',
      'America/New_York',
      '2026-11-01T00:30',
      [
        '2026-11-01T01:00-04:00',
        '2026-11-01T01:20-04:00',
        '2026-11-01T01:40-04:00',
        '2026-11-01T02:00-05:00',
      ],
    ],
  ];
  it.each(table)('%s in %s after %s', (text, zone, from, expected) => {
    expect(runs(text, zone, from, Math.max(1, expected.length))).toEqual(expected);
  });

  it.each([
    'cron(0 19 * * *)',
    'cron(0 19 * * * *)',
    'cron(0 19 ? * ? *)',
    'cron(60 19 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 19 32 * ? *)',
    'cron(0 19 ? * 8 *)',
    'cron(0 19 ? * 0 *)',
    'cron(0 22-5 * * ? *)',
    'cron(0/0 19 * * ? *)',
    'cron(0 19 * * ? 1969)',
    'cron(0 19 ? * MON#6 *)',
    'cron(? 19 * * ? *)',
    'cron(0 0 19 * * ? *)',
    'every day',
    '0 19 * * ? *',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'rate(1.5 hours)',
    'at(2026-13-01T00:00:00)',
    'at(2026-01-01)',
    'at(2026-01-01T00:00:00Z)',
  ])('refuses %s', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});

describe('rate and at', () => {
  it('counts a rate from its base', () => {
    expect(runs('rate(15 minutes)', 'UTC', '2026-01-05T08:00', 2)).toEqual([
      '2026-01-05T08:15+00:00',
      '2026-01-05T08:30+00:00',
    ]);
    expect(runs('rate(1 hour)', 'UTC', '2026-01-05T08:10', 1)).toEqual(['2026-01-05T09:10+00:00']);
    const expression = parseExpression('rate(5 days)')!;
    expect(nextRun({ expression, timeZone: 'UTC', base: 1000 }, 999)).toBe(1000);
  });

  it('reads at() on the clock of its zone, once', () => {
    expect(runs('at(2026-07-01T19:00:00)', 'Europe/Berlin', '2026-01-01T00:00', 2)).toEqual([
      '2026-07-01T19:00+02:00',
    ]);
    expect(runs('at(2026-07-01T19:00:00)', 'America/New_York', '2026-07-02T00:00', 1)).toEqual([]);
  });
});
