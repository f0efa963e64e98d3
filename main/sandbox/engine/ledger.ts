/** Everything ever made, and the spans of time in which it was billed. Written with every put and delete of a table. */
import { isDeepStrictEqual } from 'node:util';
import type { Database } from './database.ts';
import type { BilledItem, LedgerEntry } from './types.ts';

export interface Ledger {
  record(kind: string, region: string, key: string, billed: BilledItem[]): void;
  gone(kind: string, region: string, key: string): void;
  entries(): LedgerEntry[];
  clear(): void;
}

/** `who` names the caller at this moment, `now` is virtual time. */
export function createLedger(database: Database, now: () => number, who: () => string): Ledger {
  const insert = database.prepare(
    'insert into ledger (kind, key, region, madeAt, madeBy, goneAt, billed) values (?, ?, ?, ?, ?, null, ?)',
  );
  const update = database.prepare('update ledger set goneAt = ?, billed = ?, goneBy = ? where id = ?');
  const all = database.prepare('select * from ledger order by id');
  const open = new Map<string, { id: number; entry: LedgerEntry }>();
  const idOf = (kind: string, region: string, key: string): string => `${kind}\n${region}\n${key}`;

  const entry = (row: Record<string, unknown>): LedgerEntry => ({
    kind: row['kind'] as string,
    key: row['key'] as string,
    region: row['region'] as string,
    madeAt: row['madeAt'] as string,
    madeBy: row['madeBy'] as string,
    goneAt: row['goneAt'] as string | null,
    goneBy: row['goneBy'] as string | null,
    billed: JSON.parse(row['billed'] as string) as LedgerEntry['billed'],
  });
  for (const row of all.all()) {
    if (row['goneAt'] === null)
      open.set(idOf(row['kind'] as string, row['region'] as string, row['key'] as string), {
        id: row['id'] as number,
        entry: entry(row),
      });
  }

  /** Closes the spans that ended and opens the ones that began; true when something changed. */
  function bill(entry: LedgerEntry, items: BilledItem[], at: string): boolean {
    const running = entry.billed.filter((span) => span.to === null);
    const same = isDeepStrictEqual(
      running.map(({ priceKey, quantity, unit }) => ({ priceKey, quantity, unit })),
      items.map(({ priceKey, quantity, unit }) => ({ priceKey, quantity, unit })),
    );
    if (same) return false;
    const keeps = (span: BilledItem, other: { priceKey: string; quantity: number; unit: string }): boolean =>
      span.priceKey === other.priceKey && span.quantity === other.quantity && span.unit === other.unit;
    for (const span of running) if (!items.some((item) => keeps(item, span))) span.to = at;
    for (const item of items)
      if (!running.some((span) => span.to === null && keeps(item, span)))
        entry.billed.push({
          priceKey: item.priceKey,
          quantity: item.quantity,
          unit: item.unit,
          from: at,
          to: null,
        });
    return true;
  }

  return {
    record(kind, region, key, billed) {
      const at = new Date(now()).toISOString();
      const id = idOf(kind, region, key);
      const known = open.get(id);
      if (known) {
        if (bill(known.entry, billed, at))
          update.run(null, JSON.stringify(known.entry.billed), null, known.id);
        return;
      }
      const fresh: LedgerEntry = {
        kind,
        key,
        region,
        madeAt: at,
        madeBy: who(),
        goneAt: null,
        goneBy: null,
        billed: [],
      };
      bill(fresh, billed, at);
      const { lastInsertRowid } = insert.run(
        kind,
        key,
        region,
        at,
        fresh.madeBy,
        JSON.stringify(fresh.billed),
      );
      open.set(id, { id: Number(lastInsertRowid), entry: fresh });
    },
    gone(kind, region, key) {
      const id = idOf(kind, region, key);
      const known = open.get(id);
      if (!known) return;
      const at = new Date(now()).toISOString();
      bill(known.entry, [], at);
      update.run(at, JSON.stringify(known.entry.billed), who(), known.id);
      open.delete(id);
    },
    entries: () => all.all().map(entry),
    clear: () => open.clear(),
  };
}
