import { openAccount, type AccountWish } from '../support/accounts.ts';
import { clients, jobClients, type Timed } from '../support/clients.ts';
import { manyJobs } from '../support/many-jobs.ts';
import { median, type Bench, type Reading } from '../support/reading.ts';

type Client = (env: Record<string, string>, rounds: number) => Promise<Timed>;

/** A look at so many, and at ten times as many, in turn. */
async function grown(
  what: string,
  few: number,
  account: (count: number) => AccountWish,
  client: Client,
  quick: boolean,
): Promise<Reading[]> {
  const small = await openAccount(account(few));
  const large = await openAccount(account(few * 10));
  try {
    const seen = {
      small: { ms: [] as number[], mb: [] as number[] },
      large: { ms: [] as number[], mb: [] as number[] },
    };
    for (let round = 0; round < (quick ? 1 : 3); round += 1)
      for (const [size, { env }] of [
        ['small', small],
        ['large', large],
      ] as const) {
        const { warm, memoryMb = NaN, things } = await client(env, quick ? 1 : 3);
        if (things !== (size === 'small' ? few : few * 10)) throw new Error(`only ${things} were seen`);
        seen[size].ms.push(...warm);
        seen[size].mb.push(memoryMb);
      }
    const of = (kind: 'ms' | 'mb') => ({ small: median(seen.small[kind]), large: median(seen.large[kind]) });
    const [ms, mb] = [of('ms'), of('mb')];
    return [
      {
        what: `time of a look at ${what}`,
        value: ms.large / ms.small,
        unit: 'x',
        goal: 11,
        note: `${ms.small.toFixed(0)} and ${ms.large.toFixed(0)} ms`,
      },
      {
        what: `memory of the program with ${what}`,
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
}

const notebooks = 2_000;
const jobs = 1_000;

/** Ten times the things: what a look costs in time and memory. */
export const growth: Bench = {
  name: 'growth',
  title: `Ten times the things (${notebooks} and ${notebooks * 10} notebooks, ${jobs} and ${jobs * 10} jobs)`,
  async run({ quick }) {
    return [
      ...(await grown('notebooks', notebooks, (count) => ({ notebooks: count }), clients.ours, quick)),
      ...(await grown('jobs', jobs, (count) => ({ jobs: manyJobs(count) }), jobClients.ours, quick)),
    ];
  },
};
