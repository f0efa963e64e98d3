/** What a plan costs, in US dollars, line by line and in sums. */
import { z } from 'zod';
import { Message } from './message.ts';

export { hoursInMonth, runsByTheHour, unknownIn } from './plain.ts';

/**
 * Amounts in US dollars. `unknown` lists what has no price, or the first of it with the number of the others in `more`; a
 * sum with unknowns is shown as "$1.20 + ?".
 */
export const Amount = z.strictObject({
  usd: z.number(),
  unknown: z.array(z.string()),
  more: z.number().int().positive().optional(),
});
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
