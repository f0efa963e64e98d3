/**
 * When AWS is asked. AWS tells nobody that something changed, so what is on screen is asked for again and again: the thing
 * on its page every 4 s, the list on screen within 15 s and sooner while something in it is passing through states, the
 * rest of the region within 2 min, the other regions every 15 min while Home is seen, and one request a minute while every
 * window is hidden. All together stay below half a request a second; a service that says "slower" is asked slower.
 */
import type { Look } from '../../preload/contract/lists.ts';
import type { Clock } from '../clock.ts';
import type { Aws } from '../aws/aws.ts';
import { AppFailure, failedWith } from '../failure.ts';
import type { Inventory } from './inventory.ts';
import type { InventoryView } from './snapshot.ts';
import type { OtherRegions } from './other-regions.ts';

const everyMs = {
  thing: 4_000,
  moving: 4_000,
  page: 12_000,
  stacks: 60_000,
  region: 100_000,
  elsewhere: 15 * 60_000,
  hidden: 65_000,
} as const;
type Job = keyof typeof everyMs;

/** Rooms other than the inventory that have a page which lives. */
export interface LivePage {
  at: Look['at'];
  /** Asks AWS and tells the windows; answers how many requests it cost. */
  look(): Promise<number>;
}

export interface WatchParts {
  clock: Clock;
  connect: () => Promise<Aws>;
  inventory: Inventory;
  others: OtherRegions;
  /** States that pass by themselves. */
  isMoving: (status: string) => boolean;
  thingType: string;
  pages: readonly LivePage[];
  onOthers: () => void;
}

/** At most so many requests a second, after the first burst of a page that opens. */
const perSecond = 0.45;
const burst = 12;
const longestFactor = 16;
/** A window that opens draws what is remembered before AWS is asked, ms. */
const drawingMs = 1_000;
/** Nobody looks: asked again when somebody does. */
const asleepMs = 60 * 60_000;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

export class Watch {
  readonly #parts: WatchParts;
  readonly #windows = new Map<string, { look: Look; hidden: boolean }>();
  readonly #last = new Map<string, number>();
  #factor = 1;
  #tokens = burst;
  #filledAt = 0;
  #quietUntil = -Infinity;
  #wake = new AbortController();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** What a window has on screen from now on. */
  look(windowId: string, look: Look, hidden: boolean): void {
    const before = this.#windows.get(windowId);
    if (before === undefined) this.#quietUntil = this.#parts.clock.now() + drawingMs;
    this.#windows.set(windowId, { look, hidden });
    if (JSON.stringify(before) !== JSON.stringify({ look, hidden })) this.#wake.abort();
  }

