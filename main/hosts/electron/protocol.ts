/** `millwright://`: the program's own files, and nothing else, with the policy of the loopback host. */
import type { CustomScheme, Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { confirmOrigin, scheme, windowOrigin } from '../../../preload/electron-wire.ts';
import { asset } from '../../program.ts';
import type { BuiltWindow } from '../built-window.ts';
import { commonHeaders, confirmationPolicy, windowPolicy } from '../page-headers.ts';
import { isAt } from './origins.ts';

/** Standard (has origins and relative addresses), secure, and no exception from anything. What was compiled is kept. */
export const customScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

const bare = { ...commonHeaders, 'referrer-policy': 'no-referrer' };
const windowHeaders = { ...bare, 'content-security-policy': windowPolicy("'none'") };
const confirmHeaders = { ...bare, 'content-security-policy': confirmationPolicy("'none'") };

interface Found {
  type: string;
  body: string | Uint8Array<ArrayBuffer>;
  immutable?: boolean;
}

type Find = (path: string) => Promise<Found | undefined>;

function answerer(origin: string, headers: Record<string, string>, find: Find) {
  return async (request: Request & { initiatorOrigin?: string | null }): Promise<Response> => {
    const refuse = (status: number) => new Response(null, { status, headers });
    const { initiatorOrigin: by, method, url } = request;
    if (!isAt(url, origin) || (by !== undefined && by !== origin)) return refuse(403);
    if (method !== 'GET') return refuse(405);
    const found = await find(new URL(url).pathname.slice(1));
    if (found === undefined) return refuse(404);
    const kept = found.immutable === true ? { 'cache-control': 'private, max-age=31536000, immutable' } : {};
    return new Response(found.body, { headers: { ...headers, 'content-type': found.type, ...kept } });
  };
}

/** The window's own session knows the window's files only. */
export function serveWindow(session: Session, built: BuiltWindow): void {
  const find: Find = async (path) => {
    const file = built.find(path);
    return file && { type: file.type, body: await readFile(file.file), immutable: file.immutable };
  };
  session.protocol.handle(scheme, answerer(windowOrigin, windowHeaders, find));
}

const shipped: Record<string, string> = {
  'confirm.css': 'text/css; charset=utf-8',
  'press.js': 'text/javascript; charset=utf-8',
};

/** The confirmation session knows the questions that are open, by id, and what draws them. */
export function serveConfirmation(session: Session, questionOf: (id: string) => string | undefined): void {
  const find: Find = async (path) => {
    const type = shipped[path];
    if (type !== undefined) return { type, body: await readFile(asset('confirm', path)) };
    const body = questionOf(path);
    return body === undefined ? undefined : { type: 'text/html; charset=utf-8', body };
  };
  session.protocol.handle(scheme, answerer(confirmOrigin, confirmHeaders, find));
}
