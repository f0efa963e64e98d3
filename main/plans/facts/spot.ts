/**
 * What Spot machines cost, now and in the last 90 days, which is as far as AWS tells.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html: a start time of now gives the
 * price that holds now in each zone. Free.
 */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/** By type: USD an hour by zone. */
export const SpotNowFact = z.record(z.string(), z.record(z.string(), z.number()));
export type SpotNowFact = z.infer<typeof SpotNowFact>;

/** By type: the zone that asks least now; oldest first, at most 60 points, each the mean of a stretch of time. */
export const SpotHistoryFact = z.record(
  z.string(),
  z.strictObject({
    zone: z.string(),
    points: z.array(z.strictObject({ at: z.string(), usd: z.number() })).max(60),
  }),
);
export type SpotHistoryFact = z.infer<typeof SpotHistoryFact>;

const historyMs = 90 * 24 * 3_600_000;
const points = 60;
/** A busy region has more changes than a small chart shows: pages come newest first, and the oldest are left out. */
const mostPages = 10;

interface Seen {
  type: string;
  zone: string;
  usd: number;
  at: number;
}

async function* prices(
  aws: Aws,
  types: readonly string[],
  [from, to]: [number, number],
  options: AwsCallOptions,
): AsyncIterable<Seen[]> {
  const input = {
    InstanceTypes: [...types] as never[],
    ProductDescriptions: ['Linux/UNIX'],
    StartTime: new Date(from),
    EndTime: new Date(to),
  };
  for await (const page of aws.pages('ec2', 'DescribeSpotPriceHistory', input, options))
    yield (page.SpotPriceHistory ?? []).flatMap((one) => {
      const usd = Number(one.SpotPrice ?? Number.NaN);
      const [type, zone, at] = [one.InstanceType, one.AvailabilityZone, one.Timestamp?.getTime()];
      return type === undefined || zone === undefined || at === undefined || !Number.isFinite(usd)
        ? []
        : [{ type, zone, usd, at }];
    });
}

/** `subject`: types with commas between them. */
export async function readSpotNow(aws: Aws, subject: string, options: AwsCallOptions): Promise<SpotNowFact> {
  const now = aws.now();
  const latest = new Map<string, Seen>();
  for await (const page of prices(aws, subject.split(','), [now, now], options))
    for (const seen of page) {
      const place = `${seen.type} ${seen.zone}`;
      if ((latest.get(place)?.at ?? 0) <= seen.at) latest.set(place, seen);
    }
  const found: SpotNowFact = {};
  for (const { type, zone, usd } of [...latest.values()].sort((a, b) => (a.zone < b.zone ? -1 : 1)))
    (found[type] ??= {})[zone] = usd;
  return found;
}

/** `subject`: types with commas between them; after a colon the zones that count, all where none is named. */
export async function readSpotHistory(
  aws: Aws,
  subject: string,
  options: AwsCallOptions,
): Promise<SpotHistoryFact> {
  const to = aws.now();
  const [types = '', zones = ''] = subject.split(':', 2);
  const inZones = zones === '' ? null : new Set(zones.split(','));
  const all: Seen[] = [];
  let pages = 0;
  for await (const page of prices(aws, types.split(','), [to - historyMs, to], options)) {
    for (const one of page) if (inZones?.has(one.zone) !== false) all.push(one);
    pages += 1;
    if (pages === mostPages) break;
  }
  const found = [...new Set(all.map(({ type }) => type))].sort();
  return Object.fromEntries(
    found.map((type) => {
      const seen = all.filter((one) => one.type === type);
      const zone = cheapestZone(seen);
      return [
        type,
        {
          zone,
          points: thinned(
            seen.filter((one) => one.zone === zone),
            to - historyMs,
            to,
          ),
        },
      ];
    }),
  );
}

/** By the last price of each zone. */
function cheapestZone(seen: readonly Seen[]): string {
  const last = new Map<string, Seen>();
  for (const one of seen) if ((last.get(one.zone)?.at ?? -1) < one.at) last.set(one.zone, one);
  const [cheapest] = [...last.values()].sort((a, b) => a.usd - b.usd || (a.zone < b.zone ? -1 : 1));
  return cheapest?.zone ?? '';
}

/** One point for each of 60 equal stretches of time in which a price was told. */
export function thinned(
  seen: readonly Pick<Seen, 'at' | 'usd'>[],
  from: number,
  to: number,
): SpotHistoryFact[string]['points'] {
  const stretch = (to - from) / points;
  const held = new Map<number, { sum: number; count: number }>();
  for (const { at, usd } of seen) {
    // The price that held when the 90 days began was set before.
    const index = Math.min(points - 1, Math.max(0, Math.floor((at - from) / stretch)));
    const { sum, count } = held.get(index) ?? { sum: 0, count: 0 };
    held.set(index, { sum: sum + usd, count: count + 1 });
  }
  return [...held]
    .sort(([a], [b]) => a - b)
    .map(([index, { sum, count }]) => ({
      at: new Date(from + (index + 0.5) * stretch).toISOString(),
      usd: Math.round((sum / count) * 1e6) / 1e6,
    }));
}