  /** Something was done to the account: what is on screen is asked for at once. */
  again(): void {
    for (const key of [...this.#last.keys()]) if (key !== 'elsewhere') this.#last.delete(key);
    this.#wake.abort();
  }

  leave(windowId: string): void {
    this.#windows.delete(windowId);
  }

  /** Windows that look at one of these and are seen. */
  at(...places: Look['at'][]): string[] {
    return [...this.#windows].filter(([, w]) => places.includes(w.look.at)).map(([id]) => id);
  }

  /** Asks what is due, one thing at a time; answers after how many ms to come again. */
  async step(): Promise<number> {
    for (;;) {
      const due = this.#due();
      const [first] = due;
      if (first === undefined) return asleepMs;
      const now = this.#parts.clock.now();
      const wait = Math.max(first.at - now, this.#shortOf(now), this.#quietUntil - now);
      if (wait > 0) return wait;
      this.#last.set(first.key, now);
      const cost = await first.ask();
      this.#tokens -= cost;
    }
  }

  /** Goes on until the signal says stop. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const wait = await this.step();
      const wake = AbortSignal.any([signal, this.#wake.signal]);
      try {
        // Where nobody looks no time is waited for: only somebody who looks wakes it.
        if (this.#windows.size === 0) await aborted(wake);
        else await this.#parts.clock.sleep(wait, wake);
      } catch (error) {
        if (!failedWith(error, 'call.cancelled')) throw error;
      }
    }
  }

  /** ms until the next request may be sent. */
  #shortOf(now: number): number {
    if (this.#filledAt === 0) this.#filledAt = now;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#filledAt) / 1000) * perSecond);
    this.#filledAt = now;
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / perSecond) * 1000);
  }

  #due(): { at: number; key: string; ask: () => Promise<number> }[] {
    const windows = [...this.#windows.values()];
    const seen = windows.filter(({ hidden }) => !hidden).map(({ look }) => look);
    const jobs: { at: number; key: string; ask: () => Promise<number> }[] = [];
    const add = (job: Job, ask: () => Promise<number>, key: string = job) =>
      jobs.push({ at: (this.#last.get(key) ?? -Infinity) + everyMs[job] * this.#factor, key, ask });
    const { inventory, isMoving, thingType } = this.#parts;
    if (windows.length === 0) return [];
    if (seen.length === 0) {
      add('hidden', () => this.#inventory({ stacks: false, things: 'changed', purpose: 'background' }));
      return jobs;
    }
    const places = new Set(seen.map(({ at }) => at));
    const onList = places.has('home') || places.has('notebooks');
    if (onList) {
      // A look at all does for the shorter ones as well.
      add('page', () => this.#inventory({ stacks: false, things: 'all', purpose: 'screen' }));
      const moving = inventory.last.snapshot?.things.some(({ status }) => isMoving(status)) === true;
      if (moving)
        add('moving', () => this.#inventory({ stacks: false, things: 'changed', purpose: 'screen' }));
      add('stacks', () => this.#inventory({ stacks: true, things: 'none', purpose: 'screen' }));
    } else add('region', () => this.#inventory({ stacks: true, things: 'all', purpose: 'background' }));
    for (const look of seen)
      if (look.at === 'notebook')
        add('thing', () => this.#counted(() => inventory.lookAt(thingType, look.name)), `thing ${look.name}`);
    for (const page of this.#parts.pages)
      if (places.has(page.at)) add('page', () => this.#backedOff(() => page.look()), `page ${page.at}`);
    if (places.has('home')) {
      const region = this.#nextRegion();
      if (region !== null) jobs.push({ at: 0, key: 'elsewhere', ask: () => this.#elsewhere(region) });
    }
    return jobs.sort((a, b) => a.at - b.at);
  }

  #nextRegion(): string | null {
    const { snapshot } = this.#parts.inventory.last;
    if (snapshot === null) return null;
    const { accountId, region } = snapshot;
    return this.#parts.others.next(accountId, region, this.#parts.clock.now() - everyMs.elsewhere);
  }

  async #elsewhere(region: string): Promise<number> {
    return this.#backedOff(async () => {
      const { others, onOthers } = this.#parts;
      const before = others.requests;
      if (await others.look(await this.#parts.connect(), region)) onOthers();
      return others.requests - before;
    });
  }

  async #inventory(asked: Parameters<Inventory['look']>[0]): Promise<number> {
    const now = this.#parts.clock.now();
    if (asked.things === 'all') this.#last.set('moving', now);
    if (asked.things === 'all') this.#last.set('page', now);
    return this.#counted(() => this.#parts.inventory.look(asked));
  }

  async #counted(look: () => Promise<InventoryView>): Promise<number> {
    const { inventory } = this.#parts;
    const before = inventory.requests;
    const { error } = await look();
    this.#heard(error?.code);
    return Math.max(1, inventory.requests - before);
  }

  async #backedOff(look: () => Promise<number>): Promise<number> {
    try {
      const cost = await look();
      this.#heard(undefined);
      return cost;
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      this.#heard(error.error.code);
      return 1;
    }
  }

  /** Slower after a refusal, as before after an answer. */
  #heard(code: string | undefined): void {
    this.#factor = code === undefined ? 1 : Math.min(longestFactor, this.#factor * 2);
  }
}
