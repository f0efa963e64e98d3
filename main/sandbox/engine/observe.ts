/** Who looks at calls, and who disturbs them: tests, the recorder of conformance runs, faults. */
import type { Principal } from './types.ts';

export interface ObservedCall {
  requestId: string;
  service: string;
  operation: string;
  region: string;
  caller: Principal;
  /** A fault may replace it before the call is run. */
  input: Record<string, unknown>;
  /** Virtual time, ms. */
  at: number;
  /** Over HTTP, or by another service of the account. */
  via: 'wire' | 'inside';
}

export type Outcome = { output: Record<string, unknown> } | { error: unknown };

/**
 * `before` runs before anything is looked at, `after` when the change is made and committed but not answered. Both may
 * wait, throw an `AwsError` (it becomes the answer), or throw `DropAnswer` (the connection is cut without an answer).
 */
export interface CallHook {
  before?(call: ObservedCall): Promise<void> | void;
  after?(call: ObservedCall, outcome: Outcome): Promise<void> | void;
}

export type Observer = (call: ObservedCall, outcome: Outcome) => void;

export class DropAnswer extends Error {
  constructor() {
    super('The answer is dropped on purpose.');
    this.name = 'DropAnswer';
  }
}

export interface Watchers {
  hooks: Set<CallHook>;
  observers: Set<Observer>;
  /** The named faults: between the hooks and the call. */
  around(call: ObservedCall, run: () => Promise<Outcome>): Promise<Outcome>;
}
