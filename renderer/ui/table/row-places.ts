/**
 * Which elements of the page a row in sight gets. In a leap, when nothing that was in sight still is, the rows that come
 * take the elements of those that left: that is half of the work of making them anew. Otherwise each row keeps its own.
 * One row may stay through a leap, because it has the focus; its element is never moved, which would take the focus from it.
 */
export class RowPlaces {
  #keys: readonly (readonly [id: string, key: number])[] = [];
  #fresh = 0;

  /**
   * A key for each row, by their ids from top to bottom; asked again for the same rows it answers the same. Without
   * `handOn` no row gets the element of another one.
   */
  keysOf(ids: readonly string[], handOn: boolean): readonly number[] {
    const before = new Map(this.#keys);
    const stay = ids.filter((id) => before.has(id));
    const left = handOn && this.#leaps(ids, stay) ? this.#keys.filter(([id]) => id !== stay[0]) : [];
    const free = left.map(([, key]) => key);
    this.#keys = ids.map((id) => [id, before.get(id) ?? free.shift() ?? this.#fresh++] as const);
    return this.#keys.map(([, key]) => key);
  }

  /** React leaves the first of a list where it is, and a last one that was the last before. */
  #leaps(ids: readonly string[], stay: readonly string[]): boolean {
    const [only] = stay;
    if (only === undefined) return true;
    return stay.length === 1 && (ids[0] === only || (ids.at(-1) === only && this.#keys.at(-1)?.[0] === only));
  }
}
