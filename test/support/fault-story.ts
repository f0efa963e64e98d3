/** The story of a notebook in stages. Each stage begins in a copy of the account and the state that the one before left. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Aws } from '../../main/aws/aws.ts';
import type { Clock } from '../../main/clock.ts';
import { createEngine, type Engine } from '../../main/engine.ts';
import { notebookInstances } from '../../main/inventory/collectors/notebook-instances.ts';
import { Inventory } from '../../main/inventory/inventory.ts';
import { jobHandlers } from '../../main/jobs/handlers.ts';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { notebookDetail } from '../../main/notebooks/details.ts';
import { AppFailure } from '../../main/failure.ts';
import type { Points } from '../../main/points.ts';
import type { FaultSwitch, ObservedCall } from '../../main/sandbox/index.ts';
import { choose } from '../../main/sandbox/services/batch/index.ts';
import { jobs as contract } from '../../preload/contract/domains/jobs.ts';
import type { Task } from '../../preload/contract/task.ts';
import { allowGpus, theJob, training } from './crash/preparing.ts';
import { openSpine, quickFolder, type Spine } from './spine.ts';

export const bucket = 'fault-bucket-4417';
export const notebook = 'fault-notebook';

export interface World {
  spine: Spine;
  engine: Engine;
  /** Faults in the product's own code that nobody waited for. */
  troubles: unknown[];
  /** Virtual time of the account, ms. */
  now(): number;
}

export interface Stage {
  id: string;
  /** Answers the task of a plan; nothing for a look. Throws what the person is told instead. */
  run(world: World): Promise<Task | undefined>;
}

const plan =
  (source: string, answers: (world: World) => Promise<object> | object) =>
  async (world: World): Promise<Task> => {
    const { spine, engine } = world;
    const made = await spine.plan(engine, source, (await answers(world)) as never);
    return spine.apply(engine, made);
  };

async function picked({ engine: { staging } }: World) {
  const files = { 'a.csv': 'x,y\n1,2\n', 'deep/b.txt': 'hello' };
  const declared = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
  const { stageId } = await staging.reserve(declared, 'window');
  for (const [index, text] of Object.values(files).entries())
    await staging.receive(stageId, index, Readable.from([Buffer.from(text)]));
  return { stageId, bucket, prefix: 'data/' };
}

function looking({ engine: { connections, prices } }: World) {
  const connect = () => connections.aws();
  const price = (key: string, region: string) => prices.price(key, region)?.usd ?? null;
  const store = { read: () => Promise.resolve(null), write: () => Promise.resolve() };
  return {
    connect,
    price,
    inventory: new Inventory({ connect, collectors: [notebookInstances], store, price }),
  };
}

const evening = { at: '19:00', timeZone: 'UTC' };
const named = { name: notebook };

export const stages: readonly Stage[] = [
  { id: 'foundation', run: plan('foundation', () => ({})) },
  { id: 'storage', run: plan('storage', () => ({ name: bucket })) },
  { id: 'upload', run: plan('data-upload', picked) },
  {
    id: 'notebook',
    run: plan('notebook', () => ({ ...named, size: 'ml.t3.medium', bucket: { choice: bucket }, evening })),
  },
  {
    id: 'look',
    async run(world) {
      const { error, snapshot } = await looking(world).inventory.refresh();
      const said = error ?? snapshot?.refused?.[0]?.error;
      if (said) throw new AppFailure(said);
      return undefined;
    },
  },
  {
    id: 'page',
    async run(world) {
      const { connect, inventory, price } = looking(world);
      const { snapshot, error } = await inventory.refresh();
      if (!snapshot) throw error ? new AppFailure(error) : new Error('No snapshot and no error.');
      const aws = await connect();
      const { signal } = new AbortController();
      const here = (key: string) => price(key, snapshot.region);
      await notebookDetail(notebook, { aws, snapshot, price: here, receipts: [], signal });
      await aws.call('sagemaker', 'CreatePresignedNotebookInstanceUrl', { NotebookInstanceName: notebook });
      return undefined;
    },
  },
  { id: 'extend', run: plan('notebook-extend', () => ({ ...named, hours: 3 })) },
  {
    id: 'change',
    run: plan('notebook-change', () => ({
      ...named,
      size: 'ml.m5.xlarge',
      evening: { ...evening, at: '20:00' },
    })),
  },
  { id: 'stop', run: plan('notebook-stop', () => named) },
  { id: 'start', run: plan('notebook-start', () => ({ ...named, hours: 3 })) },
  {
    id: 'delete-data',
    run: plan('data-delete', () => ({ bucket, keys: ['data/a.csv', 'data/deep/b.txt'] })),
  },
  { id: 'delete', run: plan('notebook-delete', () => named) },
  {
    id: 'gpus',
    // By the account's owner. There is no machine now, so what is sent waits.
    async run({ spine }) {
      await allowGpus(spine);
      choose(spine.sandbox.account, 'us-east-1', { outcome: 'no-capacity' });
      return undefined;
    },
  },
  {
    id: 'training',
    run: plan('gpu-training', async ({ engine }) => ({
      ...(await training(engine, { choice: bucket })),
      // The queue gives up after a day, later than any trouble here.
      giveUpMinutes: 1_440,
    })),
  },
  { id: 'jobs', run: lookAtJobs },
  { id: 'job-stop', run: plan('job-stop', async ({ spine }) => ({ id: await theJob(spine) })) },
];

