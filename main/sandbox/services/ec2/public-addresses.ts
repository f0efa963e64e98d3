/** Whether machines of a subnet get a public address: they do until somebody says otherwise. */
import type * as sdk from '@aws-sdk/client-ec2';
import type { Kind, SandboxAccount } from '../../engine/types.ts';
import { operation } from '../shared/operation.ts';
import { notModelled } from '../../engine/perform.ts';
import { unknown } from './described.ts';
import { networkOf } from './network.ts';

interface Closed {
  id: string;
}

const closedKind: Kind<Closed> = {
  name: 'ec2/subnet-without-addresses',
  scope: 'region',
  record: true,
  key: ({ id }) => id,
};

export const hasPublicAddresses = (account: SandboxAccount, region: string, subnet: string): boolean =>
  account.table(closedKind, region).get(subnet) === undefined;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html */
export const modifySubnet = operation<sdk.ModifySubnetAttributeRequest, object>({
  run({ account, region, input }) {
    const { SubnetId = '', MapPublicIpOnLaunch, ...others } = input;
    if (Object.keys(others).length > 0 || MapPublicIpOnLaunch === undefined)
      throw notModelled('ec2', `ModifySubnetAttribute with ${Object.keys(others).join(', ')}`);
    if (!networkOf(account, region).subnets.some(({ id }) => id === SubnetId))
      throw unknown('InvalidSubnetID.NotFound', 'subnet ID')([SubnetId]);
    const table = account.table(closedKind, region);
    if (MapPublicIpOnLaunch.Value === true) table.delete(SubnetId);
    else table.put({ id: SubnetId });
    return {};
  },
});
