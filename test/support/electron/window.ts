/** A window around contents. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import { deniable, StandInContents, type IpcEnd } from './contents.ts';
import type { StandInState } from './state.ts';

type Has =
  | 'isDestroyed'
  | 'isMinimized'
  | 'restore'
  | 'show'
  | 'focus'
  | 'destroy'
  | 'loadURL'
  | 'setProgressBar'
  | 'webContents';

export class StandInWindow extends EventEmitter implements Pick<BrowserWindow, Has> {
  readonly options: BrowserWindowConstructorOptions;
  readonly contents: StandInContents;
  readonly #state: StandInState;
  shown = 0;
  minimized = false;
  /** Whether the person has it before them. */
  focused = false;
  progress: number[] = [];

  constructor(options: BrowserWindowConstructorOptions, state: StandInState, ipc: IpcEnd) {
    super();
    this.options = state.mutant.options?.(options) ?? options;
    this.#state = state;
    this.contents = new StandInContents(this.options.webPreferences ?? {}, state, ipc);
    state.windows.push(this);
  }
  get webContents(): WebContents {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    return this.contents as unknown as WebContents;
  }
  isDestroyed(): boolean {
    return this.contents.isDestroyed();
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  show(): void {
    this.shown += 1;
  }
  focus(): void {
    this.focused = true;
    this.emit('focus');
  }
  setProgressBar(progress: number): void {
    this.progress.push(progress);
  }
  async loadURL(url: string): Promise<void> {
    const address = this.#state.mutant.address?.(url) ?? url;
    // As Chromium does: another fragment of the same page is no other page.
    if (this.contents.frame.url.split('#')[0] === url.split('#')[0] && url.includes('#')) {
      this.contents.jump(address);
      return;
    }
    await this.contents.load(address);
    this.emit('ready-to-show');
  }
  destroy(): void {
    if (this.isDestroyed()) return;
    this.contents.destroy();
    this.#state.windows.splice(this.#state.windows.indexOf(this), 1);
    this.emit('closed');
  }
  /** The person closes it. */
  close(): void {
    const event = deniable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  /** A person presses a button of the page's form; the page's own script sees it first. Answers whether it went on. */
  press(value: string): void {
    this.contents.dom?.window.document.querySelector<HTMLButtonElement>(`button[value="${value}"]`)?.click();
  }
}
