/** Puts the engine together: storage, clock, timers, ledger, identity, and the way of a call. */
import { randomBytes } from 'node:crypto';
import { openBlobs } from './blobs.ts';
import { callerScope } from './caller.ts';
import { createSwitchboard, type Switchboard } from '../faults/switchboard.ts';
import { createClock, type Clock, type ClockOptions } from './clock.ts';
import { openDatabase } from './database.ts';
import { createIds } from './ids.ts';
import { createLedger } from './ledger.ts';
import { keepLists } from './lists.ts';
import type { Watchers } from './observe.ts';
import { createPerform, type Perform } from './perform.ts';
import { createRegistry, type Registry } from './registry.ts';
import { createTables } from './tables.ts';
import { createTimers, type Timers } from './timers.ts';
import { AwsError, type SandboxAccount, type ServiceModule, type Timer } from './types.ts';

export interface AccountOptions {
  dir: string;
  services: readonly ServiceModule[];
  /** Seed of generated identifiers; kept with the account. Random when absent. */
  seed?: string;
  accountId?: string;
  clock?: ClockOptions;
  /** Divisor of transitional times; default 20 on a real clock, 1 on a manual one. */
  pace?: number;
}

export interface Engine {
  account: SandboxAccount;
  clock: Clock;
  timers: Timers;
  registry: Registry;
  watchers: Watchers;
  perform: Perform;
  faults: Switchboard;
  pace: number;
  /** Told after the account's time was moved by hand. Answers the way to stop. */
  onTimeMoved(listener: () => Promise<void>): () => void;
  timePassed(): Promise<void>;
  setEndpoint(url: string | null): void;
  /** Fires what is due by now. Called before every request, so that a caller sees no state that is over. */
  settle(): Promise<void>;
  reset(): Promise<void>;
  commit(): void;
  close(): Promise<void>;
}

export const ADMINISTRATOR = 'administrator';
/** What an account has unless it is told otherwise. `region` is where a client without one of its own should look. */
export const DEFAULTS = { accountId: '000000000000', region: 'us-east-1', speed: 1, pace: 20 } as const;

const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export async function openAccount(options: AccountOptions): Promise<Engine> {
  const database = openDatabase(options.dir);
  const fixed = (name: string, make: () => string): string => {
    const kept = database.getMeta(name);
    if (kept !== undefined) return kept;
    const made = make();
    database.setMeta(name, made);
    return made;
  };
  const random = (length: number): string =>
    Array.from(randomBytes(length), (b) => KEY_ALPHABET.charAt(b % KEY_ALPHABET.length)).join('');
  const id = fixed('accountId', () => options.accountId ?? DEFAULTS.accountId);
  const seed = fixed('seed', () => options.seed ?? randomBytes(16).toString('hex'));
  const secret = fixed('secret', () => randomBytes(32).toString('hex'));
  const administrator = {
    userName: ADMINISTRATOR,
    accessKeyId: fixed('accessKeyId', () => `AKIA${random(16)}`),
    secretAccessKey: fixed('secretAccessKey', () => randomBytes(30).toString('base64')),
  };
  const clock = createClock(database, options.clock ?? { mode: 'real' });
  const pace = options.pace ?? (clock.mode === 'manual' ? 1 : DEFAULTS.pace);
  const ledger = createLedger(
    database,
    () => clock.now(),
    () => callerScope.getStore() ?? `arn:aws:iam::${id}:root`,
  );
  const tables = createTables(database, ledger);
  const newId = createIds(database, seed);
  const blobs = openBlobs(options.dir);
  const registry = createRegistry(options.services);
  const faults = createSwitchboard({
    account: () => account,
    services: options.services,
    load: (signingName) => registry.load(signingName),
    again: ({ handler, region, data }, afterMs) => timers.plan(clock.now() + afterMs, handler, region, data),
  });
  const watchers: Watchers = {
    hooks: new Set(),
    observers: new Set(),
    around: (call, run) => faults.around(call, run),
  };
  const handlers = new Map(options.services.flatMap((service) => Object.entries(service.timers ?? {})));
  const timeListeners = new Set<() => Promise<void>>();
  let endpoint: string | null = null;

  // One service's failing handler must not stop time for all others.
  const fire = async (timer: Timer): Promise<void> => {
    try {
      const handler = handlers.get(timer.handler);
      if (!handler) throw new Error(`No service registered the timer handler ${timer.handler}.`);
      // A timer runs for the account and not for whoever happened to be calling when it was planned.
      await callerScope.exit(() =>
        faults.fire(timer, async () => handler(account, timer.region, timer.data as never)),
      );
    } catch (error) {
      process.emitWarning(error as Error);
    }
  };
  const timers = createTimers(database, clock, () => newId(16), fire);

  const plan = (seconds: number, handler: string, region: string, data: unknown): string => {
    const planned = timers.plan(clock.now() + seconds * 1000, handler, region, data);
    faults.planned(planned);
    return planned;
  };

  const account: SandboxAccount = {
    id,
    partition: 'aws',
    clock,
    administrator,
    blobs,
    newId,
    get endpoint() {
      return endpoint;
    },
    table: (kind, region) => tables.table(kind, region),
    perform: (request) => perform(request),
    after: (seconds, handler, region, data) => plan(seconds, handler, region, data),
    afterTransition: (seconds, handler, region, data) => plan(seconds / pace, handler, region, data),
    cancelTimer: (timerId) => timers.cancel(timerId),
    ledger: () => ledger.entries(),
    authorize: (question) => {
      const { principal } = question;
      if (principal.kind === 'root' || principal.kind === 'service') return { allowed: true };
      if (registry.access) return registry.access.authorize(account, question);
      return principal.name === ADMINISTRATOR ? { allowed: true } : { allowed: false, explicit: false };
    },
    assume: (roleArn, sessionName, as, context) => {
      faults.meetRole(roleArn, as);
      if (registry.access) return registry.access.assume(account, roleArn, sessionName, as, context);
      throw new AwsError('AccessDenied', `Cannot assume ${roleArn}: the account has no IAM.`, 403);
    },
  };
  const perform = createPerform({
    account,
    registry,
    watchers,
    lists: keepLists(() => tables.written),
    commit: () => database.commit(),
    secret,
  });

  const seedAll = (): void => {
    if (database.getMeta('seeded') !== undefined) return;
    for (const service of options.services) service.seed?.(account);
    database.setMeta('seeded', new Date(clock.now()).toISOString());
  };
  seedAll();
  database.commit();
  if (clock.mode === 'real') await timers.runUntil(clock.outside());
  timers.start();

  return {
    account,
    clock,
    timers,
    registry,
    watchers,
    perform,
    faults,
    pace,
    onTimeMoved: (listener) => {
      timeListeners.add(listener);
      return () => timeListeners.delete(listener);
    },
    timePassed: async () => {
      for (const listener of timeListeners) await listener();
    },
    setEndpoint: (url) => (endpoint = url),
    settle: async () => {
      const next = timers.next();
      if (next && next.dueAt <= clock.outside()) await timers.runUntil(clock.outside());
    },
    reset: async () => {
      await timers.stop();
      timers.clear();
      faults.switchOff();
      for (const table of ['resource', 'timer', 'ledger']) {
        database.begin();
        database.prepare(`delete from ${table}`).run();
      }
      tables.clear();
      ledger.clear();
      await blobs.clear();
      database.prepare("delete from meta where name = 'seeded'").run();
      seedAll();
      database.commit();
      timers.start();
    },
    commit: () => database.commit(),
    close: async () => {
      await timers.stop();
      database.close();
    },
  };
}
