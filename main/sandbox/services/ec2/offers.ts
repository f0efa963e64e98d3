/** The machine types: what they are, and where they are offered. */
import type * as sdk from '@aws-sdk/client-ec2';
import type { SandboxAccount } from '../../engine/types.ts';
import { described, invalidTypes, some } from './described.ts';
import { instanceTypes as known, type InstanceType } from './instance-types.ts';
import { networkOf, type Network } from './network.ts';

/** Zones of the account's region that offer the type, in order of name; [] where none does. */
export function zonesOffering(account: SandboxAccount, region: string, type: string): string[] {
  const found = known.find(({ name }) => name === type);
  return networkOf(account, region)
    .subnets.map((s) => s.zone)
    .filter((zone) => found?.offeredIn(zone) === true);
}

const inRegion = (type: InstanceType, network: Network): boolean =>
  network.subnets.some((s) => type.offeredIn(s.zone));

export const offerings = described<sdk.InstanceTypeOffering>({
  items: 'InstanceTypeOfferings',
  id: (o) => `${o.InstanceType ?? ''} ${o.Location ?? ''}`,
  filters: { 'instance-type': (o) => some(o.InstanceType), location: (o) => some(o.Location) },
  all(network, { region, input }) {
    const kind = (input.LocationType ?? 'region') as sdk.LocationType;
    return known.flatMap((type) =>
      placesOf(type, kind, network, region).map((Location) => ({
        InstanceType: type.name as sdk._InstanceType,
        LocationType: kind,
        Location,
      })),
    );
  },
});

function placesOf(type: InstanceType, kind: sdk.LocationType, network: Network, region: string): string[] {
  const subnets = network.subnets.filter((s) => type.offeredIn(s.zone));
  switch (kind) {
    case 'availability-zone':
      return subnets.map((s) => s.zone);
    case 'availability-zone-id':
      return subnets.map((s) => s.zoneId);
    case 'outpost':
      return [];
    default:
      return subnets.length > 0 ? [region] : [];
  }
}

/** Members that the sandbox does not know for certain are absent. */
function shown(type: InstanceType, network: Network, tellSupport: boolean): sdk.InstanceTypeInfo {
  return {
    InstanceType: type.name as sdk._InstanceType,
    CurrentGeneration: type.currentGeneration,
    SupportedUsageClasses: ['on-demand', 'spot'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: type.bareMetal,
    ...(type.bareMetal ? {} : { Hypervisor: type.hypervisor }),
    ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    VCpuInfo: { DefaultVCpus: type.vcpus, DefaultCores: type.vcpus / 2, DefaultThreadsPerCore: 2 },
    MemoryInfo: { SizeInMiB: type.memoryMib },
    InstanceStorageSupported: type.diskGb > 0,
    ...(type.diskGb > 0 ? { InstanceStorageInfo: { TotalSizeInGB: type.diskGb } } : {}),
    BurstablePerformanceSupported: type.family === 't3',
    ...(type.gpu === undefined
      ? {}
      : {
          GpuInfo: {
            Gpus: [
              {
                Name: type.gpu.name,
                Manufacturer: 'NVIDIA',
                Count: type.gpu.count,
                MemoryInfo: { SizeInMiB: type.gpu.memoryMib },
              },
            ],
            TotalGpuMemoryInMiB: type.gpu.count * type.gpu.memoryMib,
          },
        }),
    ...(tellSupport ? { SupportedInRegion: inRegion(type, network) } : {}),
  };
}

/** Answers, as AWS does, only what the region offers, unless asked for the others too. */
export const types = described<sdk.InstanceTypeInfo>({
  items: 'InstanceTypes',
  ids: { member: 'InstanceTypes', missing: invalidTypes },
  pageSize: 100,
  id: (t) => t.InstanceType ?? '',
  filters: {
    'bare-metal': (t) => some(t.BareMetal),
    'burstable-performance-supported': (t) => some(t.BurstablePerformanceSupported),
    'current-generation': (t) => some(t.CurrentGeneration),
    hypervisor: (t) => some(t.Hypervisor),
    'instance-storage-info.total-size-in-gb': (t) => some(t.InstanceStorageInfo?.TotalSizeInGB),
    'instance-storage-supported': (t) => some(t.InstanceStorageSupported),
    'instance-type': (t) => some(t.InstanceType),
    'memory-info.size-in-mib': (t) => some(t.MemoryInfo?.SizeInMiB),
    'processor-info.supported-architecture': (t) => some(...(t.ProcessorInfo?.SupportedArchitectures ?? [])),
    'supported-root-device-type': (t) => some(...(t.SupportedRootDeviceTypes ?? [])),
    'supported-usage-class': (t) => some(...(t.SupportedUsageClasses ?? [])),
    'supported-virtualization-type': (t) => some(...(t.SupportedVirtualizationTypes ?? [])),
    'vcpu-info.default-cores': (t) => some(t.VCpuInfo?.DefaultCores),
    'vcpu-info.default-threads-per-core': (t) => some(t.VCpuInfo?.DefaultThreadsPerCore),
    'vcpu-info.default-vcpus': (t) => some(t.VCpuInfo?.DefaultVCpus),
  },
  all(network, { input }) {
    const others = input['IncludeUnsupportedInRegion'] === true;
    return known
      .filter((type) => others || inRegion(type, network))
      .map((type) => shown(type, network, others));
  },
});
