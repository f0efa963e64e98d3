import type { Delta } from '../../preload/contract/lists.ts';

/** A list with a version: tells what changed between two looks. Rows are compared by what they say. */
export class LiveList<Row extends { name: string }> {
  #rows = new Map<string, { row: Row; says: string }>();
  #version = 0;

  get version(): number {
    return this.#version;
  }

  get rows(): Row[] {
    return [...this.#rows.values()].map(({ row }) => row);
  }

  /** Takes in the list as it is now; null when nothing changed. */
  take(rows: readonly Row[], loadedAt: string): Delta<Row> | null {
    const before = this.#rows;
    const after: typeof before = new Map();
    const added: Row[] = [];
    const changed: Row[] = [];
    for (const row of rows) {
      const says = JSON.stringify(row);
      const known = before.get(row.name);
      if (known?.says === says) {
        after.set(row.name, known);
        continue;
      }
      after.set(row.name, { row, says });
      (known === undefined ? added : changed).push(row);
    }
    const removed = [...before.keys()].filter((name) => !after.has(name));
    this.#rows = after;
    if (added.length + changed.length + removed.length === 0) return null;
    const from = this.#version;
    this.#version += 1;
    return { from, version: this.#version, loadedAt, added, changed, removed };
  }
}
