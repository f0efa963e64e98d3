/**
 * Why AWS gives no machine, as far as the account tells: its limit of processors, the way out of its networks, and other
 * sizes that could take the job, with what they cost. Asked only of a job that is stuck.
 */
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { readGpuOffers, type GpuOffer } from '../plans/facts/gpu-offers.ts';
import { limitFor } from '../plans/facts/machine-limits.ts';
import { readMachineNetworks } from '../plans/facts/machine-networks.ts';
import { readQuota } from '../plans/facts/quota.ts';
import { readSpotNow, type SpotNowFact } from '../plans/facts/spot.ts';
import type { JobFacts, Other } from './explain.ts';

export interface Place {
  spot: boolean;
  instanceTypes: readonly string[];
  subnets: readonly string[];
}

type Asks = NonNullable<JobFacts['asks']>;

/** The limit of the account, where it is below what the job asks; null: it is enough, or nobody knows. */
export async function limitOf(
  place: Place,
  asks: Asks,
  aws: Aws,
  options: AwsCallOptions,
): Promise<Pick<JobFacts, 'quota'>> {
  const [type = ''] = place.instanceTypes;
  const known = limitFor(type, place.spot);
  if (known === undefined || asks.vcpus === null) return {};
  const { code, name } = known;
  const { limit } = await readQuota(aws, `ec2/${code}`, options);
  if (limit === null) return {};
  const need = limit < asks.vcpus ? asks.vcpus : await smallest(place, asks, aws, options);
  if (limit >= need) return {};
  return { quota: { name, code, limit, need } };
}

/** vCPUs of the smallest machine of the environment that holds the job: AWS counts whole machines. */
async function smallest(place: Place, asks: Asks, aws: Aws, options: AwsCallOptions): Promise<number> {
  const offers = await readGpuOffers(aws, options);
  const own = offers.filter(({ type }) => place.instanceTypes.includes(type));
  const counts = own.filter((offer) => holds(offer, asks)).map(({ vcpus }) => vcpus);
  return own.length === place.instanceTypes.length && counts.length > 0 ? Math.min(...counts) : 0;
}

const holds = ({ vcpus, memoryMiB, gpus }: GpuOffer, asks: Asks): boolean =>
  gpus >= (asks.gpus ?? 0) &&
  vcpus >= (asks.vcpus ?? 0) &&
  // A machine keeps a part of its memory for itself.
  memoryMiB * 0.9 >= (asks.memoryMb ?? 0);

/** Whether machines in these networks get a public address; nothing where one of them is not known. */
export async function wayOutOf(
  place: Place,
  aws: Aws,
  options: AwsCallOptions,
): Promise<Pick<JobFacts, 'publicAddress'>> {
  const { subnets } = await readMachineNetworks(aws, options);
  const ours = subnets.filter(({ id }) => place.subnets.includes(id));
  if (ours.length === 0 || ours.length < place.subnets.length) return {};
  return { publicAddress: ours.some(({ publicAddress }) => publicAddress) };
}

/** Sizes that the environment does not use yet and that fit the job, the cheapest first. */
export async function othersFor(
  place: Place,
  asks: Asks,
  aws: Aws,
  options: AwsCallOptions,
): Promise<Pick<JobFacts, 'others'>> {
  const offers = await readGpuOffers(aws, options);
  const fitting = offers.filter(
    (offer) => !place.instanceTypes.includes(offer.type) && offer.zones.length > 0 && holds(offer, asks),
  );
  if (fitting.length === 0) return {};
  const types = fitting.map(({ type }) => type).join(',');
  const prices: SpotNowFact = place.spot ? await readSpotNow(aws, types, options) : {};
  const others = fitting.flatMap(({ type }): Other[] => {
    const zones = Object.entries(prices[type] ?? {});
    const all = zones.map(([zone, usdPerHour]) => ({ instanceType: type, zone, usdPerHour }));
    return all.length > 0 ? all : [{ instanceType: type, zone: null, usdPerHour: null }];
  });
  return {
    others: others.sort((a, b) => (a.usdPerHour ?? Infinity) - (b.usdPerHour ?? Infinity)).slice(0, 3),
  };
}