/** The list of jobs, the page of one that waits, and its log. */
async function lookAtJobs({ engine, spine, ...world }: World): Promise<undefined> {
  const connect = () => engine.connections.aws();
  const { signal } = new AbortController();
  const now = () => world.now();
  const handlers = jobHandlers({ connect, live: openLiveJobs({ connect }), now });
  const context = { requestId: 'r', windowId: 'w', signal };
  const seen = await handlers.list({ refresh: true, first: false }, context);
  const { refused } = contract.list.output.parse(seen);
  const said = refused[0]?.error;
  if (said) throw new AppFailure(said);
  const id = await theJob(spine);
  await handlers.get({ id }, context);
  await handlers.log(
    { id, from: null, direction: 'newer', search: '', everywhere: false, limit: 500 },
    context,
  );
}

const aliases: Record<string, string> = { monitoring: 'cloudwatch', servicequotas: 'service-quotas' };
/** `cloudformation:CreateChangeSet`, as the client names services. */
export const nameOf = ({ service, operation }: Pick<ObservedCall, 'service' | 'operation'>): string =>
  `${aliases[service] ?? service}:${operation}`;

export interface OpenWorld extends World {
  /** From now on no request comes to its limit: what a program without limits would do. */
  withoutLimits(): void;
  close(): Promise<void>;
}

/**
 * Opens a program in a folder. A request that gets no answer, or one too slow to end, comes to its limit at once: the
 * account's time moves on by as much. `atCall` is reached before each request, and may throw what stands for it.
 */
export async function openWorld(
  root: string,
  hooks: { atCall?: (name: string) => void; slept?: (spine: Spine) => void } = {},
): Promise<OpenWorld> {
  const spine = await openSpine(root);
  const limits = new Map<string, { ms: number; controller: AbortController }[]>();
  let closed = false;
  let limitless = false;
  let newest: { ms: number; controller: AbortController } | undefined;
  const clock: Clock = {
    ...spine.clock,
    async sleep(ms, signal) {
      await spine.clock.sleep(ms, signal);
      hooks.slept?.(spine);
    },
    alarm(ms) {
      newest = { ms, controller: new AbortController() };
      return newest.controller.signal;
    },
  };
  const points: Points = {
    reach(name) {
      const call = /^call:(.+):before$/.exec(name)?.[1];
      if (call !== undefined) {
        if (newest) limits.set(call, [...(limits.get(call) ?? []), newest]);
        hooks.atCall?.(call);
      }
      return Promise.resolve();
    },
  };
  const hangs = (on: FaultSwitch, call: ObservedCall | null): void => {
    if (call === null || (on.fault !== 'F11' && on.fault !== 'F15')) return;
    if (limitless) return;
    const end = async (): Promise<void> => {
      // Which of several requests of this name hangs is not known; the limit of one that ended does nothing.
      const ending = limits.get(nameOf(call)) ?? [];
      limits.delete(nameOf(call));
      if (closed) return;
      await spine.sandbox.advance((ending.at(-1)?.ms ?? 0) / 1000);
      for (const { controller } of ending)
        controller.abort(new DOMException('The limit of the request is over.', 'TimeoutError'));
    };
    setTimeout(() => void end(), 15);
  };
  spine.sandbox.faults.onMet(hangs);
  const troubles: unknown[] = [];
  const { stateDir, env } = spine;
  const onFault = (error: unknown) => troubles.push(error);
  const engine = await createEngine({ stateDir, env, clock, points, onFault });
  return {
    spine,
    engine,
    troubles,
    withoutLimits: () => (limitless = true),
    now: () => spine.sandbox.account.clock.now(),
    async close() {
      closed = true;
      await engine.close();
      await spine.close();
    },
  };
}

