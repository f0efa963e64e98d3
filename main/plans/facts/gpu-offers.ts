/** Machines with a GPU that this region offers, and where. Two requests. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

export const GpuOffer = z.strictObject({
  type: z.string(),
  vcpus: z.number(),
  memoryMiB: z.number(),
  gpus: z.number(),
  /** Zones in which the type is offered; that it is to be had there now is another matter. */
  zones: z.array(z.string()),
});
export type GpuOffer = z.infer<typeof GpuOffer>;
export const GpuOffersFact = z.array(GpuOffer);

/** Families that ECS_AL2023_NVIDIA runs on and that trainings use; p3 and g3 it does not (Batch API, Ec2Configuration). */
export const gpuFamilies = ['g4dn', 'g5', 'g6'] as const;
const sizes = ['', '2', '4', '8', '12', '16', '24', '48'].map((times) => `${times}xlarge`);
/** Filters pass over names that do not exist. */
const types = gpuFamilies.flatMap((family) => sizes.map((size) => `${family}.${size}`));

export async function readGpuOffers(aws: Aws, options: AwsCallOptions): Promise<GpuOffer[]> {
  const Filters = [{ Name: 'instance-type', Values: types }];
  const zones = new Map<string, string[]>();
  const places = { LocationType: 'availability-zone' as const, Filters };
  for await (const page of aws.pages('ec2', 'DescribeInstanceTypeOfferings', places, options))
    for (const { InstanceType: type = '', Location: zone = '' } of page.InstanceTypeOfferings ?? [])
      zones.set(type, [...(zones.get(type) ?? []), zone]);
  const offers: GpuOffer[] = [];
  for await (const page of aws.pages('ec2', 'DescribeInstanceTypes', { Filters }, options))
    for (const one of page.InstanceTypes ?? []) {
      const { InstanceType: type = '', VCpuInfo, MemoryInfo, GpuInfo, SupportedUsageClasses } = one;
      const gpus = (GpuInfo?.Gpus ?? []).reduce((sum, gpu) => sum + (gpu.Count ?? 0), 0);
      const [vcpus, memoryMiB] = [VCpuInfo?.DefaultVCpus, MemoryInfo?.SizeInMiB];
      if (vcpus === undefined || memoryMiB === undefined || gpus === 0) continue;
      if (SupportedUsageClasses?.includes('spot') === false) continue;
      offers.push({ type, vcpus, memoryMiB, gpus, zones: [...(zones.get(type) ?? [])].sort() });
    }
  return offers.sort((a, b) => (a.type < b.type ? -1 : 1));
}
