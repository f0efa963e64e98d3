/** The windows that are open, each with its line or, for a while, without one. */
import type { WebSocket } from 'ws';
import { windowGraceMs, type FromMain } from '../../../preload/loopback-wire.ts';
import { failure } from '../../failure.ts';
import type { Windows } from '../ports.ts';
import { newSecret, sameSecret } from './secrets.ts';

/** Kept for a window whose line breaks: so many events while it is away, so many of its last answers. */
const keptEvents = 5_000;
const keptAnswers = 50;

export interface OpenWindow {
  readonly id: string;
  readonly key: string;
  readonly sessionId: string;
  /** Notes that a call arrived. */
  arrived(requestId: string): void;
  /**
   * For a window that comes back: which of its pending calls never arrived here. Answers that may have been lost with the
   * line are sent again; a call whose answer is no longer kept is answered `outcome.unknown`.
   */
  settle(pending: readonly string[]): { never: string[]; again: FromMain[] };
  attach(socket: WebSocket): void;
  detach(socket: WebSocket): void;
  send(message: FromMain): void;
}

export interface WindowRegistry extends Windows {
  open(sessionId: string): OpenWindow;
  /** The window with this key in this session, if it is still kept. */
  find(sessionId: string, key: string): OpenWindow | undefined;
  /** Whether the window exists and belongs to the session. */
  belongs(windowId: string, sessionId: string): boolean;
  closeAll(): void;
}

export function openWindows(onGone: (windowId: string) => void, graceMs = windowGraceMs): WindowRegistry {
  const windows = new Map<string, OpenWindow & { end(): void }>();
  let count = 0;

  const open = (sessionId: string): OpenWindow => {
    count += 1;
    const id = `w${count}`;
    let socket: WebSocket | null = null;
    let kept: FromMain[] = [];
    let grace: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(grace);
      windows.delete(id);
      onGone(id);
    };
    const calls = new Map<string, 'running' | 'forgotten' | FromMain>();
    const answered: string[] = [];
    const remember = (id: string, message: FromMain): void => {
      calls.set(id, message);
      answered.push(id);
      const oldest = answered.length > keptAnswers ? answered.shift() : undefined;
      if (oldest !== undefined) calls.set(oldest, 'forgotten');
    };
    const send = (message: FromMain): void => {
      if (message.type === 'result') remember(message.id, message);
      if (socket !== null) socket.send(JSON.stringify(message));
      else if (message.type === 'event' && kept.length < keptEvents) kept.push(message);
    };
    const window = {
      id,
      key: newSecret(),
      sessionId,
      send,
      end,
      arrived: (requestId: string) => void calls.set(requestId, 'running'),
      settle(pending: readonly string[]) {
        const never = pending.filter((id) => !calls.has(id));
        const again = pending.flatMap((id): FromMain[] => {
          const state = calls.get(id);
          if (state === undefined || state === 'running') return [];
          if (state !== 'forgotten') return [state];
          return [{ type: 'result', id, result: { ok: false, error: failure('outcome.unknown').error } }];
        });
        return { never, again };
      },
      attach(next: WebSocket) {
        clearTimeout(grace);
        socket = next;
        const waiting = kept;
        kept = [];
        for (const message of waiting) next.send(JSON.stringify(message));
      },
      detach(old: WebSocket) {
        if (socket !== old) return;
        socket = null;
        grace = setTimeout(end, graceMs);
      },
    };
    windows.set(id, window);
    return window;
  };

  return {
    open,
    find: (sessionId, key) =>
      [...windows.values()].find((window) => sameSecret(window.key, key) && window.sessionId === sessionId),
    belongs: (windowId, sessionId) => windows.get(windowId)?.sessionId === sessionId,
    broadcast(event) {
      for (const window of windows.values()) window.send({ type: 'event', event });
    },
    send(windowId, event) {
      windows.get(windowId)?.send({ type: 'event', event });
      return windows.has(windowId);
    },
    closeAll() {
      for (const window of [...windows.values()]) window.end();
    },
  };
}
