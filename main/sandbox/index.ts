/** The AWS account that lives in the program. Reached by AWS's own clients through nothing but an endpoint. */
import { DEFAULTS, openAccount, type AccountOptions } from './engine/account.ts';
import type { CallHook, Observer } from './engine/observe.ts';
import { recorder } from './engine/recorder.ts';
import type { Faults } from './faults/switchboard.ts';
import type { LedgerEntry, SandboxAccount, ServiceModule } from './engine/types.ts';
import { advance } from './http/control.ts';
import { shippedPrograms } from './programs/index.ts';
import { listen } from './server.ts';
import { shipPrograms } from './services/batch/programs.ts';
import { services } from './services/index.ts';

export { AwsError } from './engine/types.ts';
export { faultKinds, type FaultClass, type FaultId, type FaultKind } from './faults/kinds.ts';
export { parseFault, WrongFault, type FaultSpec, type FaultSwitch } from './faults/spec.ts';
export type { Faults } from './faults/switchboard.ts';
export {
  DropAnswer,
  type CallHook,
  type ObservedCall,
  type Observer,
  type Outcome,
} from './engine/observe.ts';

shipPrograms([shippedPrograms]);

export interface SandboxOptions extends Omit<AccountOptions, 'services'> {
  /** Default: all services of the sandbox. */
  services?: readonly ServiceModule[];
}

export interface SandboxListening {
  url: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  /** The region that a client without one of its own should use; the account answers for every region. */
  region: string;
  close(): Promise<void>;
}

export interface Sandbox {
  account: SandboxAccount;
  /** Opens the port on 127.0.0.1; 0 takes a free one. */
  listen(port?: number): Promise<SandboxListening>;
  /** Moves virtual time and fires what comes due on the way, in order. */
  advance(seconds: number): Promise<void>;
  ledger(): LedgerEntry[];
  /** Sees every call after its answer is known; answers the way to stop. */
  observe(observer: Observer): () => void;
  /** Comes between call and answer: delays, errors, lost answers. Answers the way to stop. */
  hook(hook: CallHook): () => void;
  /** Named faults that can be switched on: docs/sandbox.md lists them. */
  faults: Faults;
  /** Empties the account; the administrator's key stays. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the account that lives in `dir`, or makes a fresh one. One process at a time. With `MILLWRIGHT_RECORD=FILE` in
 * the environment every call is written there, secrets of the sandbox included.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const engine = await openAccount({ services, ...options });
  const record = process.env['MILLWRIGHT_RECORD'];
  if (record) engine.watchers.observers.add(recorder(record));
  const open = new Set<{ close(): Promise<void> }>();
  return {
    account: engine.account,
    async listen(port = 0) {
      const listening = await listen(engine, port);
      open.add(listening);
      const { accessKeyId, secretAccessKey } = engine.account.administrator;
      return {
        url: listening.url,
        port: listening.port,
        accessKeyId,
        secretAccessKey,
        region: DEFAULTS.region,
        close: async () => {
          open.delete(listening);
          await listening.close();
        },
      };
    },
    advance: (seconds) => advance(engine, seconds),
    ledger: () => engine.account.ledger(),
    observe: (observer) => {
      engine.watchers.observers.add(observer);
      return () => engine.watchers.observers.delete(observer);
    },
    hook: (hook) => {
      engine.watchers.hooks.add(hook);
      return () => engine.watchers.hooks.delete(hook);
    },
    faults: engine.faults,
    reset: () => engine.reset(),
    close: async () => {
      for (const listening of open) await listening.close();
      await engine.close();
    },
  };
}
