/** The WebSocket of the window: hello within two seconds, then calls, cancels, answers and events. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { closeCodes } from '../../../preload/loopback-codes.ts';
import { FromWindow, Hello, maxMessageBytes, type FromMain } from '../../../preload/loopback-wire.ts';
import type { Dispatcher } from '../../ipc/dispatcher.ts';
import { admit, Refused, type Route, type Self } from './router.ts';
import type { Sessions } from './sessions.ts';
import type { OpenWindow, WindowRegistry } from './windows.ts';

const helloMs = 2_000;
const maxHelloBytes = 128 * 1024;
const pingMs = 30_000;
/** How long a socket that was closed here may take to close there. */
const closeMs = 2_000;

export interface SocketParts {
  routes: readonly Route[];
  self: Self;
  sessions: Sessions;
  windows: WindowRegistry;
  dispatcher: () => Dispatcher;
}

export interface SocketEnd {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): void;
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse((data as Buffer).toString('utf8'));
  } catch {
    // Not JSON: no schema accepts undefined, and the socket is closed for it.
    return undefined;
  }
}

/** Closes politely, and for good when the other side does not answer. */
function end(socket: WebSocket, code: number): void {
  socket.close(code);
  setTimeout(() => socket.terminate(), closeMs).unref();
}

export function openSocketEnd({ routes, self, sessions, windows, dispatcher }: SocketParts): SocketEnd {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });

  const converse = (window: OpenWindow, socket: WebSocket): void => {
    socket.on('message', (data) => {
      const message = FromWindow.safeParse(parse(data));
      if (!message.success) {
        end(socket, closeCodes.badMessage);
        return;
      }
      const { id } = message.data;
      if (message.data.type === 'cancel') {
        dispatcher().cancel(window.id, id);
        return;
      }
      const { channel, input } = message.data;
      window.arrived(id);
      void dispatcher()
        .call({ channel, input, requestId: id, windowId: window.id })
        .then((result) => window.send({ type: 'result', id, result }));
    });
  };

  const greet = (socket: WebSocket, data: RawData): void => {
    const hello = (data as Buffer).length <= maxHelloBytes ? Hello.safeParse(parse(data)) : undefined;
    const sessionId = hello?.success === true ? sessions.sessionOf(hello.data.token) : undefined;
    if (hello?.data === undefined || sessionId === undefined) {
      end(socket, closeCodes.unauthorized);
      return;
    }
    const { windowKey, pending } = hello.data;
    const known = windowKey === null ? undefined : windows.find(sessionId, windowKey);
    const window = known ?? windows.open(sessionId);
    if (known === undefined) dispatcher().openWindow(window.id);
    const { never, again } = window.settle(pending);
    const welcome: FromMain = {
      type: 'welcome',
      windowKey: window.key,
      resumed: known !== undefined,
      unknown: never,
    };
    socket.send(JSON.stringify(welcome));
    for (const message of again) socket.send(JSON.stringify(message));
    window.attach(socket);
    socket.once('close', () => window.detach(socket));
    converse(window, socket);
  };

  server.on('connection', (socket: WebSocket) => {
    const late = setTimeout(() => end(socket, closeCodes.unauthorized), helloMs);
    let alive = true;
    const ping = setInterval(() => {
      if (!alive) socket.terminate();
      alive = false;
      socket.ping();
    }, pingMs);
    socket.on('pong', () => (alive = true));
    socket.once('close', () => {
      clearTimeout(late);
      clearInterval(ping);
    });
    // A broken frame or one that is too large: ws closes the socket with the code for it.
    socket.on('error', () => socket.terminate());
    socket.once('message', (data) => {
      clearTimeout(late);
      greet(socket, data);
    });
  });

  return {
    upgrade(request, socket, head) {
      try {
        const { route } = admit(routes, request, self);
        if (route.access !== 'socket') throw new Refused(404);
      } catch (error) {
        const status = error instanceof Refused ? error.status : 500;
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    close() {
      for (const client of server.clients) client.close(closeCodes.ending);
      server.close();
    },
  };
}
