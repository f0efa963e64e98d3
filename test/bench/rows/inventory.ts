import { openAccount, type Account } from '../support/accounts.ts';
import { clients, has, type Timed } from '../support/clients.ts';
import { median, type Bench, type Reading } from '../support/reading.ts';

const count = 200;
/** 200 notebooks are two pages of the largest size, one after the other. */
const pages = 2;
/** ListNotebookInstances is asked as often as pages exist; the stacks of the region tell what is ours. */
const expected: Record<string, number> = {
  ListNotebookInstances: pages,
  DescribeStacks: 1,
  DescribeInstances: 1,
};

type Client = (account: Account) => Promise<Timed>;

async function measured(account: Account, all: Record<string, Client>, rounds: number) {
  const seen = new Map<string, { cold: number[]; warm: number[] }>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, client] of Object.entries(all)) {
      const { cold, warm, things } = await client(account);
      if (things !== count) throw new Error(`${name} saw ${things} of ${count} notebooks`);
      const figures = seen.get(name) ?? { cold: [], warm: [] };
      figures.cold.push(cold);
      figures.warm.push(...warm);
      seen.set(name, figures);
    }
  return seen;
}

/** All notebooks of a region and whose they are, beside what a person would use instead. */
export const inventory: Bench = {
  name: 'inventory',
  title: `Inventory of ${count} notebooks`,
  async run({ quick }) {
    const rounds = quick ? 2 : 5;
    const cli = await has('aws', ['--version']);
    const boto3 = await has('python3', ['-c', 'import boto3']);
    const readings: Reading[] = [];
    for (const added of [0, 80]) {
      const account = await openAccount({ notebooks: count, added });
      try {
        await account.counts();
        await clients.ours(account.env, 0);
        const asked = await account.counts();
        const requests = Object.values(asked).reduce((sum, n) => sum + n, 0);
        if (added === 0) {
          const least = Object.values(expected).reduce((sum, n) => sum + n, 0);
          const list = Object.entries(asked).map(([name, n]) => `${n} ${name}`);
          readings.push({
            what: 'requests of a first look',
            value: requests,
            unit: '',
            goal: least + 1,
            note: list.join(', '),
          });
        }
        const all: Record<string, Client> = {
          ours: ({ env }) => clients.ours(env, 5),
          sdk: ({ env }) => clients.sdk(env, 5),
          ...(boto3 && { boto3: ({ env }: Account) => clients.boto3(env, 5) }),
          ...(cli && { cli: ({ env }: Account) => clients.awsCli(env) }),
        };
        const seen = await measured(account, all, rounds);
        const of = (name: string, kind: 'cold' | 'warm') => median(seen.get(name)?.[kind] ?? []);
        const at = `${added} ms added`;
        const floor = of('sdk', 'warm');
        readings.push(
          added === 0
            ? { what: `${at}: our warm look`, value: of('ours', 'warm'), unit: 'ms', goal: 150 }
            : {
                what: `${at}: our warm look by the plain SDK's two pages alone`,
                value: of('ours', 'warm') / floor,
                unit: 'x',
                goal: 1.1,
              },
          ...(added === 0
            ? []
            : [{ what: `${at}: our warm look`, value: of('ours', 'warm'), unit: 'ms' as const }]),
          { what: `${at}: our first look`, value: of('ours', 'cold'), unit: 'ms' },
          { what: `${at}: plain SDK, warm`, value: of('sdk', 'warm'), unit: 'ms' },
          { what: `${at}: plain SDK, first`, value: of('sdk', 'cold'), unit: 'ms' },
        );
        if (boto3)
          readings.push({ what: `${at}: boto3 script, warm`, value: of('boto3', 'warm'), unit: 'ms' });
        if (cli) {
          readings.push({
            what: `${at}: aws-cli`,
            value: of('cli', 'cold'),
            unit: 'ms',
            note: 'with its own start',
          });
          readings.push({
            what: `${at}: our first look by aws-cli`,
            value: of('ours', 'cold') / of('cli', 'cold'),
            unit: 'x',
          });
        }
      } finally {
        await account.close();
      }
    }
    return readings;
  },
};
