/** Machines that compute environments can launch: what fits on them, what they cost now, and what the account may start. */
import type { SandboxAccount } from '../../engine/types.ts';
import { instanceTypes, type InstanceType } from '../ec2/instance-types.ts';
import { onDemandUsd, spotUsd } from '../ec2/prices.ts';
import { defaultQuotas } from '../service-quotas/defaults.ts';
import { appliedValue } from '../service-quotas/quotas.ts';

export interface MachineType {
  name: string;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  offeredIn(zone: string): boolean;
}

const machineTypes: readonly MachineType[] = instanceTypes.map((type: InstanceType) => ({
  name: type.name,
  vcpus: type.vcpus,
  memoryMib: type.memoryMib,
  gpus: type.gpu?.count ?? 0,
  offeredIn: (zone) => type.offeredIn(zone),
}));

const byName = new Map(machineTypes.map((type) => [type.name, type]));
export const machineType = (name: string): MachineType | undefined => byName.get(name);
export const familyOf = (type: string): string => type.split('.')[0] ?? '';

/** What `optimal` stands for: general families without GPU. */
const optimal = ['c5', 'm5'];

/** The sizes that an entry of `instanceTypes` stands for: a size, a family, or `optimal`. */
export function typesFor(entry: string): MachineType[] {
  if (entry === 'optimal') return machineTypes.filter((t) => optimal.includes(familyOf(t.name)));
  return machineTypes.filter((t) => t.name === entry || familyOf(t.name) === entry);
}

/**
 * Memory that the agent registers for jobs, MiB: the system keeps about 4 %, and the agent 32 MiB. A machine of 32,768
 * MiB had 31,431 to give (aws/containers-roadmap#2231).
 */
export const memoryForJobs = (type: MachineType): number => Math.floor(type.memoryMib * 0.96) - 32;

/** US dollars an hour now, and on demand; undefined where the zone does not offer the type or no price is known. */
export function pricesOf(region: string, type: string, zone: string, at: number) {
  const spot = spotUsd(zone, type, at);
  const onDemand = onDemandUsd(region, type);
  return spot === undefined || onDemand === undefined ? undefined : { spot, onDemand };
}

/** Codes as in service-quotas/defaults.ts: on demand, Spot. */
const quotaCodes: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:g|vt)/, 'L-DB2E81BA', 'L-3819A6DF'],
  [/^p/, 'L-417A185B', 'L-7212CCBC'],
  [/^/, 'L-1216C47A', 'L-34B43A08'],
];

const quotaCode = (type: string, spot: boolean): string => {
  const row = quotaCodes.find(([pattern]) => pattern.test(type));
  return row?.[spot ? 2 : 1] ?? '';
};

/** vCPUs that the account may still start of a type's kind. `running`: machines that it has. */
export function quotaLeft(
  account: SandboxAccount,
  region: string,
  type: string,
  spot: boolean,
  running: readonly { type: string; spot: boolean }[],
): number {
  const code = quotaCode(type, spot);
  const byDefault = defaultQuotas.find((q) => q.code === code)?.value ?? 0;
  const limit = appliedValue(account, region, 'ec2', code, byDefault);
  const used = running
    .filter((m) => quotaCode(m.type, m.spot) === code)
    .reduce((sum, m) => sum + (machineType(m.type)?.vcpus ?? 0), 0);
  return limit - used;
}
