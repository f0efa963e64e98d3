/**
 * The machine types that the sandbox knows. vCPUs, memory, GPUs, GPU memory and disks are what AWS's DescribeInstanceTypes
 * answers, as the open-source project Karpenter prints it (aws/karpenter-provider-aws, website/content/en/preview/
 * reference/instance-types.md of 2026-08-21; p2 and p3: its pages of v1.0); AWS's page of the GPU types has the same
 * (https://docs.aws.amazon.com/batch/latest/userguide/gpu-jobs.html). Dollars an hour: the sandbox's own price list for
 * us-east-1, Linux, on demand; the amounts are those of AWS's list as Karpenter shipped it on 2026-07-20
 * (pkg/providers/pricing/zz_generated.pricing_aws.go). In which zones a type is offered is the sandbox's own.
 */
interface Family {
  gpu?: { name: string; memoryMib: number };
  hypervisor: 'nitro' | 'xen';
  currentGeneration: boolean;
  /** Last letters of the zones in which it is offered; by size where one differs. */
  zones: string;
  /** Only in these regions; absent: in all. */
  regions?: readonly string[];
  /** Size, vCPUs, GiB, GPUs, GB of local disk, dollars an hour, zones of its own. */
  sizes: readonly (readonly [string, number, number, number, number, number, string?])[];
}

const first = ['us-east-1', 'us-west-2', 'eu-west-1'];
const current = { hypervisor: 'nitro', currentGeneration: true } as const;
const former = { hypervisor: 'xen', currentGeneration: false } as const;

const families: Record<string, Family> = {
  g4dn: {
    ...current,
    gpu: { name: 'T4', memoryMib: 16_384 },
    zones: 'abc',
    sizes: [
      ['xlarge', 4, 16, 1, 125, 0.526],
      ['2xlarge', 8, 32, 1, 225, 0.752],
      ['4xlarge', 16, 64, 1, 225, 1.204],
      ['8xlarge', 32, 128, 1, 900, 2.176],
      ['12xlarge', 48, 192, 4, 900, 3.912],
      ['16xlarge', 64, 256, 1, 900, 4.352],
      ['metal', 96, 384, 8, 1800, 7.824, 'a'],
    ],
  },
  g5: {
    ...current,
    gpu: { name: 'A10G', memoryMib: 22_888 },
    zones: 'ab',
    sizes: [
      ['xlarge', 4, 16, 1, 250, 1.006],
      ['2xlarge', 8, 32, 1, 450, 1.212],
      ['4xlarge', 16, 64, 1, 600, 1.624],
      ['8xlarge', 32, 128, 1, 900, 2.448],
      ['12xlarge', 48, 192, 4, 3800, 5.672],
      ['16xlarge', 64, 256, 1, 1900, 4.096],
      ['24xlarge', 96, 384, 4, 3800, 8.144, 'a'],
      ['48xlarge', 192, 768, 8, 7600, 16.288, 'b'],
    ],
  },
  g6: {
    ...current,
    gpu: { name: 'L4', memoryMib: 22_888 },
    zones: 'bc',
    sizes: [
      ['xlarge', 4, 16, 1, 250, 0.8048],
      ['2xlarge', 8, 32, 1, 450, 0.9776],
      ['4xlarge', 16, 64, 1, 600, 1.3232],
      ['8xlarge', 32, 128, 1, 900, 2.0144],
      ['12xlarge', 48, 192, 4, 3760, 4.6016],
      ['16xlarge', 64, 256, 1, 1880, 3.3968],
      ['24xlarge', 96, 384, 4, 3760, 6.6752, 'c'],
      ['48xlarge', 192, 768, 8, 7520, 13.3504, 'c'],
    ],
  },
  p2: {
    ...former,
    gpu: { name: 'K80', memoryMib: 12_288 },
    zones: 'c',
    regions: first,
    sizes: [
      ['xlarge', 4, 61, 1, 0, 0.9],
      ['8xlarge', 32, 488, 8, 0, 7.2],
      ['16xlarge', 64, 732, 16, 0, 14.4],
    ],
  },
  p3: {
    ...former,
    gpu: { name: 'V100', memoryMib: 16_384 },
    zones: 'b',
    regions: first,
    sizes: [
      ['2xlarge', 8, 61, 1, 0, 3.06],
      ['8xlarge', 32, 244, 4, 0, 12.24],
      ['16xlarge', 64, 488, 8, 0, 24.48],
    ],
  },
  c5: {
    ...current,
    zones: 'abc',
    sizes: [
      ['large', 2, 4, 0, 0, 0.085],
      ['xlarge', 4, 8, 0, 0, 0.17],
      ['2xlarge', 8, 16, 0, 0, 0.34],
      ['4xlarge', 16, 32, 0, 0, 0.68],
    ],
  },
  m5: {
    ...current,
    zones: 'abc',
    sizes: [
      ['large', 2, 8, 0, 0, 0.096],
      ['xlarge', 4, 16, 0, 0, 0.192],
      ['2xlarge', 8, 32, 0, 0, 0.384],
      ['4xlarge', 16, 64, 0, 0, 0.768],
    ],
  },
  t3: {
    ...current,
    zones: 'abc',
    sizes: [
      ['medium', 2, 4, 0, 0, 0.0416],
      ['large', 2, 8, 0, 0, 0.0832],
      ['xlarge', 4, 16, 0, 0, 0.1664],
      ['2xlarge', 8, 32, 0, 0, 0.3328],
    ],
  },
};

export interface InstanceType {
  name: string;
  family: string;
  vcpus: number;
  memoryMib: number;
  /** `memoryMib` is that of one. */
  gpu?: { name: string; count: number; memoryMib: number };
  diskGb: number;
  hypervisor: 'nitro' | 'xen';
  bareMetal: boolean;
  currentGeneration: boolean;
  /** Dollars an hour on demand in us-east-1, Linux. */
  usd: number;
  /** Whether a zone (`eu-west-1b`) offers it. */
  offeredIn(zone: string): boolean;
}

export const instanceTypes: readonly InstanceType[] = Object.entries(families).flatMap(
  ([family, { gpu, hypervisor, currentGeneration, zones, regions, sizes }]) =>
    sizes.map(([size, vcpus, gib, gpus, diskGb, usd, own = zones]): InstanceType => ({
      name: `${family}.${size}`,
      family,
      vcpus,
      memoryMib: gib * 1024,
      ...(gpu === undefined ? {} : { gpu: { ...gpu, count: gpus } }),
      diskGb,
      hypervisor,
      bareMetal: size === 'metal',
      currentGeneration,
      usd,
      offeredIn: (zone) =>
        own.includes(zone.slice(-1)) && (regions === undefined || regions.includes(zone.slice(0, -1))),
    })),
);

const byName = new Map(instanceTypes.map((type) => [type.name, type]));

/** Undefined: the sandbox does not know it, which says nothing of AWS. */
export const instanceType = (name: string): InstanceType | undefined => byName.get(name);
