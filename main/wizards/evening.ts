/**
 * The evening stop: EventBridge Scheduler acts every 15 minutes from the end time on for almost eleven hours, so that a
 * notebook that was still being prepared at the end time is stopped later. Extending moves the schedule's StartDate.
 * Cron expressions: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
import { DateTime, IANAZone } from 'luxon';

export interface Evening {
  /** `19:00`, on a quarter of an hour. */
  at: string;
  /** IANA zone. */
  timeZone: string;
}

const quarterMs = 15 * 60_000;
/** Full hours after the end hour in which the stop is still tried. */
const hoursAfter = 10;
/** A stop closer than this is near: who starts now is asked until when. */
const nearMs = 60 * 60_000;

export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name);

function parts(at: string): { hour: number; minute: number } {
  const [hour = '0', minute = '0'] = at.split(':');
  return { hour: Number(hour), minute: Number(minute) };
}

/** `19-23,0-5`: `count + 1` hours from `first` on, over midnight. */
function hourField(first: number, count: number): string {
  const from = first % 24;
  const to = from + count;
  const span = (a: number, b: number) => (a === b ? String(a) : `${a}-${b}`);
  return to < 24 ? span(from, to) : `${span(from, 23)},${span(0, to - 24)}`;
}

/**
 * The two schedules of the template. One expression says a full hour whole; an end time inside an hour needs a second
 * one for the rest of the night (empty otherwise).
 */
export function eveningCron({ at }: Evening): { evening: string; night: string } {
  const { hour, minute } = parts(at);
  if (minute === 0) return { evening: `cron(0/15 ${hourField(hour, hoursAfter)} * * ? *)`, night: '' };
  return {
    evening: `cron(${minute}/15 ${hour} * * ? *)`,
    night: `cron(0/15 ${hourField(hour + 1, hoursAfter - 1)} * * ? *)`,
  };
}

/** The evening stop that these two parameters of a stack mean; undefined if there is none or it is not ours. */
export function eveningOf(expression: string | undefined, timeZone: string | undefined): Evening | undefined {
  const found = /^cron\((\d{1,2})\/15 (\d{1,2})[-, ]/.exec(expression ?? '');
  if (!found || timeZone === undefined || !isTimeZone(timeZone)) return undefined;
  const two = (text: string | undefined) => (text ?? '0').padStart(2, '0');
  return { at: `${two(found[2])}:${two(found[1])}`, timeZone };
}

function stopsAt({ at, timeZone }: Evening, ms: number): boolean {
  const { hour, minute } = parts(at);
  const local = DateTime.fromMillis(ms, { zone: timeZone });
  const hours = (local.hour - hour + 24) % 24;
  return hours === 0 ? local.minute >= minute : hours <= hoursAfter;
}

/** First instant (ms) at or after `from` at which the stop acts; `notBefore` is the schedule's StartDate. */
export function nextStop(evening: Evening, from: number, notBefore = 0): number {
  let ms = Math.ceil(Math.max(from, notBefore) / quarterMs) * quarterMs;
  // Two days hold the longest gap, also over a change of the clocks.
  for (let tries = 0; tries < 2 * 96 && !stopsAt(evening, ms); tries += 1) ms += quarterMs;
  return ms;
}

/** Whether a notebook started now would be stopped within the hour. */
export function isNear(evening: Evening, now: number, notBefore = 0): boolean {
  return nextStop(evening, now, notBefore) - now < nearMs;
}

/** `now` plus so many hours, on the next quarter of an hour. */
export function hoursFrom(now: number, hours: number): number {
  return Math.ceil((now + hours * 3_600_000) / quarterMs) * quarterMs;
}

/** As CloudFormation's AWS::Scheduler::Schedule StartDate wants it. */
export const startDate = (ms: number): string => new Date(ms).toISOString();
