/** Chance as a port, so that a test can repeat a run: ids of plans and tasks, and the jitter of repeats. */
import { randomBytes } from 'node:crypto';

export interface Chance {
  /** 0 to below 1, evenly. */
  fraction(): number;
  /** So many random bytes as hex. Nothing that must stay secret comes from here. */
  hex(bytes: number): string;
}

export const systemChance: Chance = {
  fraction: () => Math.random(),
  hex: (bytes) => randomBytes(bytes).toString('hex'),
};
