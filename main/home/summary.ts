/** Home's answer to "what costs money now?", from the last look at the account. Pure. */
import type { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { CostRow } from '../../preload/contract/domains/home.ts';
import type { Amount } from '../../preload/contract/plan.ts';
import { hoursInMonth } from '../costs/month.ts';
import { hourlyPrice, usdBetween } from '../costs/spent.ts';
import type { InventorySnapshot } from '../inventory/snapshot.ts';
import type { Thing } from '../inventory/thing.ts';

/** A plan that one press makes. */
export interface Operation {
  source: string;
  answers: Record<string, string>;
}

/** When a thing ends by itself, and how it is stopped; given by the room that knows the kind of thing. */
export interface EndOf {
  endsAt: string | null;
  /** It ends, at no time that can be told; this says when. */
  ends?: Message;
  /** Whether it has an end could not be seen. */
  notKnown?: boolean;
  /** It has an evening stop, and what would carry it out is gone. */
  unguarded?: boolean;
  /** Hours that it runs in a month with this end. */
  hoursPerMonth: number;
  stop: Operation | null;
  /** How it is let run longer; null: it cannot. */
  extend: Operation | null;
  kind: Message;
  ours: boolean;
}

export interface CostNow {
  rows: z.input<typeof CostRow>[];
  count: number;
  perHour: Amount;
  todaySoFar: Amount;
  todayByMidnight: Amount;
  monthIfForgotten: Amount;
}

interface Clock {
  now: number;
  /** Start and end of the person's day, ms. */
  dayStart: number;
  dayEnd: number;
}

/** `most`: so many rows, the dearest; the sums are over all. */
export function costNow(
  snapshot: InventorySnapshot,
  clock: Clock,
  price: (key: string, region: string) => number | null,
  endOf: (thing: Thing) => EndOf,
  most = Infinity,
): CostNow {
  const perHour = sum();
  const todaySoFar = sum();
  const todayByMidnight = sum();
  const monthIfForgotten = sum();
  const rows: { thing: Thing; usdPerHour: number | null; end: EndOf }[] = [];
  const today = { from: new Date(clock.dayStart).toISOString(), to: new Date(clock.now).toISOString() };
  for (const [key, spent] of Object.entries(snapshot.spent)) {
    const usd = usdBetween(spent, today.from, today.to);
    todaySoFar.add(key, usd);
    todayByMidnight.add(key, usd);
  }
  for (const thing of snapshot.things) {
    if (thing.hourly.length === 0) continue;
    const usdPerHour = hourlyPrice(thing, (key) => price(key, thing.region));
    const end = endOf(thing);
    const endsAt = end.endsAt === null ? clock.dayEnd : Math.min(clock.dayEnd, Date.parse(end.endsAt));
    perHour.add(thing.name, usdPerHour);
    todayByMidnight.add(thing.name, scale(usdPerHour, Math.max(0, endsAt - clock.now) / 3_600_000));
    monthIfForgotten.add(thing.name, scale(usdPerHour, end.hoursPerMonth));
    rows.push({ thing, usdPerHour, end });
  }
  rows.sort((a, b) => (b.usdPerHour ?? Infinity) - (a.usdPerHour ?? Infinity) || 0);
  return {
    rows: rows.slice(0, most).map(({ thing, usdPerHour, end }) => costRow(thing, usdPerHour, end)),
    count: rows.length,
    perHour: perHour.amount(),
    todaySoFar: todaySoFar.amount(),
    todayByMidnight: todayByMidnight.amount(),
    monthIfForgotten: monthIfForgotten.amount(),
  };
}

function costRow(thing: Thing, usdPerHour: number | null, end: EndOf): z.input<typeof CostRow> {
  return {
    kind: thing.type,
    name: thing.name,
    region: thing.region,
    says: end.kind,
    usdPerHour,
    ends:
      end.ends !== undefined
        ? end.ends
        : end.notKnown === true
          ? message('home.ends.notKnown')
          : end.endsAt === null
            ? message('home.ends.never', { month: { money: scale(usdPerHour, hoursInMonth) } })
            : message('home.ends.at', { at: { time: end.endsAt } }),
    noEnd: end.endsAt === null && end.ends === undefined && end.notKnown !== true,
    stop: end.stop,
    ours: end.ours,
  };
}

const scale = (usd: number | null, by: number): number | null => (usd === null ? null : usd * by);

/** So many things without a price are named; of an account full of them a person reads the number. */
const mostNamed = 5;

/** Sums amounts; unknown ones are named and not counted as zero. */
function sum() {
  let usd = 0;
  const unknown = new Set<string>();
  return {
    add(name: string, amount: number | null) {
      if (amount === null) unknown.add(name);
      else usd += amount;
    },
    amount(): Amount {
      const more = unknown.size - mostNamed;
      return { usd, unknown: [...unknown].slice(0, mostNamed), ...(more > 0 && { more }) };
    },
  };
}
