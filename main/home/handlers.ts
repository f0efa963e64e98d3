/** Home: what costs money now, what is being done, what needs the person. */
import { isDeepStrictEqual } from 'node:util';
import { DateTime } from 'luxon';
import { message } from '../../preload/contract/message.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import type { Task } from '../../preload/contract/task.ts';
import { hoursInMonth } from '../costs/month.ts';
import { machineType } from '../inventory/collectors/machines.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isStale, toShow, type InventorySnapshot, type InventoryView } from '../inventory/snapshot.ts';
import { isRefused } from '../inventory/refused.ts';
import type { OtherRegions } from '../inventory/other-regions.ts';
import type { Thing } from '../inventory/thing.ts';
import { stackNames } from '../plans/names.ts';
import { eveningOf, isUnguarded, notebookType, stackOf } from '../notebooks/rows.ts';
import { allNeeds, type Lost, lossNeeds } from './loss-needs.ts';
import { needs } from './needs.ts';
import { costNow, type EndOf } from './summary.ts';

interface Parts {
  inventory: Inventory;
  price: (key: string, region: string) => number | null;
  tasks: () => Promise<Task[]>;
  timeZone: () => string;
  /** Time in the account, ms; asks nobody. */
  now: () => number;
  others?: OtherRegions;
  /** What was lost of the journal, and what the search in AWS found instead. */
  lost: () => Lost;
}

/** More than one looks through; the page shows the others when it is asked to. */
const firstRows = 20;

const nothing = { usd: 0, unknown: [] };

type Summary = Handlers['home']['summary'];
type Answer = Awaited<ReturnType<Summary>>;
interface HomeHandlers {
  /** Answers everybody alike, so that no window needs to ask. */
  summary: (input: Parameters<Summary>[0], context?: Parameters<Summary>[1]) => Promise<Answer>;
  /** Reckons the answer that the first window will ask for, so that it need not wait for it. */
  prepare(): Promise<void>;
}

/** What an answer rests on, besides the time and the prices. */
interface Seen {
  view: InventoryView;
  lost: ReturnType<typeof lossNeeds>;
  tasks: Task[];
  elsewhere: ReturnType<OtherRegions['view']> | undefined;
}

/** So long the prepared answer is as good as a new one, ms. */
const freshMs = 5_000;

export function homeHandlers(parts: Parts): HomeHandlers {
  const look = async (refresh: boolean): Promise<Seen> => {
    const view = refresh ? await parts.inventory.refresh() : await parts.inventory.view();
    const { snapshot } = view;
    const lost = lossNeeds(parts.lost(), { price: parts.price, snapshot, here: snapshot });
    const elsewhere = snapshot === null ? undefined : parts.others?.view(snapshot.accountId, snapshot.region);
    return { view, lost, tasks: await parts.tasks(), elsewhere };
  };
  let prepared: { at: number; seen: Seen; answer: Answer } | null = null;
  /** Once: whoever asks again sees what prices and time made of it since. */
  const takePrepared = (seen: Seen): Answer | null => {
    const found = prepared;
    prepared = null;
    if (found === null || Math.abs(parts.now() - found.at) > freshMs) return null;
    return sameSeen(found.seen, seen) ? found.answer : null;
  };

  return {
    async summary({ refresh, all }) {
      const seen = await look(refresh);
      const known = refresh || all ? null : takePrepared(seen);
      return known ?? reckon(parts, seen, all);
    },
    async prepare() {
      const seen = await look(false);
      prepared = { at: parts.now(), seen, answer: reckon(parts, seen, false) };
    },
  };
}

/** A snapshot is never changed, only replaced. */
const sameSeen = (a: Seen, b: Seen): boolean =>
  a.view.snapshot === b.view.snapshot &&
  isDeepStrictEqual({ ...a, view: a.view.error }, { ...b, view: b.view.error });

