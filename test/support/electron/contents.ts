/** Contents of a window: a page with frames, its preload, and what it can try. */
import { EventEmitter } from 'node:events';
import type { JSDOM } from 'jsdom';
import type {
  HandlerDetails,
  WebContents,
  WebFrameMain,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';
import { crossed } from './context-bridge.ts';
import { bundleOf, documentWith } from './preload.ts';
import type { StandInSession } from './session.ts';
import type { StandInState } from './state.ts';

/** How a message reaches main; the stand-in's `ipcMain` is one. */
export interface IpcEnd {
  invoke(
    contents: StandInContents,
    frame: StandInFrame | null,
    channel: string,
    args: unknown[],
  ): Promise<unknown>;
  send(contents: StandInContents, frame: StandInFrame | null, channel: string, args: unknown[]): void;
}

export interface StandInFrame {
  url: string;
  origin: string;
  parent: StandInFrame | null;
  detached: boolean;
}

/** Of a standard scheme, as Chromium says it. */
export function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return ['data:', 'about:', 'blob:'].includes(protocol) ? 'null' : `${protocol}//${host}`;
}

interface Deniable {
  defaultPrevented: boolean;
  preventDefault(): void;
}
export const deniable = <T extends object>(more: T): T & Deniable => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: () => void (event.defaultPrevented = true),
  };
  return event;
};

let nextId = 0;

export class StandInContents
  extends EventEmitter
  implements
    Pick<WebContents, 'id' | 'isDestroyed' | 'send' | 'reload' | 'setWindowOpenHandler' | 'mainFrame'>
{
  readonly id = (nextId += 1);
  readonly preferences: WebPreferences;
  readonly session: StandInSession;
  readonly #state: StandInState;
  readonly #ipc: IpcEnd;
  readonly #toPage = new EventEmitter();
  #openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | null = null;
  #destroyed = false;
  frame: StandInFrame = { url: 'about:blank', origin: 'null', parent: null, detached: false };
  /** Values that the preload put into the page. */
  world: Record<string, unknown> = {};
  dom: JSDOM | undefined;
  headers = new Headers();
  /** Resolves when the page that is being loaded is there. */
  loading: Promise<void> = Promise.resolve();

  constructor(preferences: WebPreferences, state: StandInState, ipc: IpcEnd) {
    super();
    this.preferences = preferences;
    this.session = preferences.session as unknown as StandInSession;
    this.#state = state;
    this.#ipc = ipc;
    state.contents.push(this);
  }
  get mainFrame(): WebFrameMain {
    return this.frame as unknown as WebFrameMain;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroy(): void {
    this.#destroyed = true;
    this.frame.detached = true;
    this.dom?.window.close();
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    this.#toPage.emit(channel, { sender: 'ipcRenderer' }, ...structuredClone<unknown[]>(args));
  }
  reload(): void {
    void this.load(this.frame.url);
  }
  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    if (this.#state.mutant.ignores?.includes('setWindowOpenHandler') !== true) this.#openHandler = handler;
  }
  override on(event: string, listener: (...args: never[]) => void): this {
    if (this.#state.mutant.ignores?.includes(event) === true) return this;
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  load(url: string): Promise<void> {
    this.loading = this.#load(url);
    return this.loading;
  }
  /** To another place of the same page. */
  jump(url: string): void {
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: true });
    this.frame.url = url;
  }
  async #load(url: string): Promise<void> {
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    const answer = await this.session.load(url);
    if (!answer.ok) throw new Error(`ERR_FAILED (${answer.status}) loading ${url}`);
    const text = await answer.text();
    this.dom?.window.close();
    this.frame.detached = true;
    this.frame = { url, origin: originOf(url), parent: null, detached: false };
    this.headers = answer.headers;
    this.world = {};
    this.#toPage.removeAllListeners();
    const { preload } = this.preferences;
    const bundle = preload === undefined ? undefined : bundleOf(preload);
    const source = bundle && (this.#state.mutant.preload?.(bundle) ?? bundle);
    this.dom = documentWith(text, url, source, this.modules(this.frame));
    this.dom.window.performance.now = () => this.#state.pageClock;
    this.dom.window.document.hasFocus = () => true;
    const scripts = this.dom.window.document.querySelectorAll<HTMLScriptElement>('script[src]:not([type])');
    for (const script of scripts) {
      const own = await this.session.load(new URL(script.src, url).href, { by: this.frame.origin });
      this.dom.window.eval(await own.text());
    }
    this.emit('did-finish-load');
  }
  /** What a preload in this frame can load; a frame that stole it would have it too. */
  modules(frame: StandInFrame | null) {
    return {
      contextBridge: {
        exposeInMainWorld: (name: string, api: unknown): void => {
          if (name in this.world) throw new Error('Cannot bind an API on top of an existing property');
          this.world[name] = crossed(api);
        },
      },
      ipcRenderer: {
        invoke: async (channel: string, ...args: unknown[]) =>
          structuredClone(await this.#ipc.invoke(this, frame, channel, structuredClone<unknown[]>(args))),
        send: (channel: string, ...args: unknown[]) =>
          this.#ipc.send(this, frame, channel, structuredClone<unknown[]>(args)),
        on: (channel: string, listener: (...args: unknown[]) => void) => this.#toPage.on(channel, listener),
      },
      webUtils: { getPathForFile: (file: object) => this.#state.picked.get(file) ?? '' },
    };
  }

  /** What a page tries. Each answers what came of it. */
  async navigate(url: string, events = ['will-frame-navigate', 'will-navigate']): Promise<string> {
    const event = deniable({ url, isMainFrame: true, isSameDocument: false, frame: this.mainFrame });
    for (const name of events) this.emit(name, event);
    if (!event.defaultPrevented) await this.load(url);
    return this.frame.url;
  }
  open(url: string): 'denied' | 'opened' {
    if (this.#openHandler?.({ url } as HandlerDetails).action === 'deny') return 'denied';
    return 'opened';
  }
  attachWebview(params: Record<string, string>): 'no element' | 'denied' | 'attached' {
    if (this.preferences.webviewTag !== true) return 'no element';
    const event = deniable({});
    this.emit('will-attach-webview', event, {}, params);
    return event.defaultPrevented ? 'denied' : 'attached';
  }
  async fetch(url: string): Promise<Response> {
    return this.session.load(url, { by: this.frame.origin });
  }
}
