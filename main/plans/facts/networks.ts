import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/** A subnet that a notebook may stand in. */
export const NetworkFact = z.strictObject({
  id: z.string(),
  zone: z.string(),
  /** Its `Name` tag, or its address range. */
  name: z.string(),
  /** Part of the account's default network. */
  defaultNetwork: z.boolean(),
});
export type NetworkFact = z.infer<typeof NetworkFact>;

export async function readNetworks(aws: Aws, options: AwsCallOptions): Promise<NetworkFact[]> {
  const subnets: NetworkFact[] = [];
  for await (const page of aws.pages('ec2', 'DescribeSubnets', {}, options))
    for (const subnet of page.Subnets ?? [])
      subnets.push({
        id: subnet.SubnetId ?? '',
        zone: subnet.AvailabilityZone ?? '',
        name: subnet.Tags?.find((tag) => tag.Key === 'Name')?.Value ?? subnet.CidrBlock ?? '',
        defaultNetwork: subnet.DefaultForAz ?? false,
      });
  return subnets;
}
