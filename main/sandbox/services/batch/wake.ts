/** Wakes the scheduler of a region: soon, or for its regular look at jobs that wait. */
import type { Kind, SandboxAccount } from '../../engine/types.ts';

interface Planned {
  key: string;
}
const planned: Kind<Planned> = { name: 'batch/wake', scope: 'region', record: true, key: (p) => p.key };

export const tickTimer = 'batch.scheduler';
export interface Tick {
  key: 'soon' | 'look';
}

/** Seconds until Batch looks at what was just submitted, and how often it looks at what waits. */
export const soon = 4;
export const lookEvery = 60;

const plan = (account: SandboxAccount, region: string, key: Tick['key'], run: () => void): void => {
  const table = account.table(planned, region);
  if (table.get(key)) return;
  table.put({ key });
  run();
};

export const wake = (account: SandboxAccount, region: string): void =>
  plan(account, region, 'soon', () => account.afterTransition(soon, tickTimer, region, { key: 'soon' }));

export const lookAgain = (account: SandboxAccount, region: string): void =>
  plan(account, region, 'look', () => account.after(lookEvery, tickTimer, region, { key: 'look' }));

export const woken = (account: SandboxAccount, region: string, { key }: Tick): void =>
  account.table(planned, region).delete(key);
