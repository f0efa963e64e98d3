/** The sandbox's own prices of EC2: on demand, and Spot as a series that is the same in every account and session. */
import { createHash } from 'node:crypto';
import prices from '../../data/prices.json' with { type: 'json' };
import { instanceType } from './instance-types.ts';

/** In each of these spans the price may change once, as AWS's prices change a few times a day. */
const slotMs = 6 * 3_600_000;
const slotsAWave = 76;

/** Dollars an hour, Linux, on demand. Undefined for a type or region that is not in the sandbox's list. */
export function onDemandUsd(region: string, type: string): number | undefined {
  const known = instanceType(type);
  const place = prices.regions[region as keyof typeof prices.regions] as { factor: number } | undefined;
  return known === undefined || place === undefined ? undefined : rounded(known.usd * place.factor);
}

export interface SpotChange {
  /** When the price began to count, ms. */
  at: number;
  /** Dollars an hour, Linux. */
  usd: number;
}

/**
 * Dollars an hour for a Spot instance in a zone (`us-east-1a`) at a time of the account's clock. Undefined where the zone
 * does not offer the type.
 */
export function spotUsd(zone: string, type: string, at: number): number | undefined {
  return spotChanges(zone, type, at, at)[0]?.usd;
}

/** Changes from `from` to `to`, oldest first, begun by the last one before: the price that counted at `from`. */
export function spotChanges(zone: string, type: string, from: number, to: number): SpotChange[] {
  const onDemand = onDemandUsd(zone.slice(0, -1), type);
  if (onDemand === undefined || instanceType(type)?.offeredIn(zone) !== true) return [];
  const series = `${zone} ${type}`;
  const changes: SpotChange[] = [];
  for (let slot = Math.floor(to / slotMs); slot >= 0; slot--) {
    const change = changeIn(series, slot, onDemand);
    if (change === undefined || change.at > to) continue;
    changes.push(change);
    if (change.at <= from) break;
  }
  return changes.reverse();
}

function changeIn(series: string, slot: number, onDemand: number): SpotChange | undefined {
  const [happens, moment, jitter] = draws(`${series} ${slot}`);
  if (happens > 0.7) return undefined;
  const [level, phase] = draws(series);
  // Rare days on which many want the same machines.
  const rush = draws(`${series} rush ${Math.floor(slot / 8)}`)[0] < 0.03 ? 1.6 : 1;
  const wave = 0.05 * Math.sin(2 * Math.PI * (slot / slotsAWave + phase));
  const share = (0.28 + 0.2 * level + wave + 0.02 * (jitter - 0.5)) * rush;
  return {
    at: slot * slotMs + Math.floor((moment * slotMs) / 1000) * 1000,
    usd: rounded(onDemand * Math.min(share, 0.95)),
  };
}

/** Three numbers from 0 to 1, always the same for the same text. */
function draws(text: string): [number, number, number] {
  const bytes = createHash('sha256').update(text).digest();
  const at = (offset: number) => bytes.readUInt32BE(offset) / 2 ** 32;
  return [at(0), at(4), at(8)];
}

const rounded = (usd: number) => Math.round(usd * 10_000) / 10_000;
