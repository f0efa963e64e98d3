/**
 * The index of one list: in this thread for a short list, in a worker for a long one. The page's policy demands Trusted
 * Types and allows one policy, which gives the address of our own worker file and nothing else.
 */
import workerAddress from './index-worker.ts?worker&url';
import { serveIndex, type IndexView, type ToIndex } from './index-wire.ts';

export interface IndexClient {
  /** True when the work is done elsewhere, so that sending is all that it costs here. */
  readonly away: boolean;
  send(message: ToIndex): void;
  close(): void;
}

interface TrustedTypePolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(of: string): string };
}

/** Named in the page's policy (`trusted-types`); it can be made once, so nobody else can make one after us. */
const policyName = 'millwright-index';
let policy: { createScriptURL(of: string): string } | undefined;

function trustedAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  if (trustedTypes === undefined) return workerAddress;
  policy ??= trustedTypes.createPolicy(policyName, { createScriptURL: () => workerAddress });
  return policy.createScriptURL('');
}

/** In this thread: answers arrive at once. */
export function openIndexHere(tell: (view: IndexView) => void): IndexClient {
  return { away: false, send: serveIndex(tell), close: () => undefined };
}

/** In a worker; `onLost` when it cannot be started or ends, for the caller to go on in this thread. */
export function openIndexAway(tell: (view: IndexView) => void, onLost: () => void): IndexClient {
  if (typeof Worker === 'undefined') return openIndexHere(tell);
  const worker = new Worker(trustedAddress(), { name: 'millwright-index' });
  worker.onmessage = ({ data }: MessageEvent<IndexView>) => tell(data);
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    onLost();
  };
  return {
    away: true,
    send: (message) =>
      worker.postMessage(message, 'slots' in message ? [message.slots.buffer as ArrayBuffer] : []),
    close: () => worker.terminate(),
  };
}
