import { DropAnswer } from '../engine/observe.ts';

/** What the port does with one request in place of answering it. */
export type Breakage =
  | { how: 'reset' }
  /** Keeps the connection and says nothing. */
  | { how: 'silent' }
  /** Cuts every connection and takes none until this instant of the account's time, ms. */
  | { how: 'closed'; until: number }
  | { how: 'page'; status: number; headers: Record<string, string>; body: string };

/** What the port does to an answer while it sends it. */
export type Mangling = 'truncated' | 'one-byte';

/** Thrown in place of an answer; the port knows what to do. */
export class WireFault extends DropAnswer {
  readonly breakage: Breakage;
  constructor(breakage: Breakage) {
    super();
    this.name = 'WireFault';
    this.breakage = breakage;
  }
}
