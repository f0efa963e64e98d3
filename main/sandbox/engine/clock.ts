/**
 * Virtual time. A real clock is anchored to the wall clock and keeps going while the program is closed; a manual one
 * moves only by `set`. While a timer's handler runs, `now` is the instant at which the timer was due, for everything
 * the handler does and awaits.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './database.ts';
import type { VirtualClock } from './types.ts';

export type ClockOptions = { mode: 'real'; speed?: number } | { mode: 'manual'; start?: number };

export interface Clock extends VirtualClock {
  readonly mode: 'real' | 'manual';
  /** Time outside of handlers. */
  outside(): number;
  /** Runs `handler` at a fixed instant. */
  at<T>(instant: number, handler: () => T): T;
  /** Moves the clock; never backwards. */
  set(instant: number): void;
  setSpeed(speed: number): void;
  /**
   * First and last instant that a client may take for now. On an ordinary clock they are one; a clock that jumps or
   * runs leaves clients behind, which learn the account's time from the last answer they had.
   */
  believable(): [first: number, last: number];
}

interface Anchor {
  virtual: number;
  wall: number;
}

export function createClock(database: Database, options: ClockOptions): Clock {
  const inside = new AsyncLocalStorage<number>();
  const { mode } = options;
  let speed = mode === 'real' ? (options.speed ?? 1) : 0;
  const kept = database.getMeta('clock');
  let anchor: Anchor;
  if (kept === undefined) {
    const wall = Date.now();
    anchor = { virtual: mode === 'manual' ? (options.start ?? wall) : wall, wall };
  } else {
    anchor = JSON.parse(kept) as Anchor;
  }
  if (mode === 'manual') anchor.wall = Date.now();
  const outside = (): number => Math.round(anchor.virtual + (Date.now() - anchor.wall) * speed);
  const keep = (): void => database.setMeta('clock', JSON.stringify(anchor));
  const moveAnchor = (virtual: number): void => {
    anchor = { virtual, wall: Date.now() };
    keep();
  };
  keep();
  const openedAt = outside();
  let ordinary = mode === 'real' && speed === 1;

  return {
    mode,
    get speed() {
      return speed;
    },
    now: () => inside.getStore() ?? outside(),
    outside,
    at: (instant, handler) => inside.run(instant, handler),
    set: (instant) => {
      if (instant <= outside()) return;
      moveAnchor(instant);
      ordinary = false;
    },
    setSpeed: (next) => {
      moveAnchor(outside());
      speed = next;
      if (speed !== 1) ordinary = false;
    },
    believable: () => (ordinary ? [outside(), outside()] : [openedAt, outside()]),
  };
}
