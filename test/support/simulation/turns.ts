/**
 * Who goes on: what a program does at once is done one after the other, and of two programs one stands still while the
 * other works. What happens then depends on the seed alone, and on no socket.
 */
import { Died } from './died.ts';
import type { Dice } from './random.ts';

/** One request or pause at a time, in the order in which they were asked for. */
export interface Gate {
  /** Resolves when it is this one's turn; the answer gives the turn on. */
  enter(): Promise<() => void>;
  /** Whether nobody is in it or waits for it. */
  idle(): boolean;
  /** The program was switched off: whoever waits, and whoever comes, is told. */
  shut(): void;
}

export function openGate(): Gate {
  const waiting: { go: () => void; fail: (why: Error) => void }[] = [];
  let busy = false;
  let closed = false;
  const next = () => {
    const one = waiting.shift();
    busy = one !== undefined;
    one?.go();
  };
  return {
    idle: () => !busy && waiting.length === 0,
    async enter() {
      if (closed) throw new Died();
      if (busy) await new Promise<void>((go, fail) => waiting.push({ go, fail }));
      busy = true;
      let given = false;
      return () => {
        if (given || closed) return;
        given = true;
        next();
      };
    },
    shut() {
      closed = true;
      for (const { fail } of waiting.splice(0)) fail(new Died());
    },
  };
}

/** Hands the turn from one program to another at points that chance chooses. */
export interface Relay<P> {
  enter(one: P): Promise<void>;
  /** At any point: resolves when it is the turn of `one`. */
  turn(one: P): Promise<void>;
  /** At a point of `one`, whose turn it is and which does nothing else just now. */
  pass(one: P): Promise<void>;
  leave(one: P): void;
  readonly passed: number;
}

export function openRelay<P>(dice: Dice, percent: number, onTurn: (one: P) => void): Relay<P> {
  const waiting = new Map<P, (() => void)[]>();
  let current: P | undefined;
  let passed = 0;
  const take = (one: P) => {
    current = one;
    onTurn(one);
  };
  const turn = async (one: P) => {
    if (current === undefined) take(one);
    else if (current !== one)
      await new Promise<void>((go) => {
        const others = waiting.get(one);
        if (others === undefined) waiting.set(one, [go]);
        else others.push(go);
      });
  };
  const next = () => {
    current = undefined;
    for (const [one, all] of waiting) {
      waiting.delete(one);
      take(one);
      for (const go of all) go();
      return;
    }
  };
  return {
    get passed() {
      return passed;
    },
    enter: turn,
    turn,
    async pass(one) {
      if (waiting.size === 0 || current !== one || !dice.percent(percent)) return;
      passed += 1;
      next();
      await turn(one);
    },
    leave(one) {
      for (const go of waiting.get(one) ?? []) go();
      waiting.delete(one);
      if (current === one) next();
    },
  };
}
