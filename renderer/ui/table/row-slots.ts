/** Numbers the rows of a list. A row keeps its slot for as long as it is in the list; a slot is never used again. */
export interface SlotChanges {
  put: number[];
  dropped: number[];
}

/** How far a row is looked for behind its old place before its id is asked. */
const near = 4;

export class RowSlots<T> {
  #rows: readonly T[] = [];
  /** Slot by place in the list. */
  #slots = new Uint32Array(0);
  readonly #bySlot: (T | undefined)[] = [];
  readonly #byId = new Map<string, number>();

  rowOf(slot: number): T | undefined {
    return this.#bySlot[slot];
  }

  has(slot: number): boolean {
    return this.#bySlot[slot] !== undefined;
  }

  /** Slots that were ever given: many more than rows means that it is time to begin anew. */
  get given(): number {
    return this.#bySlot.length;
  }

  get slots(): Uint32Array {
    return this.#slots;
  }

  /** Takes in the list as it is now; costs little where rows are the same objects as before. */
  update(rows: readonly T[], idOf: (row: T) => string): SlotChanges {
    const before = this.#rows;
    const oldSlots = this.#slots;
    if (rows === before) return { put: [], dropped: [] };
    const slots = new Uint32Array(rows.length);
    const put: number[] = [];
    const seen = new Uint8Array(this.#bySlot.length + rows.length);
    let old = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as T;
      let slot: number | undefined;
      for (let ahead = 0; ahead < near && slot === undefined; ahead += 1)
        if (old + ahead < before.length && before[old + ahead] === row) {
          slot = oldSlots[old + ahead];
          old += ahead;
        }
      if (slot === undefined) {
        const id = idOf(row);
        slot = this.#byId.get(id);
        if (slot === undefined) {
          slot = this.#bySlot.length;
          this.#byId.set(id, slot);
        }
        this.#bySlot[slot] = row;
        put.push(slot);
      }
      slots[at] = slot;
      seen[slot] = 1;
      old += 1;
    }
    const dropped: number[] = [];
    for (let at = 0; at < oldSlots.length; at += 1) {
      const slot = oldSlots[at] ?? 0;
      if (seen[slot] === 1) continue;
      dropped.push(slot);
      const gone = this.#bySlot[slot];
      this.#bySlot[slot] = undefined;
      if (gone !== undefined) this.#byId.delete(idOf(gone));
    }
    this.#rows = rows;
    this.#slots = slots;
    return { put, dropped };
  }
}
