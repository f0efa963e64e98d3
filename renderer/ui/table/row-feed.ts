/**
 * Keeps the index of one list fed and its answer at hand. Rows go to the index in slices that leave the thread free to
 * draw; an answer stands until a newer one is there, so that nothing flickers.
 */
import { openIndexAway, openIndexHere, type IndexClient } from './index-client.ts';
import type { IndexView } from './index-wire.ts';
import type { Key, Query } from './row-index.ts';
import { RowSlots } from './row-slots.ts';

export interface RowView {
  /** Places in the list, in order. Null: the list as it is. */
  slots: Uint32Array | null;
  /** All rows that match; `slots` may hold only the first of them yet. */
  total: number;
  /** The question that this answers. */
  query: Query | null;
}

/** Longer lists are searched in a worker. */
const longList = 1000;
const sliceMs = 4;
const sliceRows = 200;
/** Slots are not used again; with so many unused ones the feed begins anew. */
const wasteful = 50_000;

export class RowFeed<T> {
  #slots = new RowSlots<T>();
  #client: IndexClient | null = null;
  #keysOf: (row: T) => Key[] = () => [];
  #idOf: (row: T) => string = () => '';
  #language = 'en';
  #waiting = new Set<number>();
  #pump: ReturnType<typeof setTimeout> | undefined;
  #asked: Query | null = null;
  #askedId = 0;
  #listeners = new Set<() => void>();
  #rows: readonly T[] = [];
  #view: RowView = { slots: null, total: 0, query: null };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly view = (): RowView => this.#view;
  readonly rowOf = (slot: number): T | undefined => this.#slots.rowOf(slot);

  /** Takes in the list as it is now. `keysOf`: what each column says of a row. */
  update(rows: readonly T[], idOf: (row: T) => string, keysOf: (row: T) => Key[], language: string): void {
    this.#idOf = idOf;
    this.#keysOf = keysOf;
    if (language !== this.#language || this.#slots.given > rows.length + wasteful) {
      this.#language = language;
      this.#restart();
    }
    if (rows === this.#rows) {
      if (rows.length > longList) this.#open();
      return;
    }
    this.#rows = rows;
    this.#take(rows);
    const { slots, query } = this.#view;
    // What is gone is gone at once; where the changed ones belong the index tells.
    if (slots !== null) this.#settle({ slots, total: this.#view.total, query });
  }

  ask(query: Query | null): void {
    this.#asked = query;
    this.#askedId += 1;
    if (query === null) {
      this.#client?.send({ type: 'ask', id: this.#askedId, query: null });
      this.#become({ slots: null, total: this.#rows.length, query: null });
      return;
    }
    this.#open();
    if (this.#client?.away === false) this.#feed(Infinity);
    this.#client?.send({ type: 'ask', id: this.#askedId, query });
  }

  close(): void {
    clearTimeout(this.#pump);
    this.#pump = undefined;
    this.#client?.close();
    this.#client = null;
  }

  #restart(): void {
    this.close();
    this.#slots = new RowSlots();
    this.#waiting.clear();
    this.#take(this.#rows);
    if (this.#asked !== null) this.ask(this.#asked);
  }

  #take(rows: readonly T[]): void {
    const { put, dropped } = this.#slots.update(rows, this.#idOf);
    for (const slot of put) this.#waiting.add(slot);
    for (const slot of dropped) this.#waiting.delete(slot);
    if (this.#client === null && rows.length > longList) this.#open();
    if (this.#client === null) return;
    if (dropped.length > 0) this.#client.send({ type: 'drop', slots: Uint32Array.from(dropped) });
    if (this.#waiting.size > 0) this.#pump ??= setTimeout(this.#onPump, 0);
  }

  #open(): void {
    if (this.#client !== null) return;
    const tell = (view: IndexView) => this.#heard(view);
    const here = () => {
      this.#client = openIndexHere(tell);
      this.#begin();
      if (this.#asked !== null) this.ask(this.#asked);
    };
    this.#client = this.#rows.length > longList ? openIndexAway(tell, here) : openIndexHere(tell);
    this.#begin();
  }

  #begin(): void {
    this.#client?.send({ type: 'open', language: this.#language });
    for (const slot of this.#slots.slots) this.#waiting.add(slot);
    this.#pump ??= setTimeout(this.#onPump, 0);
  }

  readonly #onPump = (): void => {
    this.#pump = undefined;
    this.#feed(sliceMs);
    if (this.#waiting.size > 0) this.#pump = setTimeout(this.#onPump, 0);
  };

  #feed(forMs: number): void {
    const until = performance.now() + forMs;
    while (this.#waiting.size > 0 && performance.now() < until) {
      const slots: number[] = [];
      const keys: Key[][] = [];
      for (const slot of this.#waiting) {
        this.#waiting.delete(slot);
        const row = this.#slots.rowOf(slot);
        if (row === undefined) continue;
        slots.push(slot);
        keys.push(this.#keysOf(row));
        if (slots.length === sliceRows) break;
      }
      this.#client?.send({ type: 'put', slots: Uint32Array.from(slots), keys });
    }
  }

  #heard({ id, slots, total }: IndexView): void {
    if (id !== this.#askedId || this.#asked === null) return;
    this.#settle({
      slots: this.#asked.sort === null ? this.#inPlace(slots) : slots,
      total,
      query: this.#asked,
    });
  }

  /** Matches in the order of the list. */
  #inPlace(slots: Uint32Array): Uint32Array {
    const match = new Uint8Array(this.#slots.given);
    for (const slot of slots) match[slot] = 1;
    return this.#slots.slots.filter((slot) => match[slot] === 1);
  }

  #settle({ slots, total, query }: RowView): void {
    const there = slots?.every((slot) => this.#slots.has(slot)) === true;
    const left = there ? slots : (slots?.filter((slot) => this.#slots.has(slot)) ?? null);
    const gone = (slots?.length ?? 0) - (left?.length ?? 0);
    this.#become({ slots: left, total: total - gone, query });
  }

  #become(view: RowView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
