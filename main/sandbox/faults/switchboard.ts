/** The switches of one account. They live as long as the program: a fault is no part of the account's state. */
import type { ObservedCall, Outcome } from '../engine/observe.ts';
import type { LoadedService } from '../engine/registry.ts';
import type { SandboxAccount, ServiceModule } from '../engine/types.ts';
import { type Act, type Meeting, simpleActs } from './acts.ts';
import type { FaultId, FaultMoment } from './kinds.ts';
import { type FaultSpec, type FaultSwitch, readSpec, WrongFault } from './spec.ts';
import type { Mangling } from './wire-fault.ts';

export interface Faults {
  /** Throws `WrongFault`, a sentence, for what makes no sense. */
  switchOn(spec: FaultSpec): FaultSwitch;
  /** Those that were met as often as they should stay in the list until they are switched off. */
  list(): FaultSwitch[];
  /** Without an id all of them. Answers whether there was one. */
  switchOff(id?: string): boolean;
  /** Told whenever a call meets a switch. Answers the way to stop. */
  onMet(listener: (on: FaultSwitch, call: ObservedCall) => void): () => void;
}

export interface Switchboard extends Faults {
  /** Lets a call meet what stands before it, runs it, and lets its outcome meet what stands after it. */
  around(call: ObservedCall, run: () => Promise<Outcome>): Promise<Outcome>;
  /** What the port shall do to the answer of this request; asked once. */
  manglingOf(requestId: string): Mangling | undefined;
}

export interface SwitchboardTools {
  account: () => SandboxAccount;
  services: readonly ServiceModule[];
  load(signingName: string): Promise<LoadedService | undefined>;
}

const acts: Partial<Record<FaultId, Act>> = simpleActs;

export function createSwitchboard(tools: SwitchboardTools): Switchboard {
  const switches = new Map<string, FaultSwitch>();
  const passed = new Map<string, number>();
  const listeners = new Set<(on: FaultSwitch, call: ObservedCall) => void>();
  const manglings = new Map<string, Mangling>();
  let made = 0;

  const used = (on: FaultSwitch): boolean => on.times !== null && on.met >= on.times;
  const meets = (on: FaultSwitch, call: ObservedCall, when: FaultMoment): boolean => {
    if (on.when !== when || used(on)) return false;
    if (on.service !== null && on.service !== call.service) return false;
    if (on.operation !== null && on.operation !== call.operation) return false;
    return on.via === 'any' || on.via === call.via;
  };

  async function meet(on: FaultSwitch, call: ObservedCall, outcome?: Outcome): Promise<Outcome | undefined> {
    const act = acts[on.fault];
    const service = await tools.load(call.service);
    if (!act || !service) return outcome;
    const before = passed.get(on.id) ?? 0;
    passed.set(on.id, before + 1);
    if (before < on.skip) return outcome;
    const count = (): void => {
      on.met += 1;
      for (const listener of listeners) listener({ ...on }, call);
    };
    const meeting: Meeting = {
      account: tools.account(),
      call,
      protocol: service.model.protocol,
      iamPrefix: service.module.iamPrefix,
      on,
      mangle: (how) => manglings.set(call.requestId, how),
      ...(outcome && { outcome }),
    };
    try {
      if (await act(meeting)) count();
    } catch (error) {
      count();
      throw error;
    }
    return meeting.outcome;
  }

  return {
    switchOn(spec) {
      const on: FaultSwitch = { id: String((made += 1)), ...readSpec(spec, tools.services), met: 0 };
      if (!(on.fault in acts)) throw new WrongFault(`${on.fault} cannot be switched on yet.`);
      switches.set(on.id, on);
      return { ...on };
    },
    list: () => [...switches.values()].map((on) => ({ ...on })),
    switchOff(id) {
      if (id !== undefined) return switches.delete(id);
      const any = switches.size > 0;
      switches.clear();
      return any;
    },
    onMet(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async around(call, run) {
      if (switches.size === 0) return run();
      try {
        for (const on of switches.values()) if (meets(on, call, 'before')) await meet(on, call);
      } catch (error) {
        return { error };
      }
      let outcome = await run();
      try {
        for (const on of switches.values())
          if (meets(on, call, 'after')) outcome = (await meet(on, call, outcome)) ?? outcome;
      } catch (error) {
        return { error };
      }
      return outcome;
    },
    manglingOf(requestId) {
      const how = manglings.get(requestId);
      manglings.delete(requestId);
      return how;
    },
  };
}
