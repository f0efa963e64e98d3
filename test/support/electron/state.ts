/** What the parts of the stand-in share: the mutant in force, and everything that exists. */
import type { BrowserWindowConstructorOptions } from 'electron';
import type { StandInContents } from './contents.ts';
import type { StandInSession } from './session.ts';
import type { StandInWindow } from './window.ts';

/** A host that is wrong in one way, made at the boundary: what it says is not what Electron is told. */
export interface Mutant {
  /** Names of setters and events of Electron that the host forgot. */
  ignores?: readonly string[];
  options?: (given: BrowserWindowConstructorOptions) => BrowserWindowConstructorOptions;
  address?: (url: string) => string;
  /** Changes what the handlers of the protocol answer. */
  handler?: (
    given: (request: Request) => Response | Promise<Response>,
  ) => (request: Request) => Promise<Response>;
  /** Changes the text of a preload. */
  preload?: (text: string) => string;
  /** Every message looks like one of the window's own page. */
  trustsSenders?: boolean;
}

export interface StandInState {
  mutant: Mutant;
  contents: StandInContents[];
  windows: StandInWindow[];
  sessions: Map<string, StandInSession>;
  /** Paths of files that a person picked, as `webUtils` knows them. */
  picked: WeakMap<object, string>;
  /** ms by the page's own clock (`performance.now`). */
  pageClock: number;
}

export const newState = (mutant: Mutant = {}): StandInState => ({
  mutant,
  contents: [],
  windows: [],
  sessions: new Map(),
  picked: new WeakMap(),
  pageClock: 10_000,
});
