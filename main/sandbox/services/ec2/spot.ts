/**
 * DescribeSpotPriceHistory: the changes of 90 days, newest first, and the price that counted at the beginning.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
 */
import type * as sdk from '@aws-sdk/client-ec2';
import type { Call } from '../../engine/types.ts';
import { described, some } from './described.ts';
import { instanceTypes, type InstanceType } from './instance-types.ts';
import type { Network, Subnet } from './network.ts';
import { spotChanges } from './prices.ts';

const history = 90 * 86_400_000;
/** What the sandbox adds for Windows, dollars an hour and vCPU. */
const windows = 0.046;

/** A product is asked for with or without its network. */
const vpc = / \(Amazon VPC\)$/;
const products = [
  ['Linux/UNIX', 0],
  ['Windows', windows],
] as const;

type Input = sdk.DescribeSpotPriceHistoryRequest;

function rows(type: InstanceType, subnet: Subnet, input: Input, now: number): sdk.SpotPrice[] {
  const to = Math.min(input.EndTime?.getTime() ?? now, now);
  const from = Math.max(input.StartTime?.getTime() ?? 0, now - history);
  const wanted = input.ProductDescriptions?.map((name) => name.replace(vpc, ''));
  if (from > to) return [];
  const changes = spotChanges(subnet.zone, type.name, from, to);
  return products
    .filter(([name]) => wanted === undefined || wanted.length === 0 || wanted.includes(name))
    .flatMap(([name, more]) =>
      changes.map(({ at, usd }) => ({
        AvailabilityZone: subnet.zone,
        AvailabilityZoneId: subnet.zoneId,
        InstanceType: type.name as sdk._InstanceType,
        ProductDescription: name,
        SpotPrice: (usd + more * type.vcpus).toFixed(6),
        Timestamp: new Date(at),
      })),
    );
}

function all(network: Network, call: Call): sdk.SpotPrice[] {
  const input = call.input as Input;
  const named: readonly string[] = input.InstanceTypes ?? [];
  const types = instanceTypes.filter(({ name }) => named.length === 0 || named.includes(name));
  const subnets = network.subnets.filter(
    (s) =>
      (input.AvailabilityZone ?? s.zone) === s.zone && (input.AvailabilityZoneId ?? s.zoneId) === s.zoneId,
  );
  return types
    .flatMap((type) => subnets.flatMap((subnet) => rows(type, subnet, input, call.now)))
    .sort((a, b) => time(b) - time(a));
}

const time = (price: sdk.SpotPrice) => price.Timestamp?.getTime() ?? 0;

export const spotPrices = described<sdk.SpotPrice>({
  items: 'SpotPriceHistory',
  id: (p) => `${p.InstanceType ?? ''} ${p.AvailabilityZone ?? ''} ${time(p)}`,
  filters: {
    'availability-zone': (p) => some(p.AvailabilityZone),
    'availability-zone-id': (p) => some(p.AvailabilityZoneId),
    'instance-type': (p) => some(p.InstanceType),
    'product-description': (p) =>
      p.ProductDescription === undefined
        ? []
        : [p.ProductDescription, `${p.ProductDescription} (Amazon VPC)`],
    'spot-price': (p) => some(p.SpotPrice),
    timestamp: (p) => some(p.Timestamp?.toISOString()),
  },
  all,
});
