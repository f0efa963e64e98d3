/**
 * What exists in the connected account, as last seen. The snapshot is kept on disk and shown, with its age, before AWS is
 * asked; a refresh asks every collector at once and keeps the old rows of a collector that failed.
 */
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { gone, hourlyPrice, nothingSpent, observe, type Spent } from '../costs/spent.ts';
import { AppFailure } from '../failure.ts';
import type { Collector } from './collector.ts';
import { changedOver, sameSight, sameWhereEqual } from './compare.ts';
import { counting } from './counting.ts';
import { collectStacks } from './owned-stacks.ts';
import { unlessRefused } from './refused.ts';
import type { InventorySnapshot, InventoryView, SnapshotStore } from './snapshot.ts';
import { type Thing, thingKey } from './thing.ts';

interface Parts {
  connect: () => Promise<Aws>;
  collectors: readonly Collector[];
  store: SnapshotStore;
  price: (key: string, region: string) => number | null;
  /** The connection in use as it is known without asking AWS; absent: always ask. */
  place?: () => Promise<{ name: string; region: string; accountId: string | null }>;
}

/** What a look asks for. `changed`: only what AWS says has changed since the last look, which does not see what is gone. */
export interface Asked {
  stacks: boolean;
  things: 'all' | 'changed' | 'none';
  purpose: NonNullable<AwsCallOptions['purpose']>;
}

const everything: Asked = { stacks: true, things: 'all', purpose: 'screen' };
/** AWS tells times to the second and may be late with a change, ms. */
const overlapMs = 60_000;

export class Inventory {
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  #view: InventoryView = { snapshot: null, error: null };
  #running: Promise<InventoryView> | null = null;
  #reading: { place: string; snapshot: Promise<InventorySnapshot | null> } | null = null;
  /** When the lists of things were asked for last, in AWS's time. */
  #collected = { of: '', at: 0 };
  /** Requests that looks have cost so far. */
  requests = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is known now; asks neither AWS nor the disk. */
  get last(): InventoryView {
    return this.#view;
  }

  /** Told after a look in which something changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Account of what was last shown; undefined: nothing was. */
  get shownAccount(): string | undefined {
    return this.#view.snapshot?.accountId;
  }

