/**
 * What a thing has cost as far as it was watched: hours in a billed status x price. AWS tells when the present status
 * began, so spans that passed while the program was closed are counted as long as no status in between was missed.
 */
import { z } from 'zod';
import type { Thing } from '../inventory/thing.ts';

const Span = z.strictObject({ from: z.string(), to: z.string(), usdPerHour: z.number().nullable() });
type Span = z.infer<typeof Span>;

export const Spent = z.strictObject({
  /** USD of spans that ended more than two days ago. */
  earlier: z.number(),
  /** A span of `earlier` had no price; every sum over it is unknown. */
  earlierUnknown: z.boolean(),
  /** Spans that ended in the last two days, oldest first. */
  recent: z.array(Span),
  /** The span that runs, if the present status is billed. */
  open: z.strictObject({ since: z.string(), usdPerHour: z.number().nullable() }).nullable(),
});
export type Spent = z.infer<typeof Spent>;

export const nothingSpent: Spent = { earlier: 0, earlierUnknown: false, recent: [], open: null };

const twoDays = 48 * 3_600_000;

/** Price of a thing's hour, USD; null when a part of it is unknown; 0 when nothing is billed by the hour. */
export function hourlyPrice(
  thing: Pick<Thing, 'hourly'>,
  price: (key: string) => number | null,
): number | null {
  let sum = 0;
  for (const item of thing.hourly) {
    const unit = item.usd ?? price(item.priceKey);
    if (unit === null) return null;
    sum += unit * item.quantity;
  }
  return sum;
}

/** The account after one more look at the thing at `now`. */
export function observe(
  before: Spent,
  thing: Pick<Thing, 'since' | 'hourly'>,
  usdPerHour: number | null,
  now: string,
): Spent {
  const billed = thing.hourly.length > 0;
  const { open } = before;
  if (billed && open?.since === thing.since && open.usdPerHour === usdPerHour) return before;
  // A new price while the status stayed counts from now on; a new status counts from when AWS says it began.
  const boundary = billed && open?.since === thing.since ? now : thing.since;
  const after = fold(end(before, boundary), now);
  return { ...after, open: billed ? { since: boundary, usdPerHour } : null };
}

/** The account of a thing that is no longer there; null when nothing of the last two days is left to tell. */
export function gone(before: Spent, now: string): Spent | null {
  const after = fold(end(before, now), now);
  return after.recent.length > 0 ? after : null;
}

/** USD between two instants; null when a part has no price. Spans folded away count when `from` is null. */
export function usdBetween(spent: Spent, from: string | null, to: string): number | null {
  if (from === null && spent.earlierUnknown) return null;
  const spans = spent.open
    ? [...spent.recent, { from: spent.open.since, to, usdPerHour: spent.open.usdPerHour }]
    : spent.recent;
  let sum = from === null ? spent.earlier : 0;
  for (const span of spans) {
    const hours = overlap(span, from ?? span.from, to);
    if (hours === 0) continue;
    if (span.usdPerHour === null) return null;
    sum += hours * span.usdPerHour;
  }
  return sum;
}

function end(before: Spent, at: string): Spent {
  const { open } = before;
  if (!open) return before;
  const to = Date.parse(at) > Date.parse(open.since) ? at : open.since;
  return {
    ...before,
    recent: [...before.recent, { from: open.since, to, usdPerHour: open.usdPerHour }],
    open: null,
  };
}

function fold(spent: Spent, now: string): Spent {
  const isOld = (span: Span) => Date.parse(span.to) < Date.parse(now) - twoDays;
  const old = spent.recent.filter(isOld);
  if (old.length === 0) return spent;
  return {
    ...spent,
    recent: spent.recent.filter((span) => !isOld(span)),
    earlier: old.reduce(
      (sum, span) => sum + overlap(span, span.from, span.to) * (span.usdPerHour ?? 0),
      spent.earlier,
    ),
    earlierUnknown: spent.earlierUnknown || old.some((span) => span.usdPerHour === null),
  };
}

function overlap(span: Span, from: string, to: string): number {
  const begin = Math.max(Date.parse(span.from), Date.parse(from));
  return Math.max(0, Math.min(Date.parse(span.to), Date.parse(to)) - begin) / 3_600_000;
}
