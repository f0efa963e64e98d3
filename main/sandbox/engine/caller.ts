/** Who makes the running call; the ledger notes it as the maker of what the call creates. */
import { AsyncLocalStorage } from 'node:async_hooks';

export const callerScope = new AsyncLocalStorage<string>();