  /** The last snapshot of the account in use, from memory or disk. Asks AWS nothing where the connection is known. */
  async view(): Promise<InventoryView> {
    const account = await this.#account();
    if (account === null) return { snapshot: null, error: this.#view.error };
    const { accountId, region } = account;
    const isKnown = () =>
      this.#view.snapshot?.accountId === accountId && this.#view.snapshot.region === region;
    if (isKnown()) return this.#view;
    const place = placeOf(account);
    // Who comes while it is read waits for the same reading.
    if (this.#reading?.place !== place)
      this.#reading = { place, snapshot: this.#parts.store.read(accountId, region) };
    const { snapshot } = this.#reading;
    const read = await snapshot.finally(() => (this.#reading = null));
    // AWS may have answered meanwhile.
    if (!isKnown()) this.#view = { snapshot: read, error: null };
    return this.#view;
  }

  /**
   * Asks AWS for everything. Callers that come while a refresh runs share it, so none of them can cancel it for the
   * others. Never throws what AWS refuses: a failure is part of the view.
   */
  refresh(): Promise<InventoryView> {
    this.#running ??= this.#look(everything).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Asks AWS for a part; shares a refresh that runs. */
  look(asked: Asked): Promise<InventoryView> {
    return this.#running ?? this.#look(asked);
  }

  /** Looks at one thing. */
  async lookAt(type: string, name: string): Promise<InventoryView> {
    const one = this.#parts.collectors.find((collector) => collector.type === type)?.one;
    const { snapshot } = await this.view();
    if (one === undefined || snapshot === null) return this.look(everything);
    return this.#caught(async (aws) => {
      const thing = await one(aws, name, { purpose: 'screen' });
      const others = snapshot.things.filter((known) => known.type !== type || known.name !== name);
      await this.#keep(aws, { ...snapshot, things: thing === null ? others : [...others, thing] });
    });
  }

  async #account(): Promise<{ accountId: string; region: string } | null> {
    const place = await this.#parts.place?.();
    if (place === undefined) return (await this.#parts.connect()).target;
    const { name, region, accountId } = place;
    if (accountId !== null) return { accountId, region };
    return (await this.#parts.store.account?.(name)) ?? null;
  }

  async #caught(work: (aws: Aws) => Promise<void>): Promise<InventoryView> {
    try {
      const place = await this.#parts.place?.();
      const aws = counting(await this.#parts.connect(), () => (this.requests += 1));
      const { accountId, region } = aws.target;
      if (place !== undefined) await this.#parts.store.remember?.(place.name, { accountId, region });
      await work(aws);
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      this.#view = { ...this.#view, error: cause.error };
    }
    return this.#view;
  }

  #look(asked: Asked): Promise<InventoryView> {
    return this.#caught(async (aws) => {
      const before = (await this.view()).snapshot;
      const options = { purpose: asked.purpose };
      const whole = before === null;
      const refusals = before?.refused ?? [];
      // At once: what a person waits for is the longest list, not the sum of all.
      const [stacks, things] = await Promise.all([
        asked.stacks || whole ? unlessRefused('stacks', collectStacks(aws, options)) : null,
        whole || asked.things === 'all'
          ? this.#collect(aws, options, before?.things ?? [])
          : asked.things === 'none'
            ? null
            : this.#collect(aws, options, before.things, this.#since(aws, before)),
      ]);
      await this.#keep(aws, {
        accountId: aws.target.accountId,
        region: aws.target.region,
        loadedAt: '',
        things: things?.seen ?? before?.things ?? [],
        stacks: stacks?.seen?.owned ?? before?.stacks ?? [],
        foreignStacks: stacks?.seen?.foreign ?? before?.foreignStacks ?? [],
        refused: [
          ...(stacks === null
            ? refusals.filter(({ of }) => of === 'stacks')
            : [stacks.refused].flatMap((one) => one ?? [])),
          ...(things === null ? refusals.filter(({ of }) => of !== 'stacks') : things.refused),
        ],
        spent: before?.spent ?? {},
      });
    });
  }

  /**
   * `since`: only what changed after that look, with some time to spare. `before`: what stays of a list that may not be
   * seen now, and of all that did not change.
   */
  async #collect(
    aws: Aws,
    options: AwsCallOptions,
    before: readonly Thing[],
    since?: number,
  ): Promise<{ seen: Thing[]; refused: Refused[] }> {
    const at = aws.now();
    const changedAfter = since === undefined ? undefined : new Date(since - overlapMs);
    const lists = await Promise.all(
      this.#parts.collectors.map(async (collector) => {
        const known = before.filter((thing) => thing.type === collector.type);
        if (since !== undefined && !collector.narrows) {
          const refused = this.#view.snapshot?.refused?.find(({ of }) => of === collector.of);
          return { refused: refused ?? null, seen: known };
        }
        const asking = collector.collect(aws, options, changedAfter);
        const { seen, refused } = await unlessRefused(collector.of, asking);
        return {
          refused,
          seen: seen === null ? known : since === undefined ? seen : changedOver(known, seen),
        };
      }),
    );
    this.#collected = { of: placeOf(aws.target), at };
    return {
      seen: lists.flatMap(({ seen }) => seen),
      refused: lists.flatMap(({ refused }) => refused ?? []),
    };
  }

  #since(aws: Aws, before: InventorySnapshot): number {
    const { of, at } = this.#collected;
    return of === placeOf(aws.target) ? at : Date.parse(before.loadedAt);
  }

  async #keep(aws: Aws, seen: InventorySnapshot): Promise<void> {
    const before = this.#view.snapshot;
    const loadedAt = new Date(aws.now()).toISOString();
    const snapshot = {
      ...seen,
      loadedAt,
      things: sameWhereEqual(before?.things ?? [], seen.things),
      spent: this.#spent(seen.spent, seen.things, seen.region, loadedAt),
    };
    const changed = before === null || !sameSight(before, snapshot);
    this.#view = { snapshot, error: null };
    if (!changed) return;
    await this.#parts.store.write(snapshot);
    for (const listener of this.#listeners) listener();
  }

  #spent(before: Record<string, Spent>, things: Thing[], region: string, now: string): Record<string, Spent> {
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

const placeOf = ({ accountId, region }: { accountId: string; region: string }) => `${accountId} ${region}`;
