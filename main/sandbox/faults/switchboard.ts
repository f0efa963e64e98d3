/** The switches of one account. They live as long as the program: a fault is no part of the account's state. */
import type { ObservedCall, Outcome } from '../engine/observe.ts';
import type { LoadedService } from '../engine/registry.ts';
import {
  AwsError,
  type Principal,
  type SandboxAccount,
  type ServiceModule,
  type Timer,
} from '../engine/types.ts';
import { tables } from '../services/iam/store.ts';
import { acts, type Meeting } from './acts.ts';
import { createDooms, doomReason, type Dooms } from './dooms.ts';
import { isSomebodyElse } from './others.ts';
import type { FaultMoment } from './kinds.ts';
import { type FaultSpec, type FaultSwitch, readSpec } from './spec.ts';
import type { Mangling } from './wire-fault.ts';

export interface Faults {
  /** Throws `WrongFault`, a sentence, for what makes no sense. */
  switchOn(spec: FaultSpec): FaultSwitch;
  /** Those that were met as often as they should stay in the list until they are switched off. */
  list(): FaultSwitch[];
  /** Without an id all of them. Answers whether there was one. */
  switchOff(id?: string): boolean;
  /** Told whenever a call meets a switch, or (null) a service that assumes a role. Answers the way to stop. */
  onMet(listener: (on: FaultSwitch, call: ObservedCall | null) => void): () => void;
}

export interface Switchboard extends Faults, Pick<Dooms, 'planned' | 'fire'> {
  /** Lets a call meet what stands before it, runs it, and lets its outcome meet what stands after it. */
  around(call: ObservedCall, run: () => Promise<Outcome>): Promise<Outcome>;
  /** What the port shall do to the answer of this request; asked once. */
  manglingOf(requestId: string): Mangling | undefined;
  /** Refuses a role that is too young to be assumed while that is switched on. Throws what STS would. */
  meetRole(roleArn: string, as: { service: string } | Principal): void;
}

export interface SwitchboardTools {
  account: () => SandboxAccount;
  services: readonly ServiceModule[];
  load(signingName: string): Promise<LoadedService | undefined>;
  again(timer: Timer, afterMs: number): string;
}

export function createSwitchboard(tools: SwitchboardTools): Switchboard {
  const switches = new Map<string, FaultSwitch>();
  const passed = new Map<string, number>();
  const listeners = new Set<(on: FaultSwitch, call: ObservedCall | null) => void>();
  const manglings = new Map<string, Mangling>();
  let made = 0;

  const used = (on: FaultSwitch): boolean => on.times !== null && on.met >= on.times;
  const meets = (on: FaultSwitch, call: ObservedCall, when: FaultMoment): boolean => {
    if (on.when !== when || used(on) || isSomebodyElse(call.caller)) return false;
    if (on.service !== null && on.service !== call.service) return false;
    if (on.operation !== null && on.operation !== call.operation) return false;
    return on.via === 'any' || on.via === call.via;
  };

  const count = (on: FaultSwitch, call: ObservedCall | null): void => {
    on.met += 1;
    for (const listener of listeners) listener({ ...on }, call);
  };

  async function meet(on: FaultSwitch, call: ObservedCall, outcome?: Outcome): Promise<Meeting | undefined> {
    const act = acts[on.fault];
    const service = await tools.load(call.service);
    if (!act || !service) return undefined;
    const before = passed.get(on.id) ?? 0;
    passed.set(on.id, before + 1);
    if (before < on.skip) return undefined;
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
      if (!(await act(meeting))) return undefined;
      count(on, call);
    } catch (error) {
      count(on, call);
      throw error;
    }
    return meeting;
  }

  /** What the switches before a call make of it; an error that is thrown is the answer. */
  async function around(call: ObservedCall, run: () => Promise<Outcome>): Promise<Outcome> {
    const failure = dooms.failureOf(call);
    if (failure) return { error: failure };
    if (switches.size === 0) return run();
    try {
      const met: Meeting[] = [];
      for (const on of switches.values())
        if (meets(on, call, 'before')) {
          const meeting = await meet(on, call);
          if (meeting) met.push(meeting);
        }
      let outcome = met.find((one) => one.instead)?.instead ?? (await doomed(met, run));
      for (const one of met) outcome = one.afterwards?.(outcome) ?? outcome;
      for (const on of switches.values())
        if (meets(on, call, 'after')) outcome = (await meet(on, call, outcome))?.outcome ?? outcome;
      return outcome;
    } catch (error) {
      return { error };
    }
  }

  function doomed(met: Meeting[], run: () => Promise<Outcome>): Promise<Outcome> {
    const meeting = met.find((one) => one.doom);
    if (!meeting?.doom) return run();
    return dooms.within({ how: meeting.doom, on: meeting.on, spent: false }, run);
  }

  const dooms = createDooms({
    services: tools.services,
    isOn: (id) => switches.has(id),
    again: (timer, afterMs) => tools.again(timer, afterMs),
    fails: (module, { handler, region, data }) => {
      if (!module.fails || !Object.hasOwn(module.fails, handler)) return false;
      module.fails[handler]?.(tools.account(), region, data as never, doomReason);
      return true;
    },
  });

  return {
    planned: (timerId) => dooms.planned(timerId),
    fire: (timer, usual) => dooms.fire(timer, usual),
    meetRole(roleArn, as) {
      for (const on of switches.values()) {
        const service = 'service' in as ? as.service.split('.')[0] : 'sts';
        if (on.fault !== 'F28' || used(on) || (on.service !== null && on.service !== service)) continue;
        const name = roleArn.split('/').at(-1)?.toLowerCase() ?? '';
        const account = tools.account();
        const role = tables.roles(account).get(name);
        if (!role || account.clock.now() - role.createdAt >= on.seconds * 1000) continue;
        count(on, null);
        const caller = 'service' in as ? as.service : as.arn;
        const text = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
        throw new AwsError('AccessDenied', text, 403);
      }
    },
    switchOn(spec) {
      const on: FaultSwitch = { id: String((made += 1)), ...readSpec(spec, tools.services), met: 0 };
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
    around,
    manglingOf(requestId) {
      const how = manglings.get(requestId);
      manglings.delete(requestId);
      return how;
    },
  };
}
