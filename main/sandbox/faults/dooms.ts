/**
 * What a call begins and never ends well: the timers that it plans carry its doom with them. Kept in memory, as the
 * switches are: a program that was closed lets what it had begun end as usual.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ObservedCall } from '../engine/observe.ts';
import { AwsError, type ServiceModule, type Timer } from '../engine/types.ts';
import type { FaultSwitch } from './spec.ts';

export interface Doom {
  how: 'stuck' | 'fails';
  on: FaultSwitch;
  /** The failure has happened; what follows of it goes its usual way. */
  spent: boolean;
}

export const doomReason = 'An internal error occurred. Please try again.';

const lookAgainMs = 60_000;
const reads = /^(?:Describe|List|Get|Head|Simulate)/;

export interface Dooms {
  /** Runs what a doomed call does; timers that it plans are doomed too. */
  within<T>(doom: Doom, run: () => Promise<T>): Promise<T>;
  /** Told of every timer that is planned. */
  planned(timerId: string): void;
  /** The failure that a call inside of a doomed work meets, once. */
  failureOf(call: ObservedCall): AwsError | undefined;
  /** Runs a timer that came due, in the way of its doom if it has one. */
  fire(timer: Timer, usual: () => Promise<void>): Promise<void>;
}

export function createDooms(tools: {
  services: readonly ServiceModule[];
  isOn(id: string): boolean;
  /** Plans the same timer for later; answers its new id. */
  again(timer: Timer, afterMs: number): string;
  fails(module: ServiceModule, timer: Timer): boolean;
}): Dooms {
  const scope = new AsyncLocalStorage<Doom>();
  const doomed = new Map<string, Doom>();
  return {
    within: (doom, run) => scope.run(doom, run),
    planned(timerId) {
      const doom = scope.getStore();
      if (doom && !doom.spent) doomed.set(timerId, doom);
    },
    failureOf(call) {
      const doom = scope.getStore();
      if (doom?.how !== 'fails' || doom.spent || call.via !== 'inside' || reads.test(call.operation))
        return undefined;
      doom.spent = true;
      return new AwsError('InternalFailure', doomReason, 500);
    },
    async fire(timer, usual) {
      const doom = doomed.get(timer.id);
      doomed.delete(timer.id);
      if (!doom || doom.spent) return usual();
      if (doom.how === 'stuck') {
        if (!tools.isOn(doom.on.id)) return usual();
        doomed.set(tools.again(timer, lookAgainMs), doom);
        return;
      }
      const module = tools.services.find(({ timers }) => timers && Object.hasOwn(timers, timer.handler));
      if (module && tools.fails(module, timer)) {
        doom.spent = true;
        return;
      }
      // A service without a way to fail by itself fails by what it calls.
      return scope.run(doom, usual);
    },
  };
}
