/** Regions and zones. */
import type * as sdk from '@aws-sdk/client-ec2';
import { described, some, unknown } from './described.ts';

export const zones = described<sdk.AvailabilityZone>({
  items: 'AvailabilityZones',
  ids: { member: 'ZoneNames', missing: unknown('InvalidParameterValue', 'availability zone') },
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

export const regions = described<sdk.Region>({
  items: 'Regions',
  ids: { member: 'RegionNames', missing: unknown('InvalidParameterValue', 'region') },
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
