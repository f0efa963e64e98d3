/**
 * Schedule expressions of EventBridge Scheduler: rate(), cron() with six fields, at().
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
import { Cron } from 'croner';
import { DateTime } from 'luxon';

export type Expression =
  | { kind: 'rate'; every: number }
  /** Pattern for croner: seconds first, Sunday is 0, year last. */
  | { kind: 'cron'; pattern: string }
  /** Local time without an offset. */
  | { kind: 'at'; local: string };

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Undefined when the expression is not one that AWS takes. */
export function parseExpression(text: string): Expression | undefined {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.+)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') return parseRate(inner);
  if (kind === 'cron') return parseCron(inner);
  if (kind === 'at') return parseAt(inner);
  return undefined;
}

function parseRate(inner: string): Expression | undefined {
  const [, value, unit = ''] = /^(\d{1,9}) (minute|hour|day)s?$/.exec(inner.trim()) ?? [];
  const length = units[unit];
  const every = Number(value) * (length ?? 0);
  return every > 0 ? { kind: 'rate', every } : undefined;
}

function parseAt(inner: string): Expression | undefined {
  const local = inner.trim();
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(local)) return undefined;
  return DateTime.fromISO(local, { zone: 'utc' }).isValid ? { kind: 'at', local } : undefined;
}

interface Field {
  from: number;
  to: number;
  names?: readonly string[];
  /** Marks that this field knows beside numbers and names. */
  special?: RegExp;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly [Field, Field, Field, Field, Field, Field] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31, special: /^(L|LW|\d{1,2}W)$/ },
  { from: 1, to: 12, names: months },
  { from: 1, to: 7, names: days, special: /^(L|[A-Z0-9]{1,3}L|[A-Z0-9]{1,3}#[1-5])$/ },
  { from: 1970, to: 2199 },
];

function parseCron(inner: string): Expression | undefined {
  const given = inner.trim().toUpperCase().split(/\s+/);
  if (given.length !== 6) return undefined;
  const [minute, hour, day = '', month, weekday = '', year] = given;
  // AWS wants exactly one of the two day fields to be the question mark.
  if ((day === '?') === (weekday === '?')) return undefined;
  const parts = [minute, hour, day, month, weekday, year].map((text, i) =>
    translate(text ?? '', fields[i] ?? fields[0], i === 4),
  );
  if (parts.some((part) => part === undefined)) return undefined;
  const pattern = ['0', ...parts].join(' ');
  return isPattern(pattern) ? { kind: 'cron', pattern } : undefined;
}

function isPattern(pattern: string): boolean {
  try {
    new Cron(pattern, { paused: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

/** One field in croner's spelling; undefined when AWS would not take it. */
function translate(text: string, field: Field, weekday: boolean): string | undefined {
  if (text === '*' || (text === '?' && (weekday || field.special !== undefined))) return '*';
  if (field.special?.test(text)) return weekday ? specialDay(text, field) : text;
  const items = text.split(',').map((item) => list(item, field, weekday));
  return items.every((item) => item !== undefined) ? items.join(',') : undefined;
}

/** `6L`: the last Friday; `6#3`: the third Friday; `L`: Saturday. */
function specialDay(text: string, field: Field): string | undefined {
  if (text === 'L') return '6';
  const [, name = '', rest = ''] = /^([A-Z0-9]+?)(L|#[1-5])$/.exec(text) ?? [];
  const day = number(name, field);
  if (day === undefined) return undefined;
  return `${day - 1}#${rest === 'L' ? 'L' : rest.slice(1)}`;
}

/** `5`, `MON-FRI`, `0/15`, `8-18/2`, and steps over everything. */
function list(item: string, field: Field, weekday: boolean): string | undefined {
  const [range = '', step, ...tooMany] = item.split('/');
  if (tooMany.length > 0 || (step !== undefined && !/^\d{1,4}$/.test(step))) return undefined;
  const shift = weekday ? -1 : 0;
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0 || Number(step) === 0) return undefined;
  const from = first === '*' ? field.from : number(first, field);
  const openEnd = step !== undefined && last === undefined;
  const to = first === '*' || openEnd ? field.to : last === undefined ? from : number(last, field);
  if (from === undefined || to === undefined || from > to) return undefined;
  const span = from === to ? String(from + shift) : `${from + shift}-${to + shift}`;
  return step === undefined || from === to ? span : `${span}/${step}`;
}

function number(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return field.from + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= field.from && value <= field.to ? value : undefined;
}

export interface When {
  expression: Expression;
  /** IANA zone in which cron() and at() are read. */
  timeZone: string;
  /** First moment of a rate: StartDate, or the creation. ms. */
  base: number;
}

/** The first run later than `after` (ms), or null when there is none. */
export function nextRun(when: When, after: number): number | null {
  const { expression, timeZone, base } = when;
  switch (expression.kind) {
    case 'rate':
      return after < base
        ? base
        : base + (Math.floor((after - base) / expression.every) + 1) * expression.every;
    case 'at': {
      const at = DateTime.fromISO(expression.local, { zone: timeZone }).toMillis();
      return at > after ? at : null;
    }
    case 'cron':
      return nextCron(expression.pattern, timeZone, after);
  }
}

/** Schedules run every quarter of an hour for months. */
const crons = new Map<string, Cron>();

function cronOf(pattern: string, timezone: string): Cron {
  const key = `${pattern} ${timezone}`;
  let cron = crons.get(key);
  if (cron === undefined) {
    if (crons.size >= 1_000) crons.clear();
    cron = new Cron(pattern, { paused: true, timezone });
    crons.set(key, cron);
  }
  return cron;
}

/**
 * AWS skips a local time that does not exist in spring and runs a repeated one only once in autumn; croner moves the
 * first and repeats the second, so its candidates are looked at again.
 */
function nextCron(pattern: string, timeZone: string, after: number): number | null {
  const cron = cronOf(pattern, timeZone);
  for (let from = after; ;) {
    const candidate = cron.nextRun(new Date(from))?.getTime();
    if (candidate === undefined) return null;
    if (cron.match(new Date(candidate)) && isFirst(candidate, timeZone)) return candidate;
    from = candidate;
  }
}

/** Whether this local time comes for the first time (clocks are set back in autumn). */
function isFirst(at: number, timeZone: string): boolean {
  const both = DateTime.fromMillis(at, { zone: timeZone }).getPossibleOffsets();
  return both.every((moment) => moment.toMillis() >= at);
}
