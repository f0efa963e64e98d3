/** A session: what its handlers say is what its pages get. Without a handler it does what Electron does. */
import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import type { StandInState } from './state.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];
type Devices = Parameters<Session['setDevicePermissionHandler']>[0];
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

export class StandInSession extends EventEmitter {
  readonly partition: string;
  readonly #state: StandInState;
  readonly #handlers = new Map<string, Handler>();
  #request: PermissionRequest = null;
  #check: PermissionCheck = null;
  #devices: Devices = null;
  #before: BeforeRequest | null = null;
  spellChecker = true;
  /** What pages keep in the session; a session of the disk begins with what an earlier start left. */
  readonly kept = new Set<string>();
  readonly cache: boolean;

  constructor(partition: string, state: StandInState, { cache = true }: { cache?: boolean } = {}) {
    super();
    this.partition = partition;
    this.cache = cache;
    if (partition.startsWith('persist:')) this.kept.add('localStorage of an earlier start');
    this.#state = state;
  }
  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      if (this.#handlers.has(scheme)) throw new Error(`The scheme ${scheme} is already handled`);
      this.#handlers.set(scheme, this.#state.mutant.handler?.(handler) ?? handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      if (!this.#ignores('onBeforeRequest')) this.#before = listener;
    },
  };
  #ignores(name: string): boolean {
    return this.#state.mutant.ignores?.includes(name) === true;
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    if (!this.#ignores('setPermissionRequestHandler')) this.#request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    if (!this.#ignores('setPermissionCheckHandler')) this.#check = handler;
  }
  setDevicePermissionHandler(handler: Devices): void {
    if (!this.#ignores('setDevicePermissionHandler')) this.#devices = handler;
  }
  async clearStorageData(): Promise<void> {
    if (!this.#ignores('clearStorageData')) this.kept.clear();
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }
  override on(event: string, listener: (...args: never[]) => void): this {
    return this.#ignores(event) ? this : super.on(event, listener as (...args: unknown[]) => void);
  }

  /** A page asks for something; Electron grants what nobody handles. */
  async grants(permission: string, contents: WebContents): Promise<{ request: boolean; check: boolean }> {
    const request = await new Promise<boolean>((resolve) => {
      if (this.#request === null) resolve(true);
      else this.#request(contents, permission as never, resolve, {} as never);
    });
    const check = this.#check === null || this.#check(contents, permission as never, '', {} as never);
    return { request, check };
  }
  grantsDevice(deviceType: 'hid' | 'serial' | 'usb'): boolean {
    return this.#devices === null ? false : this.#devices({ deviceType, origin: '', device: {} } as never);
  }
  /** A request of a page, or of the browser itself when `by` is absent. */
  async load(url: string, { by, method = 'GET' }: { by?: string; method?: string } = {}): Promise<Response> {
    let cancelled = false;
    this.#before?.({ url }, ({ cancel }) => (cancelled = cancel === true));
    // Set by the callback, which the compiler does not see.
    if (cancelled as boolean) throw new Error('net::ERR_BLOCKED_BY_CLIENT');
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) return new Response('of the network', { headers: { 'x-from': 'network' } });
    const request = Object.assign(
      new Request(url, { method }),
      by === undefined ? {} : { initiatorOrigin: by },
    );
    return handler(request);
  }
  /** A page starts a download; answers whether it goes on. */
  downloads(url: string, contents: WebContents): boolean {
    let prevented = false;
    this.emit('will-download', { preventDefault: () => (prevented = true) }, { getURL: () => url }, contents);
    return !prevented;
  }
}