function reckon(parts: Parts, { view, lost, tasks, elsewhere }: Seen, all: boolean): Answer {
  // Without an account there is nothing to show, but for what holds changes back until there is one.
  const snapshot = lost.length > 0 ? view.snapshot : toShow(view);
  if (!snapshot) {
    const regions = { looked: 0, of: 1, unreachable: [], refused: [] };
    const empty = {
      perHour: nothing,
      todaySoFar: nothing,
      todayByMidnight: nothing,
      monthIfForgotten: nothing,
    };
    return {
      loadedAt: null,
      stale: true,
      rows: [],
      count: 0,
      regions,
      needs: allNeeds(lost, needs(null, tasks, noEnd, 0)),
      ...empty,
    };
  }
  const now = parts.now();
  const day = DateTime.fromMillis(now, { zone: parts.timeZone() });
  const clock = { now, dayStart: day.startOf('day').toMillis(), dayEnd: day.endOf('day').toMillis() };
  const ends = new Map<Thing, EndOf>();
  const endOf = (thing: Thing): EndOf => {
    const end = ends.get(thing) ?? endOfThing(thing, snapshot, now);
    ends.set(thing, end);
    return end;
  };
  return {
    loadedAt: snapshot.loadedAt,
    stale: isStale(view, now),
    ...costNow(
      withOthers(snapshot, elsewhere?.things ?? []),
      clock,
      parts.price,
      endOf,
      all ? Infinity : firstRows,
    ),
    regions: {
      looked: (view.error ? 0 : 1) + (elsewhere?.looked ?? 0),
      of: 1 + (elsewhere?.of ?? 0),
      unreachable: [...(view.error ? [snapshot.region] : []), ...(elsewhere?.unreachable ?? [])],
      // Where the list may not be seen here either, that is said once.
      refused: isRefused(snapshot, 'notebooks') ? [] : (elsewhere?.refused ?? []),
    },
    refused: snapshot.refused ?? [],
    needs: allNeeds(lost, needs(snapshot, tasks, endOf, now)),
  };
}

const noEnd = (): EndOf => ({
  endsAt: null,
  hoursPerMonth: hoursInMonth,
  stop: null,
  extend: null,
  kind: message('cost.kind.other'),
  ours: false,
});

function endOfThing(thing: Thing, snapshot: InventorySnapshot, now: number): EndOf {
  // Stacks and ends are known of the region in use only, and an operation works there only.
  if (thing.type === machineType) return endOfMachine(thing, snapshot);
  if (thing.region !== snapshot.region)
    return { ...noEnd(), ...(thing.type === notebookType && { kind: kindOf(thing) }) };
  if (thing.type !== notebookType) return noEnd();
  const evening = eveningOf(snapshot, thing.name, now);
  return {
    endsAt: evening?.next ?? null,
    notKnown: evening === null && isRefused(snapshot, 'stacks'),
    unguarded: isUnguarded(snapshot, thing.name),
    // After the evening stop a notebook stays stopped until somebody starts it.
    hoursPerMonth: evening ? Math.max(0, Date.parse(evening.next) - now) / 3_600_000 : hoursInMonth,
    stop: { source: 'notebook-stop', answers: { name: thing.name } },
    extend: evening ? { source: 'notebook-extend', answers: { name: thing.name } } : null,
    kind: kindOf(thing),
    ours: stackOf(snapshot, thing.name) !== undefined,
  };
}

/** AWS ends a machine of the training environment when nothing waits; every try of a training has a limit. */
function endOfMachine({ details }: Thing, { stacks }: InventorySnapshot): EndOf {
  const { instanceType: type = '?', spot, name } = details;
  const ours = name === stackNames.trainingEnvironment && stacks.some((stack) => stack.name === name);
  const how = spot === undefined ? 'machine' : 'spotMachine';
  if (!ours) return { ...noEnd(), kind: message(`cost.kind.${how}`, { type }) };
  const limits = stacks
    .filter(({ source }) => source === 'gpu-training')
    .map(({ parameters }) => (Number(parameters['AttemptSeconds']) * Number(parameters['Attempts'])) / 3600)
    .filter(Number.isFinite);
  return {
    ...noEnd(),
    hoursPerMonth: limits.length === 0 ? hoursInMonth : Math.max(...limits),
    ends: message('home.ends.training'),
    kind: message(`cost.kind.${how}`, { type }),
    ours: true,
  };
}

const kindOf = (thing: Thing) => message('cost.kind.notebook', { size: thing.details.instanceType ?? '?' });

const withOthers = (snapshot: InventorySnapshot, things: Thing[]): InventorySnapshot => ({
  ...snapshot,
  things: [...snapshot.things, ...things],
});
