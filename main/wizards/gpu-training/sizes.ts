/**
 * The sizes that are offered as cards, and how much of a machine a job may ask for. vCPU, memory and GPUs are the same in
 * the three families: https://aws.amazon.com/ec2/instance-types/g4/, …/g5/, …/g6/ (tables of sizes).
 */
import { gpuFamilies, type GpuOffer } from '../../plans/facts/gpu-offers.ts';

export interface Machine {
  vcpus: number;
  memoryMiB: number;
  gpus: number;
}

export const sizes = [
  { id: 'small', times: 'xlarge', vcpus: 4, memoryMiB: 16_384, gpus: 1 },
  { id: 'medium', times: '2xlarge', vcpus: 8, memoryMiB: 32_768, gpus: 1 },
  { id: 'large', times: '4xlarge', vcpus: 16, memoryMiB: 65_536, gpus: 1 },
  { id: 'four', times: '12xlarge', vcpus: 48, memoryMiB: 196_608, gpus: 4 },
] as const;
export type SizeId = (typeof sizes)[number]['id'];
export type Size = (typeof sizes)[number];

export const sizeOf = (id: SizeId): Size => sizes.find((size) => size.id === id) ?? sizes[0];

/** Types of exactly this size, one of each family. */
export const typesOf = ({ times }: Pick<Size, 'times'>): string[] =>
  gpuFamilies.map((family) => `${family}.${times}`);

/** Every type that a card may lead to. */
export const allTypes = sizes.flatMap(typesOf);

/** What is known of a type without asking AWS; in which zones it is offered is not. */
export const shippedOffers: readonly Omit<GpuOffer, 'zones'>[] = sizes.flatMap((size) =>
  typesOf(size).map((type) => ({
    type,
    vcpus: size.vcpus,
    memoryMiB: size.memoryMiB,
    gpus: size.gpus,
  })),
);

/**
 * The part of a machine's memory that no job may ask for. A machine registers less than it has: the kernel takes a part
 * (in AWS's example 207 of 8,192 MiB, 2.5 %), the agent 32 MiB, and AWS recommends to keep 5 % more. A job that asks for
 * all of it can never start.
 * https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html and …/ecs-reserved-memory.html
 */
export const headroom = 0.08;

/** MiB that a job may ask for on a machine with so much, in steps of 256. */
export const memoryFor = (memoryMiB: number): number => Math.floor((memoryMiB * (1 - headroom)) / 256) * 256;
