import type { Instance } from '@aws-sdk/client-ec2';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { failedWith } from '../../failure.ts';
import { readSpotNow, type SpotNowFact } from '../../plans/facts/spot.ts';
import type { Collector } from '../collector.ts';
import type { Thing } from '../thing.ts';

export const machineType = 'AWS::EC2::Instance';

/** AWS bills a machine by the second from when it begins until it is told to end. */
const billed = new Set(['pending', 'running']);
const there = ['pending', 'running', 'stopping', 'shutting-down', 'stopped'];

function machineThing(instance: Instance, region: string, now: number, spot: SpotNowFact): Thing {
  const { InstanceId = '', InstanceType: type = 'unknown', LaunchTime, State, Placement } = instance;
  const status = State?.Name ?? 'unknown';
  const begun = (LaunchTime ?? new Date(now)).toISOString();
  const zone = Placement?.AvailabilityZone ?? '';
  const isSpot = instance.InstanceLifecycle === 'spot';
  const usd = spot[type]?.[zone];
  const name = instance.Tags?.find(({ Key }) => Key === 'Name')?.Value;
  return {
    type: machineType,
    name: InstanceId,
    arn: `arn:aws:ec2:${region}:instance/${InstanceId}`,
    region,
    status,
    since: begun,
    createdAt: begun,
    hourly: billed.has(status)
      ? [
          isSpot
            ? { priceKey: `ec2:spot:${type}`, quantity: 1, ...(usd !== undefined && { usd }) }
            : { priceKey: `ec2:on-demand:${type}`, quantity: 1 },
        ]
      : [],
    monthly: [],
    details: {
      instanceType: type,
      zone,
      ...(isSpot && { spot: 'yes' }),
      ...(name !== undefined && { name }),
    },
  };
}

const regionOf = (aws: Aws, options: AwsCallOptions): string => options.region ?? aws.target.region;

async function things(aws: Aws, found: readonly Instance[], options: AwsCallOptions): Promise<Thing[]> {
  const onSpot = found.flatMap(({ InstanceLifecycle, InstanceType, State }) =>
    InstanceLifecycle === 'spot' && billed.has(State?.Name ?? '') ? [InstanceType ?? ''] : [],
  );
  const spot = onSpot.length === 0 ? {} : await spotOf(aws, [...new Set(onSpot)], options);
  return found.map((instance) => machineThing(instance, regionOf(aws, options), aws.now(), spot));
}

/** Prices that may not be seen leave the machines in the list, with a "?". */
async function spotOf(aws: Aws, types: string[], options: AwsCallOptions): Promise<SpotNowFact> {
  try {
    return await readSpotNow(aws, types.join(','), options);
  } catch (error) {
    if (failedWith(error, 'permission.denied', 'permission.deniedExplicitly')) return {};
    throw error;
  }
}

/** Machines of EC2, those of AWS Batch and all others: one request per 1000, and one for Spot prices where one is on Spot. */
export const machines: Collector = {
  type: machineType,
  of: 'machines',
  narrows: false,
  async collect(aws, options) {
    const found: Instance[] = [];
    const input = { Filters: [{ Name: 'instance-state-name', Values: there }], MaxResults: 1000 };
    for await (const page of aws.pages('ec2', 'DescribeInstances', input, options))
      found.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances));
    return things(aws, found, options);
  },
  async one(aws, name, options) {
    try {
      const { Reservations = [] } = await aws.call(
        'ec2',
        'DescribeInstances',
        { InstanceIds: [name] },
        options,
      );
      const [thing] = await things(aws, Reservations[0]?.Instances ?? [], options);
      return thing ?? null;
    } catch (error) {
      if (failedWith(error, 'resource.notFound')) return null;
      throw error;
    }
  },
};
