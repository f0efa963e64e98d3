import type * as sdk from '@aws-sdk/client-ec2';
import { AwsError, type Call, type Operation, type ServiceModule } from '../../engine/types.ts';
import { networkOf, type Network } from './network.ts';

interface Described<T> {
  /** Member of the input that names things, and the error for one that does not exist. */
  ids?: { member: string; code: string; noun: string };
  /** Member of the output. */
  items: string;
  /** Values of each filter that is modelled. An unknown filter is refused, as AWS refuses it. */
  filters: Record<string, (item: T) => string[]>;
  id(item: T): string;
  all(network: Network, call: Call): T[];
}

interface FilterInput {
  Filters?: { Name?: string; Values?: string[] }[];
}

/** One Describe operation: all things, narrowed by ids and filters; the engine cuts the pages. */
function described<T>(table: Described<T>): Operation<FilterInput & Record<string, unknown>> {
  return {
    page: {
      items: table.items,
      input: 'NextToken',
      output: 'NextToken',
      limit: 'MaxResults',
      defaultSize: 1000,
      maxSize: 1000,
    },
    run(call) {
      let found = table.all(networkOf(call.account, call.region), call);
      const wanted =
        table.ids === undefined ? undefined : (call.input[table.ids.member] as string[] | undefined);
      if (table.ids !== undefined && wanted?.length) {
        const missing = wanted.find((id) => !found.some((item) => table.id(item) === id));
        if (missing !== undefined)
          throw new AwsError(table.ids.code, `The ${table.ids.noun} '${missing}' does not exist`);
        found = found.filter((item) => wanted.includes(table.id(item)));
      }
      for (const { Name = '', Values = [] } of call.input.Filters ?? []) {
        const valuesOf = table.filters[Name];
        if (valuesOf === undefined)
          throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
        found = found.filter((item) =>
          valuesOf(item).some((v) => Values.some((pattern) => wildcard(pattern, v))),
        );
      }
      return { [table.items]: found };
    },
  };
}

/** EC2's filters know `*` and `?`; walked without a regular expression, so that no pattern is slow. */
function wildcard(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let retry = 0;
  for (let t = 0; t < text.length;) {
    if (pattern[p] === '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

const some = (...values: (string | boolean | number | undefined)[]) =>
  values.filter((v) => v !== undefined).map(String);

const vpcs = described<sdk.Vpc>({
  items: 'Vpcs',
  ids: { member: 'VpcIds', code: 'InvalidVpcID.NotFound', noun: 'vpc ID' },
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

const subnets = described<sdk.Subnet>({
  items: 'Subnets',
  ids: { member: 'SubnetIds', code: 'InvalidSubnetID.NotFound', noun: 'subnet ID' },
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
      MapPublicIpOnLaunch: true,
      AssignIpv6AddressOnCreation: false,
      Ipv6Native: false,
      Ipv6CidrBlockAssociationSet: [],
      Tags: [],
    })),
});

const securityGroups = described<sdk.SecurityGroup>({
  items: 'SecurityGroups',
  ids: { member: 'GroupIds', code: 'InvalidGroup.NotFound', noun: 'security group' },
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

const routeTables = described<sdk.RouteTable>({
  items: 'RouteTables',
  ids: { member: 'RouteTableIds', code: 'InvalidRouteTableID.NotFound', noun: 'routeTable ID' },
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

const internetGateways = described<sdk.InternetGateway>({
  items: 'InternetGateways',
  ids: {
    member: 'InternetGatewayIds',
    code: 'InvalidInternetGatewayID.NotFound',
    noun: 'internetGateway ID',
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

const zones = described<sdk.AvailabilityZone>({
  items: 'AvailabilityZones',
  ids: { member: 'ZoneNames', code: 'InvalidParameterValue', noun: 'availability zone' },
  id: (z) => z.ZoneName ?? '',
  filters: {
    'zone-name': (z) => some(z.ZoneName),
    'zone-id': (z) => some(z.ZoneId),
    'region-name': (z) => some(z.RegionName),
    'opt-in-status': (z) => some(z.OptInStatus),
    state: (z) => some(z.State),
  },
  all: (network, { region }) =>
    network.subnets.map((s) => ({
      ZoneName: s.zone,
      ZoneId: s.zoneId,
      RegionName: region,
      GroupName: `${region}-zg-1`,
      NetworkBorderGroup: region,
      ZoneType: 'availability-zone',
      OptInStatus: 'opt-in-not-required' as const,
      State: 'available' as const,
      Messages: [],
    })),
});

/** Regions that are on by default in every AWS account; each has the sandbox's services. */
const regionNames = [
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

const regions = described<sdk.Region>({
  items: 'Regions',
  ids: { member: 'RegionNames', code: 'InvalidParameterValue', noun: 'region' },
  id: (r) => r.RegionName ?? '',
  filters: {
    'region-name': (r) => some(r.RegionName),
    'opt-in-status': (r) => some(r.OptInStatus),
    endpoint: (r) => some(r.Endpoint),
  },
  all: () =>
    regionNames.map((name) => ({
      RegionName: name,
      Endpoint: `ec2.${name}.amazonaws.com`,
      OptInStatus: 'opt-in-not-required',
    })),
});

const offeredTypes = [
  't3.medium',
  'm5.large',
  'm5.xlarge',
  'm5.4xlarge',
  'c5.xlarge',
  'g4dn.xlarge',
  'g4dn.2xlarge',
  'g5.xlarge',
  'g5.2xlarge',
  'g6.xlarge',
];

const offerings = described<sdk.InstanceTypeOffering>({
  items: 'InstanceTypeOfferings',
  id: (o) => `${o.InstanceType ?? ''} ${o.Location ?? ''}`,
  filters: { 'instance-type': (o) => some(o.InstanceType), location: (o) => some(o.Location) },
  all(network, { region, input }) {
    const kind = (input.LocationType ?? 'region') as sdk.LocationType;
    const places =
      kind === 'availability-zone'
        ? network.subnets.map((s) => s.zone)
        : kind === 'availability-zone-id'
          ? network.subnets.map((s) => s.zoneId)
          : [region];
    return offeredTypes.flatMap((type) =>
      places.map((Location) => ({ InstanceType: type as sdk._InstanceType, LocationType: kind, Location })),
    );
  },
});

const none = (items: string, filters: string[]) =>
  described<Record<string, never>>({
    items,
    id: () => '',
    filters: Object.fromEntries(filters.map((name) => [name, () => []])),
    all: () => [],
  });

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
