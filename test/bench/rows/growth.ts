import { openAccount } from '../support/accounts.ts';
import { clients } from '../support/clients.ts';
import { median, type Bench } from '../support/reading.ts';

const few = 2_000;

/** Ten times the things: what a look costs in time and memory. */
export const growth: Bench = {
  name: 'growth',
  title: `Ten times the things (${few} and ${few * 10} notebooks)`,
  async run({ quick }) {
    const small = await openAccount({ notebooks: few });
    const large = await openAccount({ notebooks: few * 10 });
    try {
      const seen = {
        small: { ms: [] as number[], mb: [] as number[] },
        large: { ms: [] as number[], mb: [] as number[] },
      };
      for (let round = 0; round < (quick ? 1 : 3); round += 1)
        for (const [size, account] of [
          ['small', small],
          ['large', large],
        ] as const) {
          const { warm, memoryMb = NaN, things } = await clients.ours(account.env, quick ? 1 : 3);
          if (things !== (size === 'small' ? few : few * 10))
            throw new Error(`only ${things} things were seen`);
          seen[size].ms.push(...warm);
          seen[size].mb.push(memoryMb);
        }
      const of = (kind: 'ms' | 'mb') => ({
        small: median(seen.small[kind]),
        large: median(seen.large[kind]),
      });
      const [ms, mb] = [of('ms'), of('mb')];
      return [
        {
          what: 'time of a look',
          value: ms.large / ms.small,
          unit: 'x',
          goal: 11,
          note: `${ms.small.toFixed(0)} and ${ms.large.toFixed(0)} ms`,
        },
        {
          what: 'memory of the program',
          value: mb.large / mb.small,
          unit: 'x',
          goal: 6,
          note: `${mb.small.toFixed(0)} and ${mb.large.toFixed(0)} MB resident`,
        },
      ];
    } finally {
      await small.close();
      await large.close();
    }
  },
};
