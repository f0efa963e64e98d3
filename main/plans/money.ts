/** What a plan costs. Sums never guess: what has no price is listed as unknown and shown as "+ ?". */
import type { Amount, Cost, CostLine } from '../../preload/contract/plan.ts';
import { hoursInMonth } from '../costs/month.ts';
import type { PlanDraft } from './source.ts';

type Term = [line: CostLine, times: number];

const isHourly = (line: CostLine) => line.unit === 'hour';
const isMonthly = (line: CostLine) => line.unit === 'gb-month' || line.unit === 'month';

/** The sum of lines, each so many times; lines of which there is nothing cost nothing, whatever their price. */
export function sum(terms: readonly Term[]): Amount {
  const unknown = new Set<string>();
  let usd = 0;
  for (const [line, times] of terms) {
    const quantity = line.quantity * times;
    if (quantity === 0) continue;
    if (line.unitPrice === null) unknown.add(line.priceKey);
    else usd += line.unitPrice * quantity;
  }
  // A hundred-thousandth of a cent; keeps sums of floats the same on every machine.
  return { usd: Math.round(usd * 1e7) / 1e7, unknown: [...unknown] };
}

export function costOf(
  {
    costLines: lines,
    hours,
    worst = { hours: hoursInMonth, lines },
    assumptions,
  }: Pick<PlanDraft, 'costLines' | 'hours' | 'worst' | 'assumptions'>,
  pricesAsOf: string | null,
): Cost {
  const hourly = (times: number, of = lines) => of.filter(isHourly).map((line): Term => [line, times]);
  const monthlyOf = (of: CostLine[]) => of.filter(isMonthly).map((line): Term => [line, 1]);
  const monthly = monthlyOf(lines);
  return {
    lines,
    perHour: sum(hourly(1)),
    ...(hours.today !== null && { today: sum(hourly(hours.today)) }),
    perDay: sum(hourly(24)),
    monthIfForgotten: sum([...hourly(hours.month ?? hoursInMonth), ...monthly]),
    worstMonth: sum([...hourly(worst.hours, worst.lines), ...monthlyOf(worst.lines)]),
    assumptions,
    pricesAsOf,
  };
}
