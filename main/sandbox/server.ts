/** The sandbox account's port: 127.0.0.1 only. Guards, then the control endpoint, pages, or AWS's wire protocols. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Engine } from './engine/account.ts';
import { DropAnswer } from './engine/observe.ts';
import { breakConnection, sendMangled } from './faults/port.ts';
import { WireFault } from './faults/wire-fault.ts';
import { AwsError } from './engine/types.ts';
import { answerAws } from './http/aws.ts';
import { readBody } from './http/body.ts';
import { control, CONTROL_PREFIX } from './http/control.ts';
import { fromBrowser, hostIsOurs, mayShowPage } from './http/guard.ts';
import type { WireAnswer, WireRequest } from './wire/request.ts';

export interface Listening {
  url: string;
  port: number;
  close(): Promise<void>;
}

export async function listen(engine: Engine, port: number): Promise<Listening> {
  const server = createServer((message, response) => {
    handle(engine, ownPort, message, response).catch((error: unknown) => {
      if (error instanceof WireFault) {
        breakConnection(engine, server, ownPort, error.breakage, response);
        return;
      }
      if (!(error instanceof DropAnswer) && !response.destroyed) process.emitWarning(error as Error);
      response.destroy();
    });
  });
  // SDKs keep connections open for minutes; a server that closes first makes them fail now and then.
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  server.requestTimeout = 0; // uploads of many GB
  let ownPort = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  ownPort = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${ownPort}`;
  engine.setEndpoint(url);
  return {
    url,
    port: ownPort,
    close: async () => {
      engine.setEndpoint(null);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  engine: Engine,
  port: number,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = wireRequest(message);
  let answer: WireAnswer;
  if (!request) answer = plain(400, 'The address of the request is malformed.');
  else if (!hostIsOurs(request.headers, port))
    answer = plain(421, 'This is not the host that was asked for.');
  else answer = await route(engine, port, request, message);
  // The account's time, which need not be this computer's: clients measure their clock against it, as with AWS.
  response.setHeader('date', new Date(engine.clock.outside()).toUTCString());
  const headOnly = request?.method === 'HEAD';
  if (answer.mangling) await sendMangled(engine, answer, answer.mangling, headOnly, response);
  else await send(answer, headOnly, response);
}

async function route(
  engine: Engine,
  port: number,
  request: WireRequest,
  message: IncomingMessage,
): Promise<WireAnswer> {
  const signed = request.headers['authorization'] !== undefined || request.query.has('X-Amz-Algorithm');
  const pages = engine.registry.modules.find(
    (m) => m.pages && request.path.startsWith(m.pages.prefix),
  )?.pages;
  if (pages && !signed) {
    if (!mayShowPage(request.headers, port)) return plain(403, 'This page may not be read by another page.');
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'This page can only be read.');
    await engine.settle();
    const answer = await pages.handle(engine.account, {
      method,
      path: decodeURIComponent(request.path),
      query: request.query,
      headers: request.headers,
    });
    engine.commit();
    return answer;
  }
  if (fromBrowser(request.headers)) return plain(403, 'The sandbox account does not answer web pages.');
  if (!request.path.startsWith(CONTROL_PREFIX)) return answerAws(engine, request, message);
  try {
    return await control(engine, request, await readBody(message));
  } catch (error) {
    if (error instanceof AwsError) return plain(error.status ?? 400, error.message);
    throw error;
  }
}

function wireRequest(message: IncomingMessage): WireRequest | undefined {
  const url = message.url ?? '';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  try {
    if (!path.startsWith('/') || decodeURIComponent(path).includes('\0')) return undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
  };
}

async function send(answer: WireAnswer, headOnly: boolean, response: ServerResponse): Promise<void> {
  const { body } = answer;
  const headers = { ...answer.headers };
  const whole = typeof body === 'string' || body instanceof Uint8Array;
  if (
    whole &&
    headers['content-length'] === undefined &&
    answer.status !== 304 &&
    answer.status !== 204 &&
    !headOnly
  )
    headers['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(answer.status, headers);
  if (headOnly || (whole && !body.length)) response.end();
  else if (whole) response.end(body);
  else await pipeline(Readable.from(body), response);
}

const plain = (status: number, text: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: text,
});
