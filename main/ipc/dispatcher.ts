/**
 * Runs the contract: every call from a window is checked, run within its time, cancelled when asked, and answered with a
 * Result. Hosts carry messages and know nothing of methods; handlers answer values or throw and know nothing of hosts.
 */
import type { Result } from '../../preload/contract/errors.ts';
import type { Contract, HandlersOf } from '../../preload/contract/method.ts';
import { failure } from '../failure.ts';
import { checkedInput, checkedOutput } from './check.ts';
import { manifestOf, type Channel } from './manifest.ts';
import { toAppError } from './to-app-error.ts';

export interface Call {
  channel: string;
  requestId: string;
  windowId: string;
  input: unknown;
}

export interface Dispatcher {
  /** `domain.method` of everything that a window may call; nothing else exists. */
  readonly channels: readonly string[];
  openWindow(windowId: string): void;
  /** Calls of the window that can be cancelled are; what spends goes on. */
  closeWindow(windowId: string): void;
  /** Never throws. */
  call(call: Call): Promise<Result<unknown>>;
  cancel(windowId: string, requestId: string): void;
}

export interface DispatcherOptions {
  /** Told of a fault in our own code; must not write the message, which may hold what a person typed. */
  onFault?: (channel: string, error: unknown) => void;
  /** Calls that one window may have running. */
  maxRunning?: number;
}

class CallEnded extends Error {
  readonly why: 'call.cancelled' | 'call.timedOut';
  constructor(why: 'call.cancelled' | 'call.timedOut') {
    super(why);
    this.why = why;
  }
}

type Running = Map<string, { cancellable: boolean; abort: AbortController }>;

/** Registers handlers for a whole contract. Throws at start if a handler is missing or a method may spend on its own. */
export function register<C extends Contract>(
  contract: C,
  handlers: HandlersOf<C>,
  { onFault = () => undefined, maxRunning = 256 }: DispatcherOptions = {},
): Dispatcher {
  const manifest = manifestOf(contract, handlers);
  const windows = new Map<string, Running>();

  const run = async (channel: Channel, call: Call, running: Running): Promise<unknown> => {
    const { method } = channel;
    const input = checkedInput(method, call.input);
    const abort = new AbortController();
    running.set(call.requestId, { cancellable: method.cancellable, abort });
    const timer = setTimeout(() => abort.abort(new CallEnded('call.timedOut')), method.timeoutMs);
    try {
      const ended = new Promise<never>((_, reject) => {
        abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error), { once: true });
      });
      const { requestId, windowId } = call;
      const work = channel.handle(input, { requestId, windowId, signal: abort.signal });
      return checkedOutput(method, await Promise.race([work, ended]));
    } finally {
      clearTimeout(timer);
      running.delete(call.requestId);
    }
  };

  const call = async (asked: Call): Promise<Result<unknown>> => {
    try {
      const running = windows.get(asked.windowId);
      if (running === undefined || running.size >= maxRunning || running.has(asked.requestId))
        throw failure('call.refused');
      const channel = manifest.get(asked.channel);
      if (channel === undefined) throw failure('call.unknown');
      return { ok: true, value: await run(channel, asked, running) };
    } catch (error) {
      if (error instanceof CallEnded) return { ok: false, error: failure(error.why).error };
      return { ok: false, error: toAppError(error, (fault) => onFault(asked.channel, fault)) };
    }
  };

  return {
    channels: [...manifest.keys()],
    openWindow(windowId) {
      if (!windows.has(windowId)) windows.set(windowId, new Map());
    },
    closeWindow(windowId) {
      for (const { cancellable, abort } of windows.get(windowId)?.values() ?? [])
        if (cancellable) abort.abort(new CallEnded('call.cancelled'));
      windows.delete(windowId);
    },
    call,
    cancel(windowId, requestId) {
      const running = windows.get(windowId)?.get(requestId);
      if (running?.cancellable === true) running.abort.abort(new CallEnded('call.cancelled'));
    },
  };
}
