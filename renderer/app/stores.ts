import type { Millwright } from '../../preload/contract/index.ts';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import type { WindowHost } from '../../preload/contract/host.ts';
import type { Task } from '../../preload/contract/task.ts';
import { setClock } from './clock.ts';
import { followLists } from './live-lists.ts';
import { firstQuestions } from './first.ts';
import { createRemoteStore } from './remote.ts';

/** One store per feature; pages make those of a single thing (a notebook, a folder) themselves. */
export function createStores(api: Millwright) {
  return {
    settings: createRemoteStore((o) => api.app.settings({}, o)),
    info: createRemoteStore((o) => api.app.info({}, o)),
    connections: createRemoteStore((o) => api.connections.list({}, o)),
    home: createRemoteStore((o, refresh) => api.home.summary({ refresh }, o), true),
    /** With every thing that costs money, where a person asked to see them all. */
    allCosts: createRemoteStore((o) => api.home.summary({ refresh: false, all: true }, o)),
    notebooks: createRemoteStore((o, refresh, first) => api.notebooks.list({ refresh, first }, o), true),
    buckets: createRemoteStore((o) => api.data.buckets({}, o)),
    jobs: createRemoteStore((o, refresh, first) => api.jobs.list({ refresh, first }, o), true),
    wizards: createRemoteStore((o) => api.wizards.list({}, o)),
    plans: createRemoteStore((o) => api.plans.list({}, o)),
    receipts: createRemoteStore((o) => api.plans.receipts({}, o)),
    tasks: createRemoteStore((o) => api.tasks.list({}, o)),
    faults: createRemoteStore((o) => api.sandbox.faults({}, o)),
    jobFates: createRemoteStore((o) => api.sandbox.jobFates({}, o)),
    accountClock: createRemoteStore((o) => api.sandbox.clock({}, o)),
  };
}
export type Stores = ReturnType<typeof createStores>;

/** Asks for what the window shows first, at the address with this hash. Over when all of it was answered. */
export async function openFirst(stores: Stores, hash: string): Promise<void> {
  await Promise.all(firstQuestions(hash).map(([name]) => stores[name].open()));
}

type Invalidated = Extract<MillwrightEvent, { type: 'invalidated' }>['domain'];

const stale: Record<Invalidated, (keyof Stores)[]> = {
  notebooks: ['notebooks', 'home', 'allCosts'],
  data: ['buckets'],
  home: ['home', 'allCosts'],
  plans: ['plans', 'receipts', 'wizards'],
  connections: ['connections', 'notebooks', 'buckets', 'jobs', 'home', 'allCosts', 'wizards'],
  settings: ['settings'],
};

function withTask(tasks: Task[], task: Task): Task[] {
  const others = tasks.filter((t) => t.id !== task.id);
  return [task, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

/**
 * Keeps the stores true: invalidations are gathered for 150 ms and wait while the window is hidden; task updates are put
 * in at once. After a break of the line everything is asked for again: what was told meanwhile was not heard. Returns the
 * function that ends it.
 */
export function followEvents(api: Millwright, host: WindowHost, stores: Stores): () => void {
  const waiting = new Set<keyof Stores>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (document.hidden) return;
    const names = [...waiting];
    waiting.clear();
    for (const name of names) stores[name].invalidate();
  };
  const soon = () => {
    timer ??= setTimeout(flush, 150);
  };
  const lists = followLists(stores);
  const stop = api.onEvent((event) => {
    if (event.type === 'list') lists.take(event.list);
    if (event.type === 'clock') setClock(event.offsetMs, event.speed);
    if (event.type === 'task') {
      if (stores.tasks.getState().data === null) void stores.tasks.load();
      else stores.tasks.patch((tasks) => withTask(tasks, event.task));
      if (event.task.endedAt !== undefined) waiting.add('receipts').add('plans').add('home');
    }
    if (event.type === 'invalidated') for (const name of stale[event.domain]) waiting.add(name);
    if (waiting.size > 0) soon();
  });
  let broken = false;
  const stopLine = host.onConnection((state) => {
    if (state === 'open' && broken) {
      for (const name of Object.keys(stores) as (keyof Stores)[]) waiting.add(name);
      soon();
    }
    broken = state === 'lost' || (broken && state !== 'open');
  });
  document.addEventListener('visibilitychange', soon);
  return () => {
    stop();
    stopLine();
    lists.stop();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', soon);
  };
}
