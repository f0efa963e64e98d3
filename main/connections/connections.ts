/** Accounts that can be used, and the one in use. One state per connection; nothing is connected before it is needed. */
import { createHash } from 'node:crypto';
import type { Connection } from '../../preload/contract/domains/connections.ts';
import type { Aws } from '../aws/aws.ts';
import { type AccountTime, openMemory } from '../aws/account-time.ts';
import type { AwsAccess } from '../aws/clients.ts';
import { type AwsTools, connectAws, type OpenAws } from '../aws/connect.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import type { SettingsStore } from '../storage/settings.ts';
import { inOtherPartition, regions } from './regions.ts';
import { type RunningSandbox, type SandboxRun, startSandbox } from './sandbox.ts';
import {
  accessTo,
  type Environment,
  environmentSet,
  listSources,
  profileOf,
  type Source,
} from './sources.ts';
import { type Open, signedOut, watched } from './watched.ts';

export interface ConnectionsOptions {
  stateDir: string;
  env: Environment;
  settings: SettingsStore;
  aws: AwsTools;
  sandbox?: SandboxRun;
}

export interface Connections {
  list(): Promise<{ connections: Connection[]; currentId: string }>;
  /** The one in use, as far as it is known; connects nothing. */
  current(): Promise<Connection>;
  /**
   * The connection in use by a name that stands for the same account at every start, and where it leads as far as that is
   * known; connects nothing. `accountId` null: AWS was not asked yet.
   */
  place(): Promise<{ name: string; region: string; accountId: string | null }>;
  /** The account in use, connected if it is not yet. Throws what the person reads. */
  aws(): Promise<Aws>;
  /** The account of a task that was begun earlier, whatever is in use now. */
  open(id: string, region: string): Promise<Aws>;
  /** Takes another account or region into use, and remembers it. */
  use(id: string, region?: string): Promise<Connection>;
  /** Where the connection in use answers, if that is not AWS: the sandbox, or an endpoint of the environment. */
  endpoint(): Promise<string | undefined>;
  /** Time in the account that was called last, as far as it is known; ms since 1970. */
  now(): number;
  /** The sandbox account, if it is running. */
  sandbox(): RunningSandbox | undefined;
  onChange(listener: (connection: Connection) => void): () => void;
  close(): Promise<void>;
}

