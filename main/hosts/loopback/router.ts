/**
 * One table of routes per origin. The table is what serves and what the tests read: a route without a declared access
 * does not exist. Checks run in one order for all: Host, path, method, who asks, right to ask.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AppFailure } from '../../failure.ts';

/**
 * - `file`: harmless bytes; the browser's own address bar or this origin.
 * - `page`: a whole tab that a person opened (never a frame, a fetch or a picture).
 * - `form`: a form of a page of this very origin.
 * - `exchange`: state-changing, from this very origin, before there is a token.
 * - `bearer`: from this very origin, with the token of a session.
 * - `owner`: a program of this computer's user that can read the state folder; never a browser.
 * - `socket`: the upgrade to a WebSocket, from this very origin; the token comes in the first message.
 */
export type Access = 'file' | 'page' | 'form' | 'exchange' | 'bearer' | 'owner' | 'socket';

export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** Named parts of the path, decoded. */
  params: Record<string, string>;
  /** Ends with the connection. */
  signal: AbortSignal;
  /** What `bearer` or `owner` proved. */
  sessionId: string | undefined;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT';
  /** `/staging/:stageId/:index`; `:name*` takes the rest. */
  path: string;
  access: Access;
  handle(asked: Asked): Promise<void> | void;
}

export interface Self {
  /** `127.0.0.1:PORT`, the only Host that is answered. */
  host: string;
  headers: Record<string, string>;
  /** Session of a bearer token; undefined when it is not one. */
  sessionOf: (token: string) => string | undefined;
  isOwner(secret: string): boolean;
  onFault?: (error: unknown) => void;
}

export class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(String(status));
    this.status = status;
  }
}

/** Whether the browser says that another site, a frame or a script of elsewhere is behind this request. */
function checkWho(access: Access, request: IncomingMessage, host: string): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = origin === `http://${host}`;
  const fromHere = site === undefined || site === 'same-origin';
  const fine = {
    file: (origin === undefined || own) && (fromHere || site === 'none'),
    page:
      origin === undefined &&
      request.headers['sec-fetch-mode'] === 'navigate' &&
      request.headers['sec-fetch-dest'] === 'document',
    form: own && site === 'same-origin' && request.headers['sec-fetch-mode'] === 'navigate',
    exchange: own && fromHere,
    bearer: own && fromHere,
    owner: origin === undefined && site === undefined,
    socket: own && fromHere,
  }[access];
  if (!fine) throw new Refused(403);
}

export function bearerOf(request: IncomingMessage): string {
  return /^Bearer ([\w-]{20,64})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function checkRight(access: Access, request: IncomingMessage, self: Self): string | undefined {
  if (access === 'owner' && !self.isOwner(bearerOf(request))) throw new Refused(401);
  if (access !== 'bearer') return undefined;
  const session = self.sessionOf(bearerOf(request));
  if (session === undefined) throw new Refused(401);
  return session;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const rest = wanted.at(-1)?.endsWith('*') === true;
  if (rest ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (rest && index === wanted.length - 1) params[part.slice(1, -1)] = given.slice(index).join('/');
    else if (part.startsWith(':')) {
      if (value === '') return undefined;
      params[part.slice(1)] = value;
    } else if (part !== value) return undefined;
  }
  return params;
}

/** Finds the route of a request, or throws `Refused`: 421 wrong Host, 404, 405, 403, 401. */
export function admit(
  routes: readonly Route[],
  request: IncomingMessage,
  self: Self,
): { route: Route; params: Record<string, string>; sessionId: string | undefined } {
  if (request.headers.host !== self.host) throw new Refused(421);
  const path = (request.url ?? '').split('?')[0] ?? '';
  const found = routes
    .map((route) => ({ route, params: matchPath(route.path, path) }))
    .filter((match) => match.params !== undefined);
  if (found.length === 0) throw new Refused(404);
  const match = found.find(({ route }) => route.method === request.method);
  if (match === undefined) throw new Refused(405);
  checkWho(match.route.access, request, self.host);
  return {
    route: match.route,
    params: match.params ?? {},
    sessionId: checkRight(match.route.access, request, self),
  };
}

function answerFailure(response: ServerResponse, error: unknown, self: Self): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof AppFailure) {
    sendJson(response, 422, { ok: false, error: error.error });
    return;
  }
  if (!(error instanceof Refused)) self.onFault?.(error);
  response.writeHead(error instanceof Refused ? error.status : 500, { connection: 'close' }).end();
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A small body of a page arrives at once; one that takes longer is held back on purpose. */
const smallBodyMs = 5_000;

/** Reads a small body; throws `Refused(413)` above `limit` bytes and `Refused(408)` when it does not end. */
export async function readSmall(request: IncomingMessage, limit = 4096): Promise<string> {
  const late = setTimeout(() => request.destroy(new Refused(408)), smallBodyMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new Refused(413);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function serveRoutes(routes: readonly Route[], self: Self): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(self.headers)) response.setHeader(name, value);
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    const work = async (): Promise<void> => {
      const { route, params, sessionId } = admit(routes, request, self);
      if (route.access === 'socket') throw new Refused(426);
      await route.handle({ request, response, params, sessionId, signal: abort.signal });
    };
    work().catch((error: unknown) => answerFailure(response, error, self));
  };
}
