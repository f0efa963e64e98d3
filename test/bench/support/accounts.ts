/** Accounts of the bench, each in a process of its own, with or without a long line in between. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface AccountWish {
  notebooks?: number;
  /** ms that every round trip takes longer. */
  added?: number;
}
export type FromAccount =
  { env: Record<string, string>; accountId: string } | { counts: Record<string, number> };

export interface Account {
  /** What points a program at it. */
  env: Record<string, string>;
  accountId: string;
  /** Requests by operation since this was asked last. */
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function openAccount(wish: AccountWish): Promise<Account> {
  const child = fork(join(import.meta.dirname, 'account.ts'), [JSON.stringify(wish)]);
  const heard = async (): Promise<FromAccount> => {
    const [message] = (await once(child, 'message')) as [FromAccount];
    return message;
  };
  const first = await heard();
  if (!('env' in first)) throw new Error('the account did not say where it is');
  return {
    env: first.env,
    accountId: first.accountId,
    async counts() {
      child.send('counts');
      const answer = await heard();
      return 'counts' in answer ? answer.counts : {};
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
