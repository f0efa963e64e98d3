import type { Delta } from '../../preload/contract/lists.ts';
import { rowKey } from '../../preload/contract/plain.ts';

/** A row, and what it says as text once somebody asked; a row that is handed over is not changed any more. */
interface Told<Row> {
  row: Row;
  says: string;
}

const saidBy = <Row>(told: Told<Row>): string => (told.says ||= JSON.stringify(told.row));

/** A list with a version: tells what changed between two looks. Rows are compared by what they say. */
export class LiveList<Row extends { name: string; id?: string }> {
  #rows = new Map<string, Told<Row>>();
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
      const key = rowKey(row);
      const known = before.get(key);
      const now = { row, says: '' };
      if (known !== undefined && (known.row === row || saidBy(known) === saidBy(now))) {
        after.set(key, known);
        continue;
      }
      after.set(key, now);
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
