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

/** Where virtual time stood at a moment of the wall clock, and how fast it has run since. */
interface Anchor {
  virtual: number;
  wall: number;
  speed: number;
}

const instantOf = (anchor: Anchor): number =>
  Math.round(anchor.virtual + (Date.now() - anchor.wall) * anchor.speed);

export function createClock(database: Database, options: ClockOptions): Clock {
  const inside = new AsyncLocalStorage<number>();
  const { mode } = options;
  const kept = database.getMeta('clock');
  // Closed, the account's time went on as fast as it ran before.
  let anchor: Anchor = {
    virtual: kept ? instantOf(JSON.parse(kept) as Anchor) : firstInstant(options),
    wall: Date.now(),
    speed: options.mode === 'real' ? (options.speed ?? 1) : 0,
  };
  const outside = (): number => instantOf(anchor);
  const keep = (): void => database.setMeta('clock', JSON.stringify(anchor));
  const moveAnchor = (virtual: number, speed: number): void => {
    anchor = { virtual, wall: Date.now(), speed };
    keep();
  };
  keep();
  const openedAt = outside();
  let ordinary = anchor.speed === 1;

  return {
    mode,
    get speed() {
      return anchor.speed;
    },
    now: () => inside.getStore() ?? outside(),
    outside,
    at: (instant, handler) => inside.run(instant, handler),
    set: (instant) => {
      if (instant <= outside()) return;
      moveAnchor(instant, anchor.speed);
      ordinary = false;
    },
    setSpeed: (next) => {
      moveAnchor(outside(), next);
      if (next !== 1) ordinary = false;
    },
    believable: () => (ordinary ? [outside(), outside()] : [openedAt, outside()]),
  };
}

const firstInstant = (options: ClockOptions): number =>
  options.mode === 'manual' ? (options.start ?? Date.now()) : Date.now();
