/**
 * On which machines the tries of a training ran, and what those cost on Spot. Batch does not tell the machine, and EC2
 * forgets it an hour after its end: the start program says it in the first line of the log, which stays for 90 days
 * (docs/training.md, "What it says").
 */
import type { RunAttempt } from '../../preload/contract/plan.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { orElse } from '../failure.ts';
import type { LogPlace } from '../logs/log-book.ts';
import { plainLine } from '../logs/plain-line.ts';

export type Machine = NonNullable<RunAttempt['machine']>;

const said = /^millwright: Attempt \d+ of job .*, on ([a-z][\w-]*\.[\w-]+) in ([a-z]{2}-[a-z-]+-\d[a-z])$/;
/** The image may print a little before the program begins. */
const firstLines = 20;

/** The machine that the first lines of a log name. */
export function machineIn(lines: readonly string[]): Machine | null {
  for (const line of lines) {
    const [, type, zone] = said.exec(line.trimEnd()) ?? [];
    if (type !== undefined && zone !== undefined) return { type, zone };
  }
  return null;
}

export interface PriceChange {
  /** ms since 1970. */
  at: number;
  usd: number;
}

/** Mean of prices that changed, USD/h; the first one counts from the beginning. Null: there is none. */
export function meanPrice(changes: readonly PriceChange[], from: number, to: number): number | null {
  const sorted = [...changes].sort((a, b) => a.at - b.at);
  const last = sorted.at(-1);
  if (last === undefined) return null;
  if (to <= from) return last.usd;
  let sum = 0;
  sorted.forEach(({ at, usd }, index) => {
    const begin = index === 0 ? from : Math.max(from, at);
    const end = Math.min(to, sorted[index + 1]?.at ?? to);
    sum += usd * Math.max(0, end - begin);
  });
  return sum / (to - from);
}

export interface Machines {
  /** Null: the log does not say it, or may not be read. */
  of(aws: Aws, place: LogPlace, options: AwsCallOptions): Promise<Machine | null>;
  /** USD/h on Spot, the mean from `from` to `to` (ms). Null: AWS does not tell. */
  price(
    aws: Aws,
    machine: Machine,
    span: { from: number; to: number; over: boolean },
    options: AwsCallOptions,
  ): Promise<number | null>;
}

/** Many more than a person opens. */
const mostKept = 2_000;
/** A price that still runs is asked for again so often, ms. */
const pricedFor = 300_000;

/** Remembers what cannot change. Parts that are refused are null, and asked again the next time. */
export function openMachines(): Machines {
  const machines = new Map<string, Machine>();
  const prices = new Map<string, { usd: number | null; at: number; over: boolean }>();
  const keep = <V>(map: Map<string, V>, key: string, value: V): V => {
    const [oldest] = map.keys();
    if (map.size >= mostKept && oldest !== undefined) map.delete(oldest);
    map.set(key, value);
    return value;
  };
  const where = ({ target }: Aws) => `${target.accountId} ${target.region}`;
  return {
    async of(aws, { group, stream }, options) {
      const key = `${where(aws)} ${group} ${stream}`;
      const known = machines.get(key);
      if (known !== undefined) return known;
      const input = { logGroupName: group, logStreamName: stream, startFromHead: true, limit: firstLines };
      const page = await orElse(aws.call('logs', 'GetLogEvents', input, options), undefined);
      const found = machineIn((page?.events ?? []).map(({ message = '' }) => plainLine(message)));
      return found === null ? null : keep(machines, key, found);
    },
    async price(aws, machine, { from, to, over }, options) {
      const key = `${where(aws)} ${machine.type} ${machine.zone} ${from}`;
      const known = prices.get(key);
      if (known?.over === true || (known !== undefined && !over && to - known.at < pricedFor))
        return known.usd;
      const changes = await orElse(changesOf(aws, machine, from, to, options), undefined);
      if (changes === undefined) return null;
      return keep(prices, key, { usd: meanPrice(changes, from, to), at: to, over }).usd;
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html: with the price at the beginning. */
async function changesOf(
  aws: Aws,
  { type, zone }: Machine,
  from: number,
  to: number,
  options: AwsCallOptions,
): Promise<PriceChange[]> {
  const input = {
    InstanceTypes: [type] as never[],
    AvailabilityZone: zone,
    ProductDescriptions: ['Linux/UNIX'],
    StartTime: new Date(from),
    EndTime: new Date(to),
  };
  const changes: PriceChange[] = [];
  for await (const page of aws.pages('ec2', 'DescribeSpotPriceHistory', input, options))
    for (const { SpotPrice, Timestamp } of page.SpotPriceHistory ?? []) {
      const usd = Number(SpotPrice ?? Number.NaN);
      if (Number.isFinite(usd)) changes.push({ at: Timestamp?.getTime() ?? from, usd });
    }
  return changes;
}
