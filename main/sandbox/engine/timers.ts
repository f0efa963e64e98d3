/**
 * What will happen later in virtual time. Kept on disk, fired one after another in order of their due time, also those
 * that came due while the program was closed. A timer is removed after its handler ended: a program killed in between
 * runs the handler again, so handlers look at the state they find.
 */
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Timer } from './types.ts';

export interface Timers {
  plan(dueAt: number, handler: string, region: string, data: unknown): string;
  cancel(id: string): void;
  next(): Timer | undefined;
  /** Fires all that are due up to `until`, those planned meanwhile included. One caller at a time. */
  runUntil(until: number): Promise<void>;
  /** Fires timers as they come due on a real clock, until `stop`. */
  start(): void;
  stop(): Promise<void>;
  clear(): void;
}

interface Row {
  timer: Timer;
  seq: number;
}

/** setTimeout takes 31 bits. */
const LONGEST_WAIT = 2 ** 31 - 1;

export function createTimers(
  database: Database,
  clock: Clock,
  freshId: () => string,
  fire: (timer: Timer) => Promise<void>,
): Timers {
  const rows = new Map<string, Row>();
  let sequence = 0;
  for (const row of database.prepare('select * from timer order by seq').all()) {
    const timer: Timer = {
      id: row['id'] as string,
      dueAt: row['due'] as number,
      handler: row['handler'] as string,
      region: row['region'] as string,
      data: JSON.parse(row['data'] as string) as unknown,
    };
    sequence = row['seq'] as number;
    rows.set(timer.id, { timer, seq: sequence });
  }
  const insert = database.prepare('insert into timer values (?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('delete from timer where id = ?');
  let running: Promise<void> = Promise.resolve();
  let alarm: NodeJS.Timeout | undefined;
  let started = false;

  const earliest = (): Row | undefined => {
    let best: Row | undefined;
    for (const row of rows.values())
      if (
        !best ||
        row.timer.dueAt < best.timer.dueAt ||
        (row.timer.dueAt === best.timer.dueAt && row.seq < best.seq)
      )
        best = row;
    return best;
  };
  const drop = (id: string): void => {
    if (!rows.delete(id)) return;
    database.begin();
    remove.run(id);
  };
  const wind = (): void => {
    clearTimeout(alarm);
    const first = started ? earliest() : undefined;
    if (!first || clock.speed <= 0) return;
    const wait = Math.max(0, (first.timer.dueAt - clock.outside()) / clock.speed);
    alarm = setTimeout(
      () => {
        timers.runUntil(clock.outside()).catch((error: unknown) => process.emitWarning(error as Error));
      },
      Math.min(Math.ceil(wait), LONGEST_WAIT),
    );
    alarm.unref();
  };

  const timers: Timers = {
    plan(wantedAt, handler, region, data) {
      // Instants of AWS are whole milliseconds; a paced state's share of a second need not be.
      const dueAt = Math.ceil(wantedAt);
      const timer: Timer = { id: freshId(), dueAt, handler, region, data: data ?? null };
      database.begin();
      insert.run(timer.id, dueAt, ++sequence, handler, region, JSON.stringify(timer.data));
      rows.set(timer.id, { timer, seq: sequence });
      wind();
      return timer.id;
    },
    cancel: drop,
    next: () => earliest()?.timer,
    runUntil(until) {
      const run = running.then(async () => {
        for (;;) {
          const first = earliest();
          if (!first || first.timer.dueAt > until) break;
          const { timer } = first;
          if (clock.mode === 'manual') clock.set(timer.dueAt);
          await clock.at(timer.dueAt, () => fire(timer));
          drop(timer.id);
          database.commit();
        }
        wind();
      });
      running = run.catch(() => undefined); // the caller of this run gets the error; the next run goes on
      return run;
    },
    start() {
      started = true;
      wind();
    },
    async stop() {
      started = false;
      clearTimeout(alarm);
      await running;
    },
    clear() {
      rows.clear();
      clearTimeout(alarm);
    },
  };
  return timers;
}
