/** What a plan costs, in US dollars, line by line and in sums. */
import { z } from 'zod';
import { Message } from './message.ts';

/** A month of a thing that never stops, in hours: 365 days / 12, as AWS's own pages count. */
export const hoursInMonth = 730;

/** Amounts in US dollars. `unknown` lists what has no price; a sum with unknowns is shown as "$1.20 + ?". */
export const Amount = z.strictObject({ usd: z.number(), unknown: z.array(z.string()) });
export type Amount = z.infer<typeof Amount>;

export const CostLine = z.strictObject({
  says: Message,
  /** Key of the price book, for example `sagemaker:notebook:ml.t3.medium`. */
  priceKey: z.string(),
  unit: z.enum(['hour', 'gb-month', 'request', 'month', 'gb']),
  quantity: z.number(),
  /** USD for one unit; null is unknown. */
  unitPrice: z.number().nullable(),
  /** Billed also while the thing is stopped. */
  alsoStopped: z.boolean(),
});
export type CostLine = z.infer<typeof CostLine>;

export const Cost = z.strictObject({
  lines: z.array(CostLine),
  perHour: Amount,
  /** Until the end that is set, today. */
  today: Amount.optional(),
  perDay: Amount,
  /** A month with the ends that are set. */
  monthIfForgotten: Amount,
  /** A month when the ends fail. */
  worstMonth: Amount,
  assumptions: z.array(Message),
  pricesAsOf: z.string().nullable(),
});
export type Cost = z.infer<typeof Cost>;

/** What is left after a stop or an upload is billed by the month only: such a plan has no hour, end or worst case. */
export const runsByTheHour = (cost: Cost): boolean =>
  cost.lines.some((line) => line.unit === 'hour') || cost.perHour.usd > 0 || cost.perHour.unknown.length > 0;
