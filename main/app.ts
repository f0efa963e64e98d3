/** The composition root of the program with a window: builds the rooms by hand, the same for every host. */
import { contract, type Handlers } from '../preload/contract/index.ts';
import type { Settings } from '../preload/contract/domains/app.ts';
import type { MillwrightEvent } from '../preload/contract/events.ts';
import type { Message } from '../preload/contract/message.ts';
import type { Clock } from './clock.ts';
import type { SandboxRun } from './connections/sandbox.ts';
import { connectionHandlers } from './connections/handlers.ts';
import { sandboxHandlers } from './connections/sandbox-handlers.ts';
import { openBuckets } from './data/buckets.ts';
import { dataHandlers } from './data/handlers.ts';
import { ownBuckets } from './data/own-buckets.ts';
import { createEngine, type Engine } from './engine.ts';
import { AppFailure } from './failure.ts';
import { openGlance } from './home/glance.ts';
import { homeHandlers } from './home/handlers.ts';
import { lostOf } from './home/loss-needs.ts';
import { appHandlers, voiceOf } from './hosts/app-handlers.ts';
import type { Voice } from './hosts/confirm-page.ts';
import type { HostPorts, Program } from './hosts/ports.ts';
import { openLive } from './inventory/live.ts';
import { register } from './ipc/dispatcher.ts';
import { openJobRoom } from './jobs/room.ts';
import { notebookHandlers, tellNotebooks } from './notebooks/handlers.ts';
import { planHandlers } from './plans/handlers.ts';
import { recoverOpen } from './plans/recover-open.ts';
import { planHere } from './plans/store.ts';
import { stackHandlers } from './stacks/handlers.ts';
import { taskHandlers } from './tasks/handlers.ts';
import { openDrafts } from './wizards/drafts.ts';
import { wizardHandlers } from './wizards/handlers.ts';

export interface AppOptions {
  stateDir: string;
  env: NodeJS.ProcessEnv;
  host: HostPorts;
  sandbox?: SandboxRun;
  clock?: Clock;
  /** What looking again waits by, where waiting by `clock` would move the account's time. */
  watchClock?: Clock;
  /** Told at once and at every change of language or time zone. */
  onVoice: (voice: Voice) => void;
  /** Told at once and at every change of light or dark. */
  onAppearance?: (appearance: Settings['appearance']) => void;
  /** Faults in our own code that nobody waits for; `where` names the room. */
  onFault: (where: string, error: unknown) => void;
}

export interface App extends Program {
  /** Titles of what is still being done. */
  running(): Promise<Message[]>;
  /** Reckons from the last look on the disk what Home shows, so that it is at hand when the window asks. */
  remember(): void;
  /** Looks at what an earlier start left open and goes on with it. */
  recover(): Promise<void>;
  /** Stops following what runs in AWS, writes everything down, gives the state folder back. */
  close(): Promise<void>;
}

/** A task changes what these show. */
const changedByTasks = ['notebooks', 'data', 'home', 'plans'] as const;

