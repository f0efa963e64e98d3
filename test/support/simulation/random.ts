/** Everything random of a run comes from its seed. */
import type { Chance } from '../../../main/chance.ts';

export interface Dice extends Chance {
  /** 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in so many of a hundred throws. */
  percent(of: number): boolean;
}

/** mulberry32: https://github.com/cprosche/mulberry32 describes it; public domain. */
export function dice(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(fraction() * below);
  return {
    fraction,
    int,
    hex: (bytes) => Array.from({ length: bytes }, () => int(256).toString(16).padStart(2, '0')).join(''),
    pick: (from) => {
      const one = from[int(from.length)];
      if (one === undefined) throw new Error('There is nothing to pick from.');
      return one;
    },
    percent: (of) => int(100) < of,
  };
}
