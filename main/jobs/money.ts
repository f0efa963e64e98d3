/** What the tries of a job have cost: the seconds that they ran x the prices of that time. */
import type { JobAttempt, JobDetail } from '../../preload/contract/job.ts';
import type { RunMoney } from '../../preload/contract/plan.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { hoursInMonth } from '../costs/month.ts';
import type { PriceBook } from '../costs/price-book.ts';
import { orElse } from '../failure.ts';
import { diskGb, trainingPrices } from '../wizards/gpu-training/money.ts';
import { type Described, logOf } from './details.ts';
import type { Machine, Machines } from './machines.ts';

export type Ran = Pick<JobAttempt, 'machine' | 'usdPerHour'> & { hours: number };

/** Of the unknown Spot price of a machine that nobody named. */
const someMachine = 'ec2:spot';

/** USD for tries on these machines, as if each stood alone on its machine. */
export function sumOf(ran: readonly Ran[], price: (key: string) => number | null): RunMoney {
  const unknown = new Set<string>();
  let usd = 0;
  let usual: number | null = 0;
  const add = (key: string, hourly: number | null, hours: number): number => {
    if (hourly === null) unknown.add(key);
    return hours * (hourly ?? 0);
  };
  const gb = price(trainingPrices.disk);
  for (const { machine, usdPerHour, hours } of ran) {
    const beside =
      add(trainingPrices.address, price(trainingPrices.address), hours) +
      add(trainingPrices.disk, gb === null ? null : (gb * diskGb) / hoursInMonth, hours);
    usd +=
      beside + add(machine === null ? someMachine : trainingPrices.spot(machine.type), usdPerHour, hours);
    const asked = machine === null ? null : price(trainingPrices.onDemand(machine.type));
    usual = asked === null || usual === null ? null : usual + beside + asked * hours;
  }
  const round = (sum: number) => Number(sum.toFixed(6));
  return {
    measured: { usd: round(usd), unknown: [...unknown] },
    usualUsd: usual === null ? null : round(usual),
  };
}

export interface MoneyTools {
  machines: Machines;
  prices: Pick<PriceBook, 'price' | 'lookUp'>;
  /** Keys that AWS's list was asked for and does not hold, or that could not be asked for. */
  asked: Set<string>;
}

/** Prices that the book lacks are asked of AWS's free list once. */
export async function priceOf(
  { prices, asked }: MoneyTools,
  machines: readonly Pick<Machine, 'type'>[],
  aws: Aws,
  signal: AbortSignal | undefined,
): Promise<(key: string) => number | null> {
  const { region, accountId } = aws.target;
  const price = (key: string) => prices.price(key, region, accountId)?.usd ?? null;
  const wanted = [
    trainingPrices.address,
    trainingPrices.disk,
    ...machines.map(({ type }) => trainingPrices.onDemand(type)),
  ];
  const missing = wanted.filter((key) => price(key) === null && !asked.has(`${accountId} ${region} ${key}`));
  if (missing.length === 0) return price;
  for (const key of missing) asked.add(`${accountId} ${region} ${key}`);
  // Without them the sum says what it lacks.
  await orElse(prices.lookUp(aws, missing, signal), undefined);
  return price;
}

const seconds = ({ startedAt, endedAt }: JobAttempt, now: number): number =>
  startedAt === null
    ? 0
    : Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1000;

/** The page of a job with its machines and what they cost; as it is where nobody can tell. */
export async function withMoney(
  detail: JobDetail,
  job: Described,
  aws: Aws,
  tools: MoneyTools,
  options: AwsCallOptions,
): Promise<JobDetail> {
  const ours = job.container?.environment?.some(({ name }) => name === 'MILLWRIGHT_BOOTSTRAP') === true;
  if (!ours || detail.parts !== null) return detail;
  const { group } = logOf(job);
  const now = aws.now();
  const attemptList = await Promise.all(
    detail.attemptList.map(async (one): Promise<JobAttempt> => {
      if (one.logStream === null || one.startedAt === null) return one;
      const machine = await tools.machines.of(aws, { group, stream: one.logStream }, options);
      if (machine === null) return one;
      const span = {
        from: Date.parse(one.startedAt),
        to: one.endedAt === null ? now : Date.parse(one.endedAt),
        over: one.endedAt !== null,
      };
      const usdPerHour = await tools.machines.price(aws, machine, span, options);
      const usd = usdPerHour === null ? null : Number(((usdPerHour * seconds(one, now)) / 3600).toFixed(6));
      return { ...one, machine, usdPerHour, usd };
    }),
  );
  const known = attemptList.flatMap(({ machine }) => machine ?? []);
  const price = await priceOf(tools, known, aws, options.signal);
  const ran = attemptList
    .filter(({ startedAt }) => startedAt !== null)
    .map((one) => ({ ...one, hours: seconds(one, now) / 3600 }));
  const money = ran.length === 0 ? null : sumOf(ran, price);
  const current = attemptList.findLast(({ outcome }) => outcome === 'running');
  const hour = current && whole(sumOf([{ ...current, hours: 1 }], price));
  return {
    ...detail,
    attemptList,
    money,
    machine: {
      ...detail.machine,
      instanceType: attemptList.at(-1)?.machine?.type ?? detail.machine.instanceType,
    },
    ...(hour !== undefined && { usdPerHour: hour }),
    ...(money !== null && { usdSoFar: whole(money) }),
  };
}

/** A sum that lacks something is none. */
const whole = ({ measured }: RunMoney): number | null =>
  measured.unknown.length === 0 ? measured.usd : null;
