/** What a job of an old configuration needs, and the size that holds it. Pure. */
import type { OldJob, OldMachines } from './old-shape.ts';
import { memoryFor, sizes, type Size } from './sizes.ts';

/** GPUs, vCPUs and MiB of the machines of that time: https://aws.amazon.com/ec2/previous-generation/ and …/instance-types/p3/ */
const oldMachines = new Map<string, [gpus: number, vcpus: number]>([
  ['p2.xlarge', [1, 4]],
  ['p2.8xlarge', [8, 32]],
  ['p2.16xlarge', [16, 64]],
  ['p3.2xlarge', [1, 8]],
  ['p3.8xlarge', [4, 32]],
  ['p3.16xlarge', [8, 64]],
  ['g3s.xlarge', [1, 4]],
  ['g3.4xlarge', [1, 16]],
  ['g3.8xlarge', [2, 32]],
  ['g3.16xlarge', [4, 64]],
]);

/** The wanted value of a resource: as it is said today, or as it was said then. */
export function wants(job: OldJob, type: 'GPU' | 'VCPU' | 'MEMORY'): number | undefined {
  for (const { resourceRequirements = [], vcpus, memory } of [
    job.containerOverrides ?? {},
    job.containerProperties ?? {},
  ]) {
    const said = resourceRequirements.find((one) => one.type.toUpperCase() === type)?.value;
    if (said !== undefined && /^\d{1,9}$/.test(said)) return Number(said);
    const then = type === 'VCPU' ? vcpus : type === 'MEMORY' ? memory : undefined;
    if (then !== undefined) return then;
  }
  return undefined;
}

/** A job of that time asked for all that its machine had: with so much of it, it still runs. */
const enough = 0.9;

export const holdsMemory = ({ memoryMiB }: Size, wanted: number): boolean =>
  memoryFor(memoryMiB) >= wanted * enough;

/** The smallest size that holds the job; the largest where none does. */
export function sizeFor(machines: OldMachines, job: OldJob): Size {
  const known = (machines.instanceTypes ?? []).flatMap((type) => {
    const one = oldMachines.get(type);
    return one === undefined ? [] : [one];
  });
  const gpus = wants(job, 'GPU') ?? (known.length > 0 ? Math.min(...known.map(([count]) => count)) : 1);
  const vcpus = wants(job, 'VCPU') ?? 1;
  const memory = wants(job, 'MEMORY') ?? 0;
  const holding = sizes.find((size) => size.gpus >= gpus && size.vcpus >= vcpus && holdsMemory(size, memory));
  return holding ?? sizes[3];
}

export const hostFolder = (job: OldJob): string =>
  (job.containerProperties?.volumes ?? [])
    .map(({ host }) => host?.sourcePath ?? '')
    .find((path) => /^\/[\w/.-]{1,200}$/.test(path)) ?? '';