export async function createApp(options: AppOptions): Promise<App> {
  const { stateDir, env, host, onFault } = options;
  const tell = (event: MillwrightEvent): void => host.windows.broadcast(event);
  /** Of the sandbox account's clock; every other account's runs as fast as this computer's. */
  let speed = options.sandbox?.speed ?? 1;
  let inSandbox = true;
  /** What the account's clock is found to be ahead of this computer's. */
  let offsetMs = 0;
  const tellClock = (): void => tell({ type: 'clock', offsetMs, speed: inSandbox ? speed : 1 });
  const engine: Engine = await createEngine({
    stateDir,
    env,
    ...(options.sandbox && { sandbox: options.sandbox }),
    ...(options.clock && { clock: options.clock }),
    onOffset(ms) {
      offsetMs = ms;
      tellClock();
    },
    onFault: (error) => onFault('engine', error),
    onSearch: () => tell({ type: 'invalidated', domain: 'home' }),
  });
  const { connections, prices, settings, tasks, receipts, staging } = engine;
  const { reconciling } = engine.applying;
  const connect = () => connections.aws();
  // What is shown from the cache has its own account's prices, also while nobody is signed in.
  const price = (key: string, region: string) =>
    prices.price(key, region, live.inventory.shownAccount)?.usd ?? null;
  const making = (signal?: AbortSignal) => engine.making('auto', signal);
  const { person } = await settings.read();
  let voice = voiceOf(person);
  options.onVoice(voice);
  options.onAppearance?.(person.appearance);

  const now = () => engine.clock.now() + offsetMs;
  const live = openLive({
    stateDir,
    clock: options.watchClock ?? engine.clock,
    connections,
    price,
    windows: host.windows,
  });
  const { inventory, watch } = live;
  const ours = () => ownBuckets(inventory);
  const buckets = openBuckets({ connect, ownBuckets: ours, tell: live.tell });
  live.addPage(buckets.page);
  const jobs = openJobRoom({
    connect,
    tell: live.tell,
    event: tell,
    now,
    prices,
    receipts,
    plan: (id) => planHere(engine.plans, id),
    onFault: (error) => onFault('jobs', error),
  });
  live.addPage(jobs.page);
  const notebookList = { live: live.notebooks, price, now, tell: live.tell };

  const home = homeHandlers({
    inventory,
    others: live.others,
    price,
    now,
    tasks: () => tasks.list(),
    timeZone: () => voice.timeZone,
    lost: () => lostOf(reconciling, stateDir),
  });
  const asking = {
    consent: host.consent,
    reader: () => Promise.resolve(voice),
    inSandbox: async () => (await connections.current()).kind === 'sandbox',
  };
  const handlers: Handlers = {
    app: appHandlers({
      host: host.kind,
      settings,
      stateDir,
      now: () => connections.now(),
      onChanged(changed) {
        voice = voiceOf(changed);
        options.onVoice(voice);
        options.onAppearance?.(changed.appearance);
        tell({ type: 'invalidated', domain: 'settings' });
      },
    }),
    connections: connectionHandlers(connections),
    sandbox: sandboxHandlers(connections, (clock) => {
      ({ speed } = clock);
      tellClock();
      for (const domain of changedByTasks) tell({ type: 'invalidated', domain });
    }),
    data: dataHandlers({ connect, ownBuckets: ours, staging, outside: host.outside, buckets }),
    home: { summary: home.summary },
    jobs: jobs.handlers,
    lists: {
      async look({ look, hidden }, { windowId }) {
        watch.look(windowId, look, hidden);
        return {};
      },
    },
    notebooks: notebookHandlers({
      ...notebookList,
      connect,
      inventory,
      receipts: async () => (await receipts.list()).items.map(({ value }) => value),
      openPage: async (url) =>
        host.outside.open({ kind: 'page', url, endpoint: await connections.endpoint() }),
    }),
    plans: planHandlers({
      store: engine.plans,
      receipts,
      ...asking,
      applying: engine.applying,
      making,
      now: () => connections.now(),
      onReviewed: () => tell({ type: 'invalidated', domain: 'plans' }),
    }),
    stacks: stackHandlers({ connect, clock: engine.clock }),
    tasks: taskHandlers({
      tasks,
      applying: engine.applying,
      plan: async (id) => (await engine.plans.get(id)).plan,
      ...asking,
      tickets: engine.tickets,
    }),
    wizards: wizardHandlers({
      making,
      drafts: openDrafts(stateDir),
      price: async (key) => prices.price(key, (await connections.current()).region)?.usd ?? null,
    }),
  };

  tasks.onChange((task) => {
    tell({ type: 'task', task });
    if (task.endedAt === undefined) return;
    for (const domain of changedByTasks) tell({ type: 'invalidated', domain });
    watch.again();
  });
  inventory.onChange(() => {
    const { snapshot } = inventory.last;
    if (snapshot !== null) tellNotebooks(notebookList, snapshot);
  });
  connections.onChange(({ state, id, kind }) => {
    tell({ type: 'invalidated', domain: 'connections' });
    if (state === 'ready') {
      inSandbox = kind === 'sandbox';
      offsetMs = connections.now() - engine.clock.now();
      tellClock();
    }
    // What was lost sight of goes on as soon as the account answers again; nobody has to say so twice.
    if (state === 'ready') engine.applying.lookAgain(id).catch((error: unknown) => onFault('engine', error));
  });

  const glance = openGlance({
    notices: host.notices,
    tasks,
    summary: () => home.summary({ refresh: false, all: false }),
    onSeen: (listener) => inventory.onChange(listener),
    inSandbox: () => inSandbox,
    onFault: (error) => onFault('glance', error),
  });
  const ending = new AbortController();
  const watching = watch.run(ending.signal).catch((error: unknown) => onFault('watch', error));
  const dispatcher = register(contract, handlers, { onFault });

  return {
    dispatcher: {
      ...dispatcher,
      closeWindow(windowId) {
        watch.leave(windowId);
        dispatcher.closeWindow(windowId);
      },
    },
    staging,
    tickets: engine.tickets,
    running: async () =>
      (await tasks.list()).filter(({ endedAt }) => endedAt === undefined).map(({ title }) => title),
    remember() {
      home.prepare().catch((error: unknown) => {
        // The window is told what is wrong with the connection when it asks.
        if (!(error instanceof AppFailure)) onFault('inventory', error);
      });
    },
    recover: () => recoverOpen(engine, (error) => onFault('recovery', error)),
    async close() {
      glance.close();
      ending.abort();
      await watching;
      live.close();
      await engine.close();
    },
  };
}
