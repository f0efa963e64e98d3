/** Which types of machine a training may get: at least three, because Spot has what it has. Pure. */
import type { GpuOffer } from '../../plans/facts/gpu-offers.ts';
import { typesOf, type Size } from './sizes.ts';

/** The fewest types of a pool. */
export const fewest = 3;

/** Types as a person or a parameter names them: commas or spaces between. */
export const poolTypes = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

export interface Pool {
  /** Offered in a zone of the network; those that fit best first. */
  types: Pick<GpuOffer, 'type' | 'vcpus' | 'memoryMiB' | 'gpus'>[];
  /** Wanted, and not offered there. */
  missing: string[];
  /** False: nobody looked at what is offered. */
  checked: boolean;
}

type Known = Omit<GpuOffer, 'zones'>;

/**
 * The pool of a size. Where fewer than three types of exactly this size are offered, larger ones that hold the same job
 * fill it up. `own`: the types that a person wants, instead. `zones`: those of the network; undefined: not known.
 */
export function poolOf(
  size: Size,
  own: readonly string[],
  offers: readonly GpuOffer[] | undefined,
  zones: readonly string[] | undefined,
  shipped: readonly Known[],
): Pool {
  const wanted = own.length > 0 ? own : typesOf(size);
  if (offers === undefined) {
    const known = wanted.flatMap((type) => shipped.find((one) => one.type === type) ?? []);
    const unknown = wanted.filter((type) => !known.some((one) => one.type === type));
    return { types: known.map(plain), missing: unknown, checked: false };
  }
  const here = offers.filter(
    (offer) => zones === undefined || offer.zones.some((zone) => zones.includes(zone)),
  );
  const types = wanted.flatMap((type) => here.find((offer) => offer.type === type) ?? []);
  const missing = wanted.filter((type) => !types.some((offer) => offer.type === type));
  if (own.length === 0)
    for (const offer of [...here].sort((a, b) => a.vcpus - b.vcpus || a.memoryMiB - b.memoryMiB)) {
      if (types.length >= fewest) break;
      if (!types.includes(offer) && holds(offer, size)) types.push(offer);
    }
  return { types: types.map(plain), missing, checked: true };
}

const plain = ({ type, vcpus, memoryMiB, gpus }: Known): Known => ({ type, vcpus, memoryMiB, gpus });

const holds = (offer: Known, { vcpus, memoryMiB, gpus }: Size): boolean =>
  offer.vcpus >= vcpus && offer.memoryMiB >= memoryMiB && offer.gpus >= gpus;

/** What every type of the pool has. Undefined for an empty one. */
export function leastOf({ types }: Pick<Pool, 'types'>): Omit<Known, 'type'> | undefined {
  if (types.length === 0) return undefined;
  const least = (of: (one: Known) => number) => Math.min(...types.map(of));
  return {
    vcpus: least(({ vcpus }) => vcpus),
    memoryMiB: least(({ memoryMiB }) => memoryMiB),
    gpus: least(({ gpus }) => gpus),
  };
}

/** vCPUs of the largest type: the queue holds one such machine, and AWS may exceed it by one. */
export const largestVcpus = ({ types }: Pick<Pool, 'types'>): number =>
  Math.max(0, ...types.map(({ vcpus }) => vcpus));
