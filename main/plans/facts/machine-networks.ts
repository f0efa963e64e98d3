/** Where machines of the account's own may stand. Two requests. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

export const MachineNetworksFact = z.strictObject({
  subnets: z.array(
    z.strictObject({
      id: z.string(),
      zone: z.string(),
      vpc: z.string(),
      /** Its `Name` tag, or its address range. */
      name: z.string(),
      defaultNetwork: z.boolean(),
      /** Machines get a public address, without which they need another way to AWS. */
      publicAddress: z.boolean(),
    }),
  ),
  /** By network: its default security group, which lets nothing in from outside. */
  groups: z.record(z.string(), z.string()),
});
export type MachineNetworksFact = z.infer<typeof MachineNetworksFact>;

export async function readMachineNetworks(aws: Aws, options: AwsCallOptions): Promise<MachineNetworksFact> {
  const found: MachineNetworksFact = { subnets: [], groups: {} };
  for await (const page of aws.pages('ec2', 'DescribeSubnets', {}, options))
    for (const subnet of page.Subnets ?? [])
      found.subnets.push({
        id: subnet.SubnetId ?? '',
        zone: subnet.AvailabilityZone ?? '',
        vpc: subnet.VpcId ?? '',
        name: subnet.Tags?.find((tag) => tag.Key === 'Name')?.Value ?? subnet.CidrBlock ?? '',
        defaultNetwork: subnet.DefaultForAz ?? false,
        publicAddress: subnet.MapPublicIpOnLaunch ?? false,
      });
  const Filters = [{ Name: 'group-name', Values: ['default'] }];
  for await (const page of aws.pages('ec2', 'DescribeSecurityGroups', { Filters }, options))
    for (const group of page.SecurityGroups ?? []) found.groups[group.VpcId ?? ''] = group.GroupId ?? '';
  found.subnets.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found;
}
