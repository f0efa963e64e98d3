import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';

/** An instant, ISO 8601 with a zone. */
export const until = z.iso.datetime({ offset: true, error: 'plan.problem.until' });

export const hours = z
  .number('plan.problem.hours')
  .min(1, 'plan.problem.hours')
  .max(24, 'plan.problem.hours');

/** The evening stop may be put off by a day at most: what has no end is asked for in another way. */
const mostMs = 24 * 3_600_000;

export function untilProblem(at: string | undefined, now: number): Message[] {
  if (at === undefined) return [];
  const ms = Date.parse(at);
  if (ms <= now) return [message('plan.notebook.until.past', { until: { time: at } })];
  return ms - now > mostMs ? [message('plan.notebook.until.far', { until: { time: at } })] : [];
}
