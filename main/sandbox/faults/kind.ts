/** What a fault is: its class, where it happens, and when. */
export type FaultClass =
  'throttle' | 'server' | 'lost-before' | 'lost-after' | 'wrong-answer' | 'credentials' | 'quota' | 'time';

/** `before`: AWS has done nothing. `after`: AWS has done it and the client does not know. */
export type FaultMoment = 'before' | 'after';

export interface FaultKind {
  id: string;
  /** A word for it, the same in every version. */
  key: string;
  class: FaultClass;
  /** `client`: it happens before the port is reached, so no switch here can make it (names, certificates). */
  where: 'account' | 'wire' | 'client';
  /** The moments that make sense, the usual one first. */
  when: readonly FaultMoment[];
  does: string;
}
