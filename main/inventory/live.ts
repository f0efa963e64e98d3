/** The account as windows see it: the inventory with its memory on disk, what is asked and when, and who is told. */
import { ListDelta, type Look } from '../../preload/contract/lists.ts';
import type { NotebookRow } from '../../preload/contract/domains/notebooks.ts';
import type { Clock } from '../clock.ts';
import type { Connections } from '../connections/connections.ts';
import type { Windows } from '../hosts/ports.ts';
import { isPassing, notebookType } from '../notebooks/rows.ts';
import { openInventoryCache } from './cache.ts';
import { machines } from './collectors/machines.ts';
import { notebookInstances } from './collectors/notebook-instances.ts';
import { Inventory } from './inventory.ts';
import { LiveList } from './live-list.ts';
import { OtherRegions } from './other-regions.ts';
import { Watch, type LivePage } from './watch.ts';

/** A row per type of thing that is listed. */
const collectors = [notebookInstances, machines];

export interface LiveParts {
  stateDir: string;
  clock: Clock;
  connections: Pick<Connections, 'aws' | 'place'>;
  price: (key: string, region: string) => number | null;
  windows: Windows;
}

export interface Live {
  inventory: Inventory;
  others: OtherRegions;
  watch: Watch;
  notebooks: LiveList<NotebookRow>;
  /** To the windows that look at the list, but not to the one that is answered with all of it. */
  tell: (delta: ListDelta, but?: string) => void;
  /** A room joins its page to what is watched. */
  addPage: (page: LivePage) => void;
  close(): void;
}

/** Windows on these pages hold the list. */
const holders: Record<ListDelta['of'], Look['at'][]> = {
  notebooks: ['notebooks', 'notebook'],
  buckets: ['buckets'],
  jobs: ['jobs'],
};

export function openLive({ stateDir, clock, connections, price, windows }: LiveParts): Live {
  const connect = () => connections.aws();
  const store = openInventoryCache(stateDir);
  const inventory = new Inventory({ connect, collectors, store, price, place: () => connections.place() });
  const others = new OtherRegions(collectors);
  const pages: LivePage[] = [];
  const homeChanged = () => {
    for (const id of watch.at('home')) windows.send(id, { type: 'invalidated', domain: 'home' });
  };
  const watch: Watch = new Watch({
    clock,
    connect,
    inventory,
    others,
    isMoving: isPassing,
    thingType: notebookType,
    pages,
    onOthers: homeChanged,
  });
  inventory.onChange(homeChanged);
  let refused = '';
  inventory.onChange(() => {
    const now = JSON.stringify(inventory.last.snapshot?.refused?.map(({ of }) => of) ?? []);
    if (now === refused) return;
    refused = now;
    // Changes of rows do not say what may not be seen: the list is asked for again.
    for (const id of watch.at('notebooks', 'notebook'))
      windows.send(id, { type: 'invalidated', domain: 'notebooks' });
  });
  return {
    inventory,
    others,
    watch,
    notebooks: new LiveList(),
    tell(delta, but) {
      const ids = watch.at(...holders[delta.of]).filter((id) => id !== but);
      if (ids.length === 0) return;
      const list = ListDelta.parse(delta);
      for (const id of ids) windows.send(id, { type: 'list', list });
    },
    addPage: (page) => void pages.push(page),
    close: () => store.close(),
  };
}
