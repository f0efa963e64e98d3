/** The window's side of the loopback program without a browser: signs in by the link, calls, hands files over, agrees. */
import { Agent, request as send } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Result } from '../../../preload/contract/errors.ts';
import type { MillwrightEvent } from '../../../preload/contract/events.ts';
import type { FromMain } from '../../../preload/loopback-wire.ts';

/** A person needs longer than this to press a button; the program counts nothing that comes earlier, ms. */
const quietMs = 800;

export interface WindowLine {
  call<T>(channel: string, input: object): Promise<T>;
  put(path: string, body: Buffer): Promise<void>;
  /** The ticket that a person's press gives for this plan. */
  agree(plan: { id: string; digest: string }): Promise<string>;
  onEvent(listener: (event: MillwrightEvent) => void): void;
  close(): void;
}

interface Asked {
  origin: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export async function openLine(link: string): Promise<WindowLine> {
  const { origin, host, hash } = new URL(link);
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  const ask = ({ origin: at, path, method = 'GET', headers = {}, body }: Asked): Promise<string> =>
    new Promise((resolve, reject) => {
      const request = send(new URL(path, at), { method, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${method} ${path}: ${String(response.statusCode)} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  const code = JSON.stringify({ code: hash.slice(1) });
  const session = await ask({ origin, path: '/session', method: 'POST', headers: { origin }, body: code });
  const { token } = JSON.parse(session) as { token: string };

  const socket = new WebSocket(`ws://${host}/socket`, { origin });
  const waiting = new Map<string, (result: Result<unknown>) => void>();
  const listeners: ((event: MillwrightEvent) => void)[] = [];
  const welcome = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      const told = JSON.parse(data.toString('utf8')) as FromMain;
      if (told.type === 'welcome') resolve();
      else if (told.type === 'event') for (const listener of listeners) listener(told.event);
      else waiting.get(told.id)?.(told.result);
    });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', token, windowKey: null, pending: [] }));
  await welcome;

  let calls = 0;
  const call = async <T>(channel: string, input: object): Promise<T> => {
    calls += 1;
    const id = `call-${calls}`;
    const answer = new Promise<Result<unknown>>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ type: 'call', id, channel, input }));
    const result = await answer;
    waiting.delete(id);
    if (!result.ok) throw new Error(`${channel}: ${JSON.stringify(result.error)}`);
    return result.value as T;
  };
  return {
    call,
    onEvent: (listener) => void listeners.push(listener),
    async put(path, body) {
      const headers = { origin, authorization: `Bearer ${token}`, 'content-length': String(body.length) };
      await ask({ origin, path, method: 'PUT', headers, body });
    },
    async agree({ id, digest }) {
      const given = new Promise<string>((resolve, reject) =>
        listeners.push((event) => {
          if (event.type !== 'consent') return;
          if (event.ticket === null) reject(new Error('The consent was refused.'));
          else resolve(event.ticket);
        }),
      );
      const { link: asked } = await call<{ link: string }>('plans.askConsent', { id, digest });
      const { origin: at, pathname: path } = new URL(asked);
      const asTab = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      const html = await ask({ origin: at, path, headers: asTab });
      const secret = /name="secret" value="([\w-]+)"/.exec(html)?.[1] ?? '';
      await sleep(quietMs);
      await ask({
        origin: at,
        path,
        method: 'POST',
        headers: { origin: at, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' },
        body: new URLSearchParams({ secret, answer: 'confirm' }).toString(),
      });
      return given;
    },
    close() {
      socket.terminate();
      agent.destroy();
    },
  };
}
