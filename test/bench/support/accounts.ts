/** Accounts of the bench, each in a process of its own, with or without a long line in between. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JobStatus } from '../../../main/sandbox/services/batch/kinds.ts';

export interface AccountWish {
  notebooks?: number;
  /** An empty bucket. */
  bucket?: string;
  /** Jobs of Batch by status, in the queue `q`. */
  jobs?: Partial<Record<JobStatus, number>>;
  /** Lines that the newest job has printed. */
  logLines?: number;
  /** ms that every round trip takes longer. */
  added?: number;
}
export type ToAccount = { ask: 'counts' } | { ask: 'objects'; bucket: string; prefix: string };
export type FromAccount =
  | { env: Record<string, string>; accountId: string; job: string | null }
  | { counts: Record<string, number> }
  | { objects: { count: number; bytes: number } };

export interface Account {
  /** What points a program at it. */
  env: Record<string, string>;
  accountId: string;
  pid: number;
  /** Id of the job that printed `logLines`. */
  job: string | null;
  /** Requests by operation since this was asked last. */
  counts(): Promise<Record<string, number>>;
  /** What lies in a bucket, read past its calls. */
  objects(bucket: string, prefix: string): Promise<{ count: number; bytes: number }>;
  close(): Promise<void>;
}

export async function openAccount(wish: AccountWish): Promise<Account> {
  const child = fork(join(import.meta.dirname, 'account.ts'), [JSON.stringify(wish)]);
  const heard = async (): Promise<FromAccount> => {
    const [message] = (await once(child, 'message')) as [FromAccount];
    return message;
  };
  const asked = (what: ToAccount) => {
    child.send(what);
    return heard();
  };
  const first = await heard();
  if (!('env' in first)) throw new Error('the account did not say where it is');
  return {
    env: first.env,
    accountId: first.accountId,
    pid: child.pid ?? 0,
    job: first.job,
    async counts() {
      const answer = await asked({ ask: 'counts' });
      return 'counts' in answer ? answer.counts : {};
    },
    async objects(bucket, prefix) {
      const answer = await asked({ ask: 'objects', bucket, prefix });
      return 'objects' in answer ? answer.objects : { count: 0, bytes: 0 };
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
