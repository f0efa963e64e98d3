/**
 * What a host gives to the program. The program asks for these and never knows which host runs it: in Electron main opens
 * windows of its own, in the loopback host the window gets a one-time link to the confirmation origin.
 */
import type { Readable } from 'node:stream';
import type { OpenedOutside, Settings } from '../../preload/contract/domains/app.ts';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Amount } from '../../preload/contract/plan.ts';
import type { Language } from '../../words/index.ts';
import type { z } from 'zod';
import type { Staging } from '../data/staging.ts';
import type { Dispatcher } from '../ipc/dispatcher.ts';
import type { Notices } from './notices.ts';

export type OutsideTarget =
  /** `endpoint`: the connection's own endpoint, the only place that http may lead to. */
  | { kind: 'page'; url: string; endpoint: string | undefined }
  /** A file for the person's downloads folder. `open` is called once, when the person's browser asks for it. */
  | {
      kind: 'download';
      name: string;
      bytes: number | undefined;
      open(signal: AbortSignal): Promise<Readable>;
      /** Ends with the call that asked: nobody waits for the file any more. */
      signal?: AbortSignal;
    };

export interface Outside {
  /** Opens a page or saves a file outside the window. Throws `call.refused` for an address that is not allowed. */
  open(target: OutsideTarget): Promise<OpenedOutside>;
}

/** What the confirmation surface shows. Made by main from its own copy of the plan, never from the window's words. */
export interface ConsentRequest {
  planId: string;
  digest: string;
  title: Message;
  /** Words of the button; absent: "Confirm and start". */
  press?: Message;
  /** Something is deleted: the button is red and what is lost stands on top. */
  destroys?: boolean;
  lost?: Message[];
  stays?: Message[];
  accountId: string | null;
  /** True for the account inside the program, where nothing costs real money. */
  sandbox: boolean;
  region: string;
  /** Null: nothing of it is billed by the hour. */
  perHour: z.infer<typeof Amount> | null;
  /** A month when every end fails. */
  worstMonth: z.infer<typeof Amount>;
  language: Language;
  timeZone: string;
  /** Light or dark, where the person chose; else as the computer is. */
  appearance?: Settings['appearance'];
  /** The window that asked, and the only one that gets the ticket. */
  windowId: string;
}

export interface ConsentSurface {
  /** Shows the request where the page cannot press. The answer arrives through `TicketOffice` and a `consent` event. */
  ask(request: ConsentRequest): Promise<{ consentId: string; link: string | null }>;
}

/** Gives the one-use tickets that `plans.apply` takes back; `main/plans/tickets.ts` is one. */
export interface TicketOffice {
  issue(bound: { planId: string; digest: string; windowId: string }): string;
}

/** Main's way to the windows. */
export interface Windows {
  /** To every window. */
  broadcast(event: MillwrightEvent): void;
  /** To one window; false if it is gone. */
  send(windowId: string, event: MillwrightEvent): boolean;
}

/** What a host needs from the program, given once it is put together. */
export interface Program {
  dispatcher: Dispatcher;
  staging: Staging;
  tickets: TicketOffice;
}

export interface HostPorts {
  kind: 'electron' | 'loopback';
  /** Null: what there is to tell is told in the window only. */
  notices: Notices | null;
  outside: Outside;
  consent: ConsentSurface;
  windows: Windows;
}
