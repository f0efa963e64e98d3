/**
 * What a window needs to know of each channel of the contract. The window's build takes the finished table in place of
 * this module (electron.vite.config.ts), and with it none of the schemas: main alone checks what is sent.
 */
import { contract } from './contract/index.ts';
import type { Domain, Method } from './contract/method.ts';

export type Channel = Pick<Method, 'effect' | 'timeoutMs' | 'cancellable'>;

const channelOf = ({ effect, timeoutMs, cancellable }: Method): Channel => ({
  effect,
  timeoutMs,
  cancellable,
});

/** By domain and name, as in the contract. */
export const channels: Record<string, Record<string, Channel>> = Object.fromEntries(
  Object.entries<Domain>(contract).map(([domain, methods]) => [
    domain,
    Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, channelOf(method)])),
  ]),
);
