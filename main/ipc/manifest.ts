import type { CallContext, Contract, HandlersOf, Method } from '../../preload/contract/method.ts';

export interface Channel {
  name: string;
  method: Method;
  handle: (input: unknown, context: CallContext) => Promise<unknown>;
}

/** The only methods that may carry `spend` or `destroy`: carrying out a plan, and taking it back, each with a ticket. */
const spendingChannels = new Set(['plans.apply', 'tasks.cancel']);

/** `domain.method` of every method with its handler. Throws on a method without a handler and on one that may spend alone. */
export function manifestOf<C extends Contract>(contract: C, handlers: HandlersOf<C>): Map<string, Channel> {
  const manifest = new Map<string, Channel>();
  for (const [domain, methods] of Object.entries(contract))
    for (const [verb, method] of Object.entries(methods)) {
      const name = `${domain}.${verb}`;
      const room = handlers[domain] as Record<string, Channel['handle']>;
      const handle = room[verb];
      if (handle === undefined) throw new Error(`No handler for ${name}.`);
      if ((method.effect === 'spend' || method.effect === 'destroy') && !spendingChannels.has(name))
        throw new Error(`${name} may not change AWS by itself: make it a plan.`);
      manifest.set(name, { name, method, handle: handle.bind(room) });
    }
  return manifest;
}
