import type { Connection } from '../../preload/contract/domains/connections.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { AccountMemory } from '../aws/account-time.ts';
import type { Aws } from '../aws/aws.ts';
import type { AwsAccess } from '../aws/clients.ts';
import type { OpenAws } from '../aws/connect.ts';
import { failedWith, failure } from '../failure.ts';

/** Failures that mean: this sign-in is over, whatever was asked. */
export const signedOut: readonly ErrorCode[] = [
  'connection.expired',
  'connection.signInNeeded',
  'connection.invalid',
];

/** An account and region that are or were in use. */
export interface Open {
  connection: Connection;
  aws: Promise<OpenAws> | undefined;
  access: AwsAccess | undefined;
  /** Outlives the sign-in: time and repeats belong to the account. */
  memory: AccountMemory;
}

interface Tools {
  connect(): Promise<OpenAws>;
  /** Told before each call. */
  onUse(): void;
  onSignedOut(error: Connection['error']): void;
}

/**
 * The connection as its users hold it: a sign-in that ends in the middle is shown at once, and the next call connects
 * again, so that a long task goes on after the person has signed in.
 */
export function watched(open: Open, aws: OpenAws, tools: Tools): Aws {
  const connected = async (): Promise<OpenAws> => {
    const now = await (open.aws ??= tools.connect());
    // Somebody signed in as another account: what was begun in the first one is not for this one.
    if (now.target.accountId !== aws.target.accountId) throw failure('plan.wrongAccount');
    return now;
  };
  const guarded = async <T>(work: (now: OpenAws) => Promise<T>): Promise<T> => {
    const now = await connected();
    const used = open.aws;
    tools.onUse();
    try {
      return await work(now);
    } catch (error) {
      // Another call may have found a new sign-in meanwhile.
      if (failedWith(error, ...signedOut) && open.aws === used) {
        open.aws = undefined;
        tools.onSignedOut(error.error);
      }
      throw error;
    }
  };
  return {
    target: aws.target,
    callerArn: aws.callerArn,
    now: () => open.memory.time.now(),
    pages: async function* (...given) {
      const pages = (await connected()).pages(...given)[Symbol.asyncIterator]();
      for (;;) {
        const page = await guarded(() => pages.next());
        if (page.done === true) return;
        yield page.value;
      }
    },
    call: (...given) => guarded((now) => now.call(...given)),
  };
}
