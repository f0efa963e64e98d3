/** Faults of the way there and back, done to the sockets of the sandbox's port. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../engine/account.ts';
import type { WireAnswer } from '../wire/request.ts';
import type { Breakage, Mangling } from './wire-fault.ts';

export function breakConnection(
  engine: Engine,
  server: Server,
  port: number,
  breakage: Breakage,
  response: ServerResponse,
): void {
  switch (breakage.how) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silent':
      // The client ends it, or the port when it is closed.
      return;
    case 'closed':
      closePort(engine, server, port, breakage.until);
      return;
    case 'page': {
      const { status, headers, body } = breakage;
      response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
      response.end(body);
    }
  }
}

/** Refuses connections until the account's time is there, and listens on the same port again. */
function closePort(engine: Engine, server: Server, port: number, until: number): void {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  const open = async (): Promise<void> => {
    if (engine.clock.outside() < until) return;
    stop();
    // The endpoint is gone when somebody closed the port for good meanwhile.
    if (engine.account.endpoint === null || server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening').catch((error: unknown) => {
      process.emitWarning(error as Error);
    });
  };
  const forget = engine.onTimeMoved(open);
  const timer = setInterval(() => void open(), 50).unref();
  const stop = (): void => {
    forget();
    clearInterval(timer);
  };
}

/** Sends an answer that ends too early, or too slowly to be of use. */
export async function sendMangled(
  engine: Engine,
  answer: WireAnswer,
  mangling: Mangling,
  headOnly: boolean,
  response: ServerResponse,
): Promise<void> {
  const body = await wholeBody(answer);
  const headers = { ...answer.headers };
  if (answer.status !== 204 && answer.status !== 304 && !headOnly)
    headers['content-length'] = String(body.length);
  // Without a body only the head can be cut.
  if (headOnly || body.length === 0) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, headers);
  if (mangling === 'truncated') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
    return;
  }
  const from = engine.clock.outside();
  for (let sent = 0; sent < body.length && !response.destroyed;) {
    const due = Math.min(body.length, 1 + Math.floor((engine.clock.outside() - from) / 1000));
    if (due > sent) response.write(body.subarray(sent, due));
    sent = due;
    await wait(100, undefined, { ref: false });
  }
  if (!response.destroyed) response.end();
}

async function wholeBody({ body }: WireAnswer): Promise<Buffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
