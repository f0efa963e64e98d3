/** The Describe operations of the default network. */
import type * as sdk from '@aws-sdk/client-ec2';
import { described, some, unknown } from './described.ts';
import { hasPublicAddresses } from './public-addresses.ts';

export const vpcs = described<sdk.Vpc>({
  items: 'Vpcs',
  ids: { member: 'VpcIds', missing: unknown('InvalidVpcID.NotFound', 'vpc ID') },
  id: (v) => v.VpcId ?? '',
  filters: {
    'vpc-id': (v) => some(v.VpcId),
    'is-default': (v) => some(v.IsDefault),
    isDefault: (v) => some(v.IsDefault),
    cidr: (v) => some(v.CidrBlock),
    state: (v) => some(v.State),
    'owner-id': (v) => some(v.OwnerId),
  },
  all: (network, { account }) => [
    {
      VpcId: network.vpc,
      OwnerId: account.id,
      State: 'available',
      CidrBlock: network.cidr,
      DhcpOptionsId: network.dhcpOptions,
      InstanceTenancy: 'default',
      IsDefault: true,
      CidrBlockAssociationSet: [
        {
          CidrBlock: network.cidr,
          AssociationId: `vpc-cidr-assoc-${network.vpc.slice(4)}`,
          CidrBlockState: { State: 'associated' },
        },
      ],
      Tags: [],
    },
  ],
});

export const subnets = described<sdk.Subnet>({
  items: 'Subnets',
  ids: { member: 'SubnetIds', missing: unknown('InvalidSubnetID.NotFound', 'subnet ID') },
  id: (s) => s.SubnetId ?? '',
  filters: {
    'subnet-id': (s) => some(s.SubnetId),
    'vpc-id': (s) => some(s.VpcId),
    'availability-zone': (s) => some(s.AvailabilityZone),
    'availability-zone-id': (s) => some(s.AvailabilityZoneId),
    'default-for-az': (s) => some(s.DefaultForAz),
    state: (s) => some(s.State),
    'map-public-ip-on-launch': (s) => some(s.MapPublicIpOnLaunch),
  },
  all: (network, { account, region }) =>
    network.subnets.map((s) => ({
      SubnetId: s.id,
      SubnetArn: `arn:aws:ec2:${region}:${account.id}:subnet/${s.id}`,
      VpcId: network.vpc,
      OwnerId: account.id,
      State: 'available' as const,
      CidrBlock: s.cidr,
      AvailabilityZone: s.zone,
      AvailabilityZoneId: s.zoneId,
      AvailableIpAddressCount: 4091,
      DefaultForAz: true,
      MapPublicIpOnLaunch: hasPublicAddresses(account, region, s.id),
      AssignIpv6AddressOnCreation: false,
      Ipv6Native: false,
      Ipv6CidrBlockAssociationSet: [],
      Tags: [],
    })),
});

export const securityGroups = described<sdk.SecurityGroup>({
  items: 'SecurityGroups',
  ids: { member: 'GroupIds', missing: unknown('InvalidGroup.NotFound', 'security group') },
  id: (g) => g.GroupId ?? '',
  filters: {
    'group-id': (g) => some(g.GroupId),
    'group-name': (g) => some(g.GroupName),
    'vpc-id': (g) => some(g.VpcId),
  },
  all: (network, { account, region }) => [
    {
      GroupId: network.securityGroup,
      GroupName: 'default',
      Description: 'default VPC security group',
      VpcId: network.vpc,
      OwnerId: account.id,
      SecurityGroupArn: `arn:aws:ec2:${region}:${account.id}:security-group/${network.securityGroup}`,
      IpPermissions: [
        {
          IpProtocol: '-1',
          UserIdGroupPairs: [{ GroupId: network.securityGroup, UserId: account.id }],
          IpRanges: [],
          Ipv6Ranges: [],
          PrefixListIds: [],
        },
      ],
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ],
      Tags: [],
    },
  ],
});

export const routeTables = described<sdk.RouteTable>({
  items: 'RouteTables',
  ids: { member: 'RouteTableIds', missing: unknown('InvalidRouteTableID.NotFound', 'routeTable ID') },
  id: (r) => r.RouteTableId ?? '',
  filters: {
    'route-table-id': (r) => some(r.RouteTableId),
    'vpc-id': (r) => some(r.VpcId),
    'association.main': (r) => some(...(r.Associations ?? []).map((a) => a.Main)),
    'association.subnet-id': (r) => some(...(r.Associations ?? []).map((a) => a.SubnetId)),
  },
  all: (network, { account }) => [
    {
      RouteTableId: network.routeTable,
      VpcId: network.vpc,
      OwnerId: account.id,
      Associations: [
        {
          Main: true,
          RouteTableId: network.routeTable,
          RouteTableAssociationId: `rtbassoc-${network.routeTable.slice(4)}`,
          AssociationState: { State: 'associated' },
        },
      ],
      PropagatingVgws: [],
      Routes: [
        {
          DestinationCidrBlock: network.cidr,
          GatewayId: 'local',
          Origin: 'CreateRouteTable',
          State: 'active',
        },
        {
          DestinationCidrBlock: '0.0.0.0/0',
          GatewayId: network.internetGateway,
          Origin: 'CreateRoute',
          State: 'active',
        },
      ],
      Tags: [],
    },
  ],
});

export const internetGateways = described<sdk.InternetGateway>({
  items: 'InternetGateways',
  ids: {
    member: 'InternetGatewayIds',
    missing: unknown('InvalidInternetGatewayID.NotFound', 'internetGateway ID'),
  },
  id: (g) => g.InternetGatewayId ?? '',
  filters: {
    'internet-gateway-id': (g) => some(g.InternetGatewayId),
    'attachment.vpc-id': (g) => some(...(g.Attachments ?? []).map((a) => a.VpcId)),
  },
  all: (network, { account }) => [
    {
      InternetGatewayId: network.internetGateway,
      OwnerId: account.id,
      Attachments: [{ State: 'available' as sdk.AttachmentStatus, VpcId: network.vpc }],
      Tags: [],
    },
  ],
});

/** Things of which an account has none. */
export const none = (items: string, filters: string[]) =>
  described<Record<string, never>>({
    items,
    id: () => '',
    filters: Object.fromEntries(filters.map((name) => [name, () => []])),
    all: () => [],
  });
