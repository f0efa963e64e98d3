/**
 * When the evening stop of a notebook comes next, read back from the parameters of its stack. The expressions are those
 * of EventBridge Scheduler: `cron(minutes hours day-of-month month day-of-week year)` in an IANA time zone.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
import { Cron } from 'croner';

export interface Evening {
  /** When it fires next, ISO. */
  next: string;
  /** The time of day that it begins at, `19:00`. */
  at: string;
  timeZone: string;
  /** An extension: nothing fires before. */
  notBefore: string | null;
}

/** Null: the stack has no evening stop, or one that this version does not read. */
export function evening(parameters: Record<string, string>, now: number): Evening | null {
  const timeZone = parameters.EveningTimeZone ?? 'UTC';
  const notBefore = parameters.EveningNotBefore ? parameters.EveningNotBefore : null;
  const from = new Date(Math.max(now, notBefore === null ? 0 : Date.parse(notBefore)) - 1);
  const expressions = [parameters.EveningStop, parameters.EveningStopNight].filter((e): e is string => !!e);
  const nexts = expressions
    .map((expression) => nextOf(expression, timeZone, from))
    .filter((next) => next !== null);
  const [first] = expressions;
  if (first === undefined || nexts.length === 0) return null;
  const next = new Date(Math.min(...nexts.map((date) => date.getTime())));
  return { next: next.toISOString(), at: beginOf(first), timeZone, notBefore };
}

function fieldsOf(expression: string): string[] {
  const inside = /^cron\((.*)\)$/.exec(expression)?.[1] ?? '';
  return inside.split(' ').map((field) => (field === '?' ? '*' : field));
}

function nextOf(expression: string, timeZone: string, from: Date): Date | null {
  const [minutes, hours, day, month, weekday] = fieldsOf(expression);
  if (weekday === undefined) return null;
  return new Cron(`${minutes} ${hours} ${day} ${month} ${weekday}`, { timezone: timeZone }).nextRun(from);
}

/** `0/15 19-23,0-5` begins at 19:00. */
function beginOf(expression: string): string {
  const [minutes = '0', hours = '0'] = fieldsOf(expression);
  const first = (field: string) => String(Number.parseInt(field, 10)).padStart(2, '0');
  return `${first(hours)}:${first(minutes)}`;
}
