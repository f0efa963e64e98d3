import type { Constraint, ServiceModule } from '../../engine/types.ts';
import { instances } from './instances.ts';
import { internetGateways, none, routeTables, securityGroups, subnets, vpcs } from './networks.ts';
import { offerings, types } from './offers.ts';
import { regions, zones } from './places.ts';
import { modifySubnet } from './public-addresses.ts';
import { spotPrices } from './spot.ts';

// From the API model of EC2 (botocore 1.43.11, ec2/2016-11-15).
const atLeastFive = (max: number): Constraint => ({ min: 5, max });

export const ec2: ServiceModule = {
  signingName: 'ec2',
  iamPrefix: 'ec2',
  title: 'EC2 (networks, machine types, Spot prices)',
  sdk: () => import('@aws-sdk/client-ec2'),
  operations: {
    DescribeInstances: instances,
    DescribeVpcs: vpcs,
    DescribeSubnets: subnets,
    ModifySubnetAttribute: modifySubnet,
    DescribeSecurityGroups: securityGroups,
    DescribeRouteTables: routeTables,
    DescribeInternetGateways: internetGateways,
    DescribeAvailabilityZones: zones,
    DescribeRegions: regions,
    DescribeInstanceTypes: types,
    DescribeInstanceTypeOfferings: offerings,
    DescribeSpotPriceHistory: spotPrices,
    DescribeNatGateways: none('NatGateways', ['vpc-id', 'subnet-id', 'state']),
    DescribeVpcEndpoints: none('VpcEndpoints', ['vpc-id', 'service-name', 'vpc-endpoint-type']),
  },
  constraints: {
    DescribeInstances: { MaxResults: atLeastFive(1000) },
    DescribeInstanceTypes: { InstanceTypes: { max: 100 }, MaxResults: atLeastFive(100) },
    DescribeInstanceTypeOfferings: {
      LocationType: { enum: ['region', 'availability-zone', 'availability-zone-id', 'outpost'] },
      MaxResults: atLeastFive(1000),
    },
  },
  notModelled: [
    'Making or changing networks: every account has one default VPC with three subnets, one security group and an internet gateway. Only whether machines of a subnet get a public address can be changed.',
    'Machine types other than g4dn, g5, g6, p2, p3 and some of c5, m5 and t3. What a type has is AWS’s; in which zones it is offered is the sandbox’s own: g5 not in zone c, g6 not in zone a, p2 and p3 in one zone of three regions.',
    'Spot prices are the sandbox’s own series, for Linux and Windows; they are not AWS’s.',
    'Starting and ending machines by hand: DescribeInstances shows those of AWS Batch, which is gone from it as soon as it ends. Machine images, key pairs, Spot placement scores.',
  ],
};
