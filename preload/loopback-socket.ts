/** One WebSocket that comes back by itself, with the calls that wait for an answer. */
import type { Result } from './contract/errors.ts';
import type { LineState } from './contract/host.ts';
import type { MillwrightEvent } from './contract/events.ts';
import { failed } from './failed.ts';
import { forgetSession } from './loopback-session.ts';
import { closeCodes } from './loopback-codes.ts';
import type { FromMain, FromWindow } from './loopback-wire.ts';

interface Waiting {
  message: string;
  /** May be sent again to a main that does not know this window any more. */
  repeatable: boolean;
  answer: (result: Result<unknown>) => void;
}

export interface Socket {
  /** Sends the message now or when the line is up; `forget` ends the waiting. */
  call(id: string, waiting: Waiting): void;
  cancel(id: string): void;
  forget(id: string): void;
  onConnection: (listener: (state: LineState) => void) => () => void;
}

export function openSocket(token: Promise<string | null>, onEvent: (event: MillwrightEvent) => void): Socket {
  const waiting = new Map<string, Waiting & { sent: boolean }>();
  const listeners = new Set<(state: LineState) => void>();
  let state: LineState = 'connecting';
  let socket: WebSocket | null = null;
  let windowKey: string | null = null;
  let failures = 0;

  const become = (next: LineState): void => {
    state = next;
    for (const listener of listeners) listener(next);
    if (next === 'signedOut') for (const { answer } of [...waiting.values()]) answer(failed('call.refused'));
  };
  const send = (id: string): void => {
    const call = waiting.get(id);
    if (call === undefined || state !== 'open') return;
    call.sent = true;
    socket?.send(call.message);
  };
  const welcomed = (welcome: Extract<FromMain, { type: 'welcome' }>): void => {
    windowKey = welcome.windowKey;
    failures = 0;
    become('open');
    for (const [id, call] of [...waiting]) {
      if (!call.sent || (welcome.unknown.includes(id) && (welcome.resumed || call.repeatable))) send(id);
      else if (welcome.unknown.includes(id)) call.answer(failed('outcome.unknown'));
    }
  };
  const receive = (message: FromMain): void => {
    if (message.type === 'welcome') welcomed(message);
    else if (message.type === 'result') waiting.get(message.id)?.answer(message.result);
    else onEvent(message.event);
  };
  /** The right to the line is asked for at the same time as the line itself. */
  const connect = (): void => {
    const opened = new WebSocket(`ws://${location.host}/socket`);
    socket = opened;
    opened.onopen = async () => {
      const key = await token;
      if (key === null || opened !== socket) return;
      const pending = [...waiting].filter(([, call]) => call.sent).map(([id]) => id);
      opened.send(JSON.stringify({ type: 'hello', token: key, windowKey, pending }));
      // A window that main does not know yet has nothing to settle: what only reads goes with the greeting.
      if (windowKey !== null) return;
      for (const call of waiting.values()) {
        if (call.sent || !call.repeatable) continue;
        call.sent = true;
        opened.send(call.message);
      }
    };
    opened.onmessage = (event: MessageEvent<string>) => receive(JSON.parse(event.data) as FromMain);
    opened.onclose = ({ code }) => {
      if (opened !== socket) return;
      socket = null;
      if (code === closeCodes.unauthorized) {
        forgetSession();
        become('signedOut');
        return;
      }
      become('lost');
      failures += 1;
      // 0.2 s, 0.4 s, ... 5 s; main on the same computer costs nothing to try.
      setTimeout(connect, Math.min(5_000, 100 * 2 ** failures));
    };
  };

  connect();
  void token.then((key) => {
    if (key !== null) return;
    const useless = socket;
    socket = null;
    useless?.close();
    become('signedOut');
  });

  return {
    call(id, wait) {
      if (state === 'signedOut') {
        wait.answer(failed('call.refused'));
        return;
      }
      waiting.set(id, { ...wait, sent: false });
      send(id);
    },
    cancel(id) {
      if (state === 'open') socket?.send(JSON.stringify({ type: 'cancel', id } satisfies FromWindow));
    },
    forget: (id) => void waiting.delete(id),
    onConnection(listener) {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },
  };
}
