/**
 * The loopback host: the program in an installed browser, over 127.0.0.1 only. Two origins: one serves the window and
 * carries its calls, the other asks for consent and opens things outside. It holds no feature.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Voice } from '../confirm-page.ts';
import type { HostPorts, Program } from '../ports.ts';
import { openConsents } from './consents.ts';
import { confirmationHeaders, windowHeaders } from './headers.ts';
import { openLinks } from './outside.ts';
import { serveRoutes, type Route, type Self } from './router.ts';
import { confirmationRoutes, windowRoutes } from './routes.ts';
import { newSecret, sameSecret } from './secrets.ts';
import { openSessions } from './sessions.ts';
import { openSocketEnd } from './socket.ts';
import { openWindowFiles } from './window-files.ts';
import { openWindows } from './windows.ts';

// An import of it would read all that it holds, and with that load the whole of `fetch`: a fifth of a start.
const { createServer } = process.getBuiltinModule('node:http');

export interface LoopbackOptions {
  /** Folder of the built window. */
  windowDir: string;
  /** 0: any free port. */
  port?: number;
  now?: () => number;
  /** How to speak on pages that main draws itself. */
  voice: () => Voice;
  onFault?: (error: unknown) => void;
  /** How long a window without a line is kept, ms. */
  graceMs?: number;
}

export interface LoopbackHost extends HostPorts {
  readonly port: number;
  readonly confirmPort: number;
  /** Secret that only this computer's user gets, by the state folder. */
  readonly ownerSecret: string;
  readonly routes: { window: readonly Route[]; confirmation: readonly Route[] };
  /** A fresh address of the window: works once, for a minute. */
  newLink(): string;
  /** Starts to answer. */
  serve(program: Program): void;
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function newServer(): Server {
  // A large upload may take long; headers may not.
  return createServer({ requestTimeout: 0, headersTimeout: 10_000, maxHeaderSize: 16_384 });
}

export async function openLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const { voice, now = Date.now, onFault = () => undefined } = options;
  const ownerSecret = newSecret();
  const files = await openWindowFiles(options.windowDir);
  const windowServer = newServer();
  const confirmServer = newServer();
  let program: Program | undefined;
  const ready = (): Program => {
    if (program === undefined) throw new Error('The host answered before the program was put together.');
    return program;
  };

  const port = await listen(windowServer, options.port ?? 0);
  const confirmPort = await listen(confirmServer, 0);
  const host = `127.0.0.1:${port}`;
  const confirmHost = `127.0.0.1:${confirmPort}`;
  const confirmOrigin = (): string => `http://${confirmHost}`;

  const sessions = openSessions(now);
  const windows = openWindows((id) => ready().dispatcher.closeWindow(id), options.graceMs);
  const links = openLinks(now, confirmOrigin);
  const consents = openConsents({ now, windows, tickets: () => ready().tickets, confirmOrigin, voice });
  const newLink = (): string => `http://${host}/#${sessions.newCode()}`;

  const rights = {
    sessionOf: sessions.sessionOf,
    isOwner: (s: string) => sameSecret(s, ownerSecret),
    onFault,
  };
  const self: Self = { host, headers: windowHeaders(host), ...rights };
  const confirmSelf: Self = { host: confirmHost, headers: confirmationHeaders, ...rights };
  const routes = {
    window: windowRoutes({ files, sessions, windows, staging: () => ready().staging, newLink }),
    confirmation: confirmationRoutes(consents, links, voice, now),
  };
  const socketEnd = openSocketEnd({
    routes: routes.window,
    self,
    sessions,
    windows,
    dispatcher: () => ready().dispatcher,
  });

  return {
    kind: 'loopback',
    // The page has no permission for notices of the system, and keeps none open when its tab is closed.
    notices: null,
    port,
    confirmPort,
    ownerSecret,
    routes,
    newLink,
    outside: links,
    consent: consents,
    windows,
    serve(given) {
      program = given;
      windowServer.on('request', serveRoutes(routes.window, self));
      windowServer.on('upgrade', socketEnd.upgrade);
      confirmServer.on('request', serveRoutes(routes.confirmation, confirmSelf));
      confirmServer.on('upgrade', (_request, socket) => socket.destroy());
    },
    async close() {
      socketEnd.close();
      if (program !== undefined) windows.closeAll();
      await Promise.all(
        [windowServer, confirmServer].map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}
