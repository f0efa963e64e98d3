/**
 * What exists in the connected account, as last seen. The snapshot is kept on disk and shown, with its age, before AWS is
 * asked; a refresh asks every collector at once and keeps the old rows of a collector that failed.
 */
import { z } from 'zod';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Aws } from '../aws/aws.ts';
import { gone, hourlyPrice, nothingSpent, observe, Spent } from '../costs/spent.ts';
import { AppFailure } from '../failure.ts';
import type { Collector } from './collector.ts';
import { collectOwnedStacks, OwnedStack } from './owned-stacks.ts';
import { Thing, thingKey } from './thing.ts';

export const InventorySnapshot = z.strictObject({
  /** Account and region that it is of; a snapshot of another account is never shown for this one. */
  accountId: z.string(),
  region: z.string(),
  loadedAt: z.string(),
  things: z.array(Thing),
  stacks: z.array(OwnedStack),
  spent: z.record(z.string(), Spent),
});
export type InventorySnapshot = z.infer<typeof InventorySnapshot>;

/** Where the last snapshot of an account and region is kept. */
export interface SnapshotStore {
  read(accountId: string, region: string): Promise<InventorySnapshot | null>;
  write(snapshot: InventorySnapshot): Promise<void>;
}

export interface InventoryView {
  snapshot: InventorySnapshot | null;
  /** Why the last refresh did not succeed; the snapshot is then older than it should be. */
  error: AppError | null;
}

/** Older than this is shown with its age. */
const freshMs = 60_000;

/** Whether what is shown is older than it should be. */
export const isStale = ({ snapshot, error }: InventoryView, now: number): boolean =>
  error !== null || snapshot === null || now - Date.parse(snapshot.loadedAt) > freshMs;

/** What there is to show: an old snapshot rather than the failure to renew it; the failure is thrown if there is none. */
export function toShow({ snapshot, error }: InventoryView): InventorySnapshot | null {
  if (snapshot === null && error !== null) throw new AppFailure(error);
  return snapshot;
}

interface Parts {
  connect: () => Promise<Aws>;
  collectors: Collector[];
  store: SnapshotStore;
  price: (key: string, region: string) => number | null;
}

export class Inventory {
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  #view: InventoryView = { snapshot: null, error: null };
  #running: Promise<InventoryView> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The last snapshot of the connected account, from memory or disk; asks AWS nothing but who we are. */
  async view(): Promise<InventoryView> {
    const aws = await this.#parts.connect();
    const { accountId, region } = aws.target;
    const known = this.#view.snapshot;
    if (known?.accountId !== accountId || known.region !== region) {
      this.#view = { snapshot: await this.#parts.store.read(accountId, region), error: null };
    }
    return this.#view;
  }

  /**
   * Asks AWS. Callers that come while a refresh runs share it, so none of them can cancel it for the others. Never
   * throws what AWS refuses: a failure is part of the view.
   */
  refresh(): Promise<InventoryView> {
    this.#running ??= this.#load().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #load(): Promise<InventoryView> {
    try {
      const before = (await this.view()).snapshot;
      const aws = await this.#parts.connect();
      const options = { purpose: 'screen' as const };
      const [stacks, ...lists] = await Promise.all([
        collectOwnedStacks(aws, options),
        ...this.#parts.collectors.map((collector) => collector.collect(aws, options)),
      ]);
      const { accountId, region } = aws.target;
      const things = lists.flat();
      const snapshot: InventorySnapshot = {
        accountId,
        region,
        loadedAt: new Date(aws.now()).toISOString(),
        things,
        stacks,
        spent: this.#account(before?.spent ?? {}, things, region, new Date(aws.now()).toISOString()),
      };
      const changed = !before || comparable(before) !== comparable(snapshot);
      this.#view = { snapshot, error: null };
      if (changed) {
        await this.#parts.store.write(snapshot);
        for (const listener of this.#listeners) listener();
      }
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      this.#view = { ...this.#view, error: cause.error };
    }
    return this.#view;
  }

  #account(
    before: Record<string, Spent>,
    things: Thing[],
    region: string,
    now: string,
  ): Record<string, Spent> {
    const after: Record<string, Spent> = {};
    for (const thing of things) {
      const key = thingKey(thing);
      const usdPerHour = hourlyPrice(thing, (priceKey) => this.#parts.price(priceKey, region));
      after[key] = observe(before[key] ?? nothingSpent, thing, usdPerHour, now);
    }
    for (const [key, spent] of Object.entries(before)) {
      const last = key in after ? null : gone(spent, now);
      if (last) after[key] = last;
    }
    return after;
  }
}

const comparable = ({ things, stacks }: InventorySnapshot): string => JSON.stringify([things, stacks]);
