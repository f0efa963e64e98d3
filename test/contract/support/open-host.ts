/** The real loopback host over fake handlers and a tiny built window, with raw requests that browsers could not send. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { openStaging, type Staging } from '../../../main/data/staging.ts';
import { openLoopbackHost, type LoopbackHost } from '../../../main/hosts/loopback/index.ts';
import type { ConsentRequest, TicketOffice } from '../../../main/hosts/ports.ts';
import { register } from '../../../main/ipc/dispatcher.ts';
import { contract, type Handlers } from '../../../preload/contract/index.ts';
import type { FromMain } from '../../../preload/loopback-wire.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Ask {
  port: number;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** One request with exactly these headers; `host` may lie. */
export function ask({ port, path, method = 'GET', headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers, setHost: false, agent: false };
    const request = send(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

export interface OpenHost extends AsyncDisposable {
  host: LoopbackHost;
  staging: Staging;
  stateDir: string;
  /** Moves the host's clock. */
  clock: { now: number };
  issued: Parameters<TicketOffice['issue']>[0][];
  own: { host: string; origin: string };
  confirm: { host: string; origin: string };
  /** A session's token by the way a browser gets it. */
  signIn(): Promise<string>;
  /** A window that said hello. */
  openWindow(token?: string): Promise<Line>;
}

export interface Line {
  socket: WebSocket;
  messages: FromMain[];
  next<T extends FromMain['type']>(type: T): Promise<Extract<FromMain, { type: T }>>;
  send(message: unknown): void;
}

export async function lineTo(host: LoopbackHost, headers: Record<string, string>): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, { headers });
  const messages: FromMain[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString('utf8')) as FromMain);
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    messages,
    send: (message) => socket.send(JSON.stringify(message)),
    async next(type) {
      for (;;) {
        const index = messages.findIndex((message) => message.type === type);
        if (index >= 0) return messages.splice(index, 1)[0] as never;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

export async function openHost(handlers: Handlers, graceMs?: number): Promise<OpenHost> {
  const stateDir = await mkdtemp(join(tmpdir(), 'millwright-host-'));
  const windowDir = join(stateDir, 'window');
  await mkdir(join(windowDir, 'assets'), { recursive: true });
  await writeFile(join(windowDir, 'index.html'), '<!doctype html><title>Millwright</title>');
  await writeFile(join(windowDir, 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(stateDir, 'settings.json'), 'a secret of the state folder');
  const clock = { now: Date.parse('2026-11-20T14:02:00Z') };
  const host = await openLoopbackHost({
    windowDir,
    now: () => clock.now,
    voice: () => ({ language: 'en', timeZone: 'UTC' }),
    ...(graceMs === undefined ? {} : { graceMs }),
  });
  const staging = openStaging(stateDir);
  const issued: OpenHost['issued'] = [];
  const tickets: TicketOffice = {
    issue(bound) {
      issued.push(bound);
      return `ticket-${issued.length}`;
    },
  };
  host.serve({ dispatcher: register(contract, handlers), staging, tickets });
  const origins = (port: number) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` });
  const own = origins(host.port);
  const signIn = async (): Promise<string> => {
    const code = host.newLink().split('#')[1];
    const { text } = await ask({
      port: host.port,
      path: '/session',
      method: 'POST',
      headers: own,
      body: JSON.stringify({ code }),
    });
    return (JSON.parse(text) as { token: string }).token;
  };
  return {
    host,
    staging,
    stateDir,
    clock,
    issued,
    own,
    confirm: origins(host.confirmPort),
    signIn,
    async openWindow(token) {
      const line = await lineTo(host, { origin: own.origin });
      line.send({ type: 'hello', token: token ?? (await signIn()), windowKey: null, pending: [] });
      return line;
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

export const consentRequest: ConsentRequest = {
  planId: 'p1',
  digest: '9ae403c8'.padEnd(64, '0'),
  title: { key: 'host.confirm.title' },
  accountId: '123456789012',
  sandbox: true,
  region: 'eu-central-1',
  perHour: { usd: 0.05, unknown: [] },
  worstMonth: { usd: 36.5, unknown: ['disk'] },
  language: 'en',
  timeZone: 'UTC',
  windowId: 'w1',
};