export function openConnections(options: ConnectionsOptions): Connections {
  const { env, settings, stateDir } = options;
  const opened = new Map<string, Open>();
  const listeners = new Set<(connection: Connection) => void>();
  let sandbox: Promise<RunningSandbox> | undefined;
  let sandboxNow: RunningSandbox | undefined;
  /** Of the account that was called last. */
  let time: AccountTime | undefined;

  const change = (open: Open, news: Partial<Connection>) => {
    open.connection = { ...open.connection, ...news };
    for (const listener of listeners) listener(open.connection);
  };

  const find = async (id: string): Promise<Source> => {
    const source = (await listSources(env)).find((one) => one.id === id);
    if (source === undefined) throw failure('connection.none');
    return source;
  };

  const currentId = async (): Promise<string> =>
    (await settings.read()).connectionId ?? (environmentSet(env) ? 'environment' : 'sandbox');

  const openOf = (source: Source, region: string): Open => {
    const key = `${source.id} ${region}`;
    let open = opened.get(key);
    if (open === undefined) {
      open = {
        aws: undefined,
        access: undefined,
        memory: openMemory(options.aws.clock, options.aws.onOffset),
        connection: {
          id: source.id,
          kind: source.kind,
          name: source.name,
          region,
          regions: [...new Set([region, ...regions])],
          state: 'notTried',
          accountId: null,
          caller: null,
          expiresAt: null,
          error: null,
        },
      };
      opened.set(key, open);
    }
    return open;
  };

  const regionOf = async (source: Source): Promise<string> =>
    (await settings.read()).regions[source.id] ?? source.region;

  const accessOf = async (source: Source, region: string): Promise<AwsAccess> => {
    if (source.kind !== 'sandbox') return accessTo(source, region, env);
    sandbox ??= startSandbox(stateDir, options.sandbox ?? {});
    try {
      sandboxNow = await sandbox;
    } catch (error) {
      sandbox = undefined;
      throw error;
    }
    return { ...sandboxNow.access, region };
  };

  const connect = async (open: Open, source: Source): Promise<OpenAws> => {
    const { region } = open.connection;
    // While a sign-in is missed it stays said until there is a new one.
    if (open.connection.state !== 'signInNeeded') change(open, { state: 'connecting', error: null });
    try {
      if (inOtherPartition(region)) throw failure('connection.otherPartition');
      const access = await accessOf(source, region);
      open.access = access;
      const aws = await connectAws(access, { ...options.aws, memory: open.memory });
      const { accountId, partition } = aws.target;
      if (partition !== 'aws') throw failure('connection.otherPartition');
      const { expiration } = await access.credentials();
      change(open, {
        state: 'ready',
        accountId,
        caller: aws.callerArn,
        expiresAt: expiration?.toISOString() ?? null,
        error: null,
      });
      return aws;
    } catch (error) {
      open.aws = undefined;
      const why = named(error, source);
      change(open, { state: failedWith(why, ...signedOut) ? 'signInNeeded' : 'failed', error: why.error });
      throw why;
    }
  };

  const awsOf = async (source: Source, region: string): Promise<Aws> => {
    const open = openOf(source, region);
    open.aws ??= connect(open, source);
    return watched(open, await open.aws, {
      connect: () => connect(open, source),
      onUse: () => (time = open.memory.time),
      onSignedOut: (error) => change(open, { state: 'signInNeeded', error }),
    });
  };

  const currentOpen = async (): Promise<{ source: Source; open: Open }> => {
    const source = await find(await currentId());
    return { source, open: openOf(source, await regionOf(source)) };
  };

  return {
    async list() {
      const sources = await listSources(env);
      const connections = await Promise.all(
        sources.map(async (source) => openOf(source, await regionOf(source)).connection),
      );
      return { connections, currentId: await currentId() };
    },
    current: async () => (await currentOpen()).open.connection,
    async place() {
      const { source, open } = await currentOpen();
      const { region, accountId } = open.connection;
      return { name: `${source.id} ${source.name} ${keyMark(source, env)} ${region}`, region, accountId };
    },
    async aws() {
      const { source, open } = await currentOpen();
      return awsOf(source, open.connection.region);
    },
    open: async (id, region) => awsOf(await find(id), region),
    async use(id, region) {
      const source = await find(id);
      await settings.change((before) => ({
        ...before,
        connectionId: id,
        regions: region === undefined ? before.regions : { ...before.regions, [id]: region },
      }));
      const open = openOf(source, await regionOf(source));
      // A failed sign-in is told by the state of the connection; using it is what the person asked for.
      await awsOf(source, open.connection.region).catch((error: unknown) => {
        if (!(error instanceof AppFailure)) throw error;
      });
      return open.connection;
    },
    async endpoint() {
      const { open } = await currentOpen();
      return open.access?.endpoint;
    },
    sandbox: () => sandboxNow,
    now: () => time?.now() ?? options.aws.clock.now(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const { aws } of opened.values())
        aws?.then(
          (one) => one.close(),
          () => undefined,
        );
      await sandboxNow?.close();
    },
  };
}

/** Keys of the environment may belong to another account at the next start: a mark of them, from which no key follows. */
function keyMark({ kind }: Source, env: Environment): string {
  const { AWS_ACCESS_KEY_ID: id } = env;
  if (kind !== 'environment' || id === undefined) return '';
  return createHash('sha256').update(id).digest('hex').slice(0, 12);
}

/** Names the profile that has to be signed in to. */
function named(error: unknown, source: Source): AppFailure {
  const why = error instanceof AppFailure ? error : failure('internal', {}, { cause: error });
  if (why.error.code !== 'connection.signInNeeded' || source.kind !== 'profile') return why;
  const { technical } = why.error;
  return failure(
    'connection.signInNeeded',
    { profile: profileOf(source.id) },
    { ...(technical && { technical }), cause: why },
  );
}