export interface Recorded {
  stage: Stage;
  /** Folder with account and state as they are before the stage. */
  folder: string;
  /** How often each call was made over the wire. */
  calls: Map<string, number>;
  /** Signing name of each call's service. */
  services: Map<string, string>;
  /** Virtual time that it took, ms. */
  took: number;
  /** What is in the account afterwards that was not before, by kind. */
  made: string[];
  gone: string[];
}

/** What is, by kind and key; without what AWS writes by itself. */
export const inventoryOf = (spine: Spine): string[] =>
  spine.sandbox
    .ledger()
    .filter(
      (entry) =>
        entry.goneAt === null &&
        !/^(?:logs\/|sts\/|cloudformation\/(?:change-set|deleted|stack-event)|servicequotas\/)/.test(
          entry.kind,
        ),
    )
    .map((entry) => `${entry.kind} ${entry.key}`);

/** Runs the whole story once without trouble, keeping a copy of everything before each stage. */
export async function recordStory(): Promise<{ root: string; recorded: Recorded[] }> {
  const root = await quickFolder('millwright-faults-');
  const recorded: Recorded[] = [];
  const running = join(root, 'running');
  await (await openWorld(running)).close();
  for (const stage of stages) {
    const folder = await copyOf(running, join(root, `before-${stage.id}`));
    recorded.push(await recordStage(stage, running, folder));
  }
  return { root, recorded };
}

async function recordStage(stage: Stage, running: string, folder: string): Promise<Recorded> {
  const world = await openWorld(running);
  const calls = new Map<string, number>();
  const services = new Map<string, string>();
  world.spine.sandbox.observe((call) => {
    if (call.via !== 'wire') return;
    const name = nameOf(call);
    services.set(name, call.service);
    calls.set(name, (calls.get(name) ?? 0) + 1);
  });
  const before = inventoryOf(world.spine);
  const from = world.now();
  const task = await stage.run(world);
  if (task && task.state !== 'succeeded') throw new Error(`${stage.id}: ${JSON.stringify(task.error)}`);
  const after = inventoryOf(world.spine);
  const took = world.now() - from;
  await world.close();
  const kinds = (list: string[]) => list.map((one) => one.split(' ')[0] ?? '').sort();
  return {
    stage,
    folder,
    calls,
    services,
    took,
    made: kinds(after.filter((one) => !before.includes(one))),
    gone: kinds(before.filter((one) => !after.includes(one))),
  };
}

export async function copyOf(folder: string, to: string): Promise<string> {
  // Picked files are picked anew; those of the last stage may just be on their way out.
  await cp(folder, to, { recursive: true, filter: (path) => !path.endsWith('/staging') });
  return to;
}

type AnyCall = (service: string, operation: string, input: object, options?: object) => Promise<unknown>;

/** Puts something between the program and its calls, for bugs that are planted by a test. */
export function wrapCalls(
  { engine: { connections } }: World,
  wrap: (call: AnyCall, given: Parameters<AnyCall>) => Promise<unknown>,
): void {
  const around = (aws: Aws): Aws => {
    const call: AnyCall = (...given) => (aws as unknown as { call: AnyCall }).call(...given);
    return Object.assign(Object.create(aws) as Aws, {
      call: (...given: Parameters<AnyCall>) => wrap(call, given),
    });
  };
  const aws = connections.aws.bind(connections);
  const open = connections.open.bind(connections);
  connections.aws = async (...given) => around(await aws(...given));
  connections.open = async (...given) => around(await open(...given));
}
