/**
 * What filter and sort of a long list see: for each row what its columns say. Made once and kept up with changes, so that
 * an answer for 100,000 rows is a walk over strings that are ready. Rows are numbered by slot; the window owns the rows.
 */
export type Key = string | number;

export interface Query {
  /** Found anywhere in what a row says, without regard to case; '' finds all. */
  text: string;
  sort: { column: number; descending: boolean } | null;
}

interface Entry {
  keys: Key[];
  /** All that the row says, in small letters. */
  says: string;
}

/** One column in order, kept while rows change; `dirty`: slots that are to be put in their place again. */
interface Ordered {
  slots: Uint32Array;
  dirty: Set<number>;
}

type Compare = (a: number, b: number) => number;

/** Between what two columns say, so that a search does not run over the edge. */
const edge = '\u0000';

/** Small letters, and numbers behind their length, so that `job-9` comes before `job-10` in a plain comparison. */
function folded(text: string): string {
  const small = text.toLowerCase();
  return /\d/.test(small)
    ? small.replace(/\d+/g, (digits) => {
        const plain = digits.replace(/^0+(?=\d)/, '');
        return String.fromCharCode(0x30 + Math.min(plain.length, 60)) + plain;
      })
    : small;
}

export class RowIndex {
  readonly #rows: (Entry | undefined)[] = [];
  readonly #ordered = new Map<number, Ordered>();
  /** Columns in which something stands that plain comparison would put in the wrong place. */
  readonly #foreign = new Set<number>();
  readonly #collator: Intl.Collator;
  #count = 0;

  constructor(language: string) {
    this.#collator = new Intl.Collator(language, { numeric: true });
  }

  get count(): number {
    return this.#count;
  }

  put(slots: ArrayLike<number>, keys: readonly Key[][]): void {
    for (let at = 0; at < slots.length; at += 1) {
      const slot = slots[at] ?? 0;
      const given = keys[at] ?? [];
      if (this.#rows[slot] === undefined) this.#count += 1;
      this.#rows[slot] = {
        keys: given.map((key) => (typeof key === 'number' ? key : folded(key))),
        says: given.join(edge).toLowerCase(),
      };
      given.forEach((key, column) => {
        if (typeof key === 'string' && /[^\x00-\x7f]/.test(key)) this.#foreign.add(column);
      });
      this.#touch(slot);
    }
  }

  drop(slots: ArrayLike<number>): void {
    for (let at = 0; at < slots.length; at += 1) {
      const slot = slots[at] ?? 0;
      if (this.#rows[slot] === undefined) continue;
      this.#rows[slot] = undefined;
      this.#count -= 1;
      this.#touch(slot);
    }
  }

  /** Whether the whole view of this query needs no sort of everything. */
  ready({ sort }: Query): boolean {
    return sort === null || this.#ordered.has(sort.column);
  }

  /** The first rows of the view, without putting all of them in order. */
  head(query: Query, most: number): Uint32Array {
    if (this.ready(query)) return this.view(query).slice(0, most);
    const compare = this.#compareOf(query);
    const first: number[] = [];
    this.#eachMatch(query.text, (slot) => {
      const last = first.at(-1);
      if (first.length === most && last !== undefined && compare(slot, last) >= 0) return;
      let low = 0;
      for (let high = first.length; low < high;) {
        const middle = (low + high) >> 1;
        if (compare(slot, first[middle] ?? 0) < 0) high = middle;
        else low = middle + 1;
      }
      first.splice(low, 0, slot);
      if (first.length > most) first.pop();
    });
    return Uint32Array.from(first);
  }

  /** Slots of all rows that match, in order; without a sort in the order of their slots. */
  view({ text, sort }: Query): Uint32Array {
    if (sort === null) {
      const found = new Uint32Array(this.#count);
      let n = 0;
      this.#eachMatch(text, (slot) => (found[n++] = slot));
      return found.slice(0, n);
    }
    const order = this.#orderOf(sort.column);
    const wanted = text.toLowerCase();
    const found = new Uint32Array(order.length);
    let n = 0;
    const last = order.length - 1;
    for (let at = 0; at <= last; at += 1) {
      const slot = order[sort.descending ? last - at : at] ?? 0;
      if (wanted === '' || this.#rows[slot]?.says.includes(wanted) === true) found[n++] = slot;
    }
    return found.slice(0, n);
  }

  countMatches(text: string): number {
    if (text === '') return this.#count;
    let n = 0;
    this.#eachMatch(text, () => (n += 1));
    return n;
  }

  #touch(slot: number): void {
    for (const ordered of this.#ordered.values()) ordered.dirty.add(slot);
  }

  #eachMatch(text: string, found: (slot: number) => void): void {
    const wanted = text.toLowerCase();
    for (let slot = 0; slot < this.#rows.length; slot += 1) {
      const row = this.#rows[slot];
      if (row !== undefined && (wanted === '' || row.says.includes(wanted))) found(slot);
    }
  }

  #compareOf({ sort }: Query): Compare {
    const column = sort?.column ?? 0;
    const up = this.#compare(column);
    return sort?.descending === true ? (a, b) => up(b, a) : up;
  }

  #compare(column: number): Compare {
    const keyOf = (slot: number): Key => this.#rows[slot]?.keys[column] ?? '';
    const foreign = this.#foreign.has(column);
    return (a, b) => {
      const x = keyOf(a);
      const y = keyOf(b);
      if (x === y) return a - b;
      if (foreign && typeof x === 'string' && typeof y === 'string')
        return this.#collator.compare(x, y) || a - b;
      return x < y ? -1 : x > y ? 1 : a - b;
    };
  }

  #orderOf(column: number): Uint32Array {
    const compare = this.#compare(column);
    const known = this.#ordered.get(column);
    if (known === undefined) {
      const all: number[] = [];
      this.#eachMatch('', (slot) => all.push(slot));
      const slots = Uint32Array.from(all.sort(compare));
      this.#ordered.set(column, { slots, dirty: new Set() });
      return slots;
    }
    if (known.dirty.size === 0) return known.slots;
    const { dirty } = known;
    const moved = [...dirty].filter((slot) => this.#rows[slot] !== undefined).sort(compare);
    known.slots = merged(
      known.slots.filter((slot) => !dirty.has(slot)),
      moved,
      compare,
    );
    known.dirty = new Set();
    return known.slots;
  }
}

function merged(kept: Uint32Array, moved: number[], compare: Compare): Uint32Array {
  const all = new Uint32Array(kept.length + moved.length);
  let k = 0;
  let m = 0;
  for (let at = 0; at < all.length; at += 1) {
    const left = kept[k];
    const right = moved[m];
    const takeLeft = right === undefined || (left !== undefined && compare(left, right) <= 0);
    all[at] = (takeLeft ? left : right) ?? 0;
    if (takeLeft) k += 1;
    else m += 1;
  }
  return all;
}
