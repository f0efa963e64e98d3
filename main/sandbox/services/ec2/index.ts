import type { ServiceModule } from '../../engine/types.ts';
import { internetGateways, none, routeTables, securityGroups, subnets, vpcs } from './networks.ts';
import { offerings, regions, zones } from './places.ts';

export const ec2: ServiceModule = {
  signingName: 'ec2',
  iamPrefix: 'ec2',
  title: 'EC2 (networks)',
  sdk: () => import('@aws-sdk/client-ec2'),
  operations: {
    DescribeVpcs: vpcs,
    DescribeSubnets: subnets,
    DescribeSecurityGroups: securityGroups,
    DescribeRouteTables: routeTables,
    DescribeInternetGateways: internetGateways,
    DescribeAvailabilityZones: zones,
    DescribeRegions: regions,
    DescribeInstanceTypeOfferings: offerings,
    DescribeNatGateways: none('NatGateways', ['vpc-id', 'subnet-id', 'state']),
    DescribeVpcEndpoints: none('VpcEndpoints', ['vpc-id', 'service-name', 'vpc-endpoint-type']),
  },
  notModelled: [
    'Making or changing networks: every account has one default VPC with three subnets, one security group and an internet gateway.',
    'Instances, Spot prices, machine images, key pairs.',
  ],
};
