/** The way from a window to main, whatever carries it. It knows no schema: it stands before the contract is read. */
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';
import type { WindowHost } from './contract/host.ts';

export interface Call {
  id: string;
  channel: string;
  input: unknown;
  /** May be sent again to a main that does not know this window any more. */
  repeatable: boolean;
  answer: (result: Result<unknown>) => void;
}

/** What a host's line does with calls. */
export interface CallLine {
  /** Throws `TypeError` for an input that is no JSON: nothing that main could have accepted. */
  call(call: Call): void;
  cancel(id: string): void;
  /** The call was answered, or nobody waits for it any more. */
  forget(id: string): void;
}

export interface Line extends CallLine, WindowHost {
  /** Calls the listener with every event; the first one also with those that came before it. */
  onEvent(listener: (event: MillwrightEvent) => void): void;
}

/** Tells every listener; what comes before the first of them waits for it. */
export function eventsToTell(): Pick<Line, 'onEvent'> & { tell: (event: MillwrightEvent) => void } {
  const listeners: ((event: MillwrightEvent) => void)[] = [];
  let waiting: MillwrightEvent[] = [];
  return {
    tell(event) {
      if (listeners.length === 0) waiting.push(event);
      for (const listener of listeners) listener(event);
    },
    onEvent(listener) {
      listeners.push(listener);
      const early = waiting;
      waiting = [];
      for (const event of early) listener(event);
    },
  };
}
