/** Numbers that are random to the tests and the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** `MILLWRIGHT_SEED=N` repeats a run. */
export const seedOfRun = (): number =>
  Number(process.env['MILLWRIGHT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Long runs leave nothing out. */
export const long = process.env['MILLWRIGHT_LONG'] !== undefined;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
