/** The subnets, zones and security group that the machines get. Pure. */
import type { MachineNetworksFact } from '../../plans/facts/machine-networks.ts';

export interface Network {
  subnets: string[];
  groups: string[];
  zones: string[];
  /** Every machine gets a public address. */
  publicAddress: boolean;
}

/** `default`: all subnets of the default network; else one subnet. Undefined: not known. Null: there is no such one. */
export function networkOf(
  answer: string,
  known: MachineNetworksFact | undefined,
): Network | null | undefined {
  if (known === undefined) return undefined;
  const chosen = known.subnets.filter(({ id, defaultNetwork }) =>
    answer === 'default' ? defaultNetwork : id === answer,
  );
  const [first] = chosen;
  const group = first === undefined ? undefined : known.groups[first.vpc];
  if (first === undefined || group === undefined) return null;
  return {
    subnets: chosen.map(({ id }) => id),
    groups: [group],
    zones: [...new Set(chosen.map(({ zone }) => zone))].sort(),
    publicAddress: chosen.every(({ publicAddress }) => publicAddress),
  };
}
