import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Access, Route } from '../../main/hosts/loopback/router.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { ask, lineTo, openHost, type OpenHost } from './support/open-host.ts';

let open: OpenHost;
let ran: unknown[];
let token: string;

beforeAll(async () => {
  const fake = fakeHandlers();
  ran = fake.ran;
  open = await openHost(fake.handlers);
  token = await open.signIn();
});
afterAll(() => open[Symbol.asyncDispose]());

const hosts = (port: number) => ({
  right: `127.0.0.1:${port}`,
  name: `localhost:${port}`,
  rebound: `evil.example:${port}`,
  bare: '127.0.0.1',
  otherPort: `127.0.0.1:${port + 1}`,
  empty: '',
});
const origins = (port: number, other: number) => ({
  none: undefined,
  right: `http://127.0.0.1:${port}`,
  sibling: `http://127.0.0.1:${other}`,
  name: `http://localhost:${port}`,
  secure: `https://127.0.0.1:${port}`,
  foreign: 'https://evil.example',
  null: 'null',
});
const sites = [undefined, 'none', 'same-origin', 'same-site', 'cross-site'] as const;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'];

/** Who may ask, written once more and independently of the host: access -> which Origin and which Sec-Fetch-Site. */
const mayAsk: Record<Access, (origin: string, site: string | undefined, navigates: boolean) => boolean> = {
  file: (origin, site) =>
    ['none', 'right'].includes(origin) && [undefined, 'none', 'same-origin'].includes(site),
  page: (origin, _site, navigates) => origin === 'none' && navigates,
  form: (origin, site, navigates) => origin === 'right' && site === 'same-origin' && navigates,
  exchange: (origin, site) => origin === 'right' && [undefined, 'same-origin'].includes(site),
  bearer: (origin, site) => origin === 'right' && [undefined, 'same-origin'].includes(site),
  owner: (origin, site) => origin === 'none' && site === undefined,
  socket: (origin, site) => origin === 'right' && [undefined, 'same-origin'].includes(site),
};

const concrete = (route: Route): string =>
  route.path
    .replace(':file*', '')
    .replace(':code', 'A'.repeat(32))
    .replace(':stageId', 'a'.repeat(32))
    .replace(':index', '0');

interface Case {
  method: string;
  host: keyof ReturnType<typeof hosts>;
  origin: keyof ReturnType<typeof origins>;
  site: string | undefined;
  right: 'none' | 'wrong' | 'good';
  navigates: boolean;
}

function* cases(port: number): Generator<Case> {
  for (const method of methods)
    for (const host of Object.keys(hosts(port)) as Case['host'][])
      for (const origin of Object.keys(origins(port, 0)) as Case['origin'][])
        for (const site of sites)
          for (const right of ['none', 'wrong', 'good'] as const)
            for (const navigates of [false, true]) yield { method, host, origin, site, right, navigates };
}

async function tryAll(
  which: 'window' | 'confirmation',
): Promise<{ wrong: string[]; admitted: number; tried: number }> {
  const [port, other] =
    which === 'window' ? [open.host.port, open.host.confirmPort] : [open.host.confirmPort, open.host.port];
  const routes = open.host.routes[which];
  const wrong: string[] = [];
  let admitted = 0;
  let tried = 0;
  for (const route of routes)
    for (const one of cases(port)) {
      // Every value of every dimension with the others right, and a spread of the rest: the full product is `test:long`.
      const off = [
        one.method !== route.method,
        one.host !== 'right',
        one.origin !== 'right' && one.origin !== 'none',
        one.site !== undefined && one.site !== 'same-origin',
        one.right !== 'good',
      ].filter(Boolean).length;
      if (off > 1 && process.env['MILLWRIGHT_LONG'] === undefined) continue;
      tried += 1;
      const bearer = route.access === 'owner' ? open.host.ownerSecret : token;
      const headers: Record<string, string> = { host: hosts(port)[one.host] };
      const origin = origins(port, other)[one.origin];
      if (origin !== undefined) headers['origin'] = origin;
      if (one.site !== undefined) headers['sec-fetch-site'] = one.site;
      if (one.navigates)
        Object.assign(headers, { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' });
      if (one.right !== 'none')
        headers['authorization'] = `Bearer ${one.right === 'good' ? bearer : 'x'.repeat(32)}`;
      const path = concrete(route);
      // A fresh code, so that an exchange which gets through is told from one that is refused.
      const body = path === '/session' ? JSON.stringify({ code: open.host.newLink().split('#')[1] }) : '';
      if (body !== '' && one.method === 'POST') headers['content-length'] = String(body.length);
      const { status } = await ask({
        port,
        path,
        method: one.method,
        headers,
        ...(one.method === 'POST' ? { body } : {}),
      });
      // Another route of the table may own this method at this path.
      const owner = routes.find((r) => r.method === one.method && (r === route || concrete(r) === path));
      const matching = owner ?? (one.method === 'GET' ? routes.find((r) => r.path === '/:file*') : undefined);
      const hasRight =
        matching !== undefined && (!['bearer', 'owner'].includes(matching.access) || one.right === 'good');
      const expected =
        one.host === 'right' &&
        matching !== undefined &&
        mayAsk[matching.access](one.origin, one.site, one.navigates) &&
        hasRight;
      const inside = ![400, 401, 403, 405, 421].includes(status);
      if (expected) admitted += 1;
      if (inside !== expected) wrong.push(`${JSON.stringify(one)} ${route.path}: ${status}`);
    }
  return { wrong, admitted, tried };
}

describe('every route of the window’s origin', () => {
  test('answers only the right Host, Origin, site, method and token', async () => {
    const { wrong, admitted, tried } = await tryAll('window');
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(admitted).toBeGreaterThan(5);
    expect(tried).toBeGreaterThan(300);
  }, 120_000);

  test('runs no handler on the way', () => expect(ran).toEqual([]));
});

test('every route of the confirmation origin answers only the right Host, Origin, site, method and tab', async () => {
  const { wrong, admitted, tried } = await tryAll('confirmation');
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(admitted).toBeGreaterThan(5);
  expect(tried).toBeGreaterThan(300);
}, 120_000);

describe('what is served', () => {
  test('carries the closed content policy on every answer, also on refusals', async () => {
    for (const [port, path] of [
      [open.host.port, '/'],
      [open.host.port, '/nothing'],
      [open.host.confirmPort, '/confirm.css'],
      [open.host.confirmPort, '/nothing'],
    ] as const) {
      const { headers } = await ask({ port, path, headers: { host: `127.0.0.1:${port}` } });
      const policy = headers['content-security-policy'];
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        port === open.host.port ? 'trusted-types millwright-index' : "trusted-types 'none'",
      ])
        expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  test.each([
    '/../settings.json',
    '/%2e%2e/settings.json',
    '/..%2fsettings.json',
    '/assets/../../settings.json',
    '//etc/passwd',
    '/assets/..\\..\\settings.json',
    '/assets',
    '/\0',
  ])('%j names nothing outside of the built window', async (path) => {
    const answer = await ask({ port: open.host.port, path: path.replaceAll('\0', '%00'), headers: open.own });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('secret');
  });

  test('is not reached from another address of this computer', async () => {
    const addresses = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one !== undefined)
      .filter((one) => !one.internal && one.family === 'IPv4');
    for (const { address } of addresses) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ host: address, port: open.host.port });
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      expect(reached).toBe(false);
    }
    // The control: the same way of asking does reach 127.0.0.1.
    const control = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: open.host.port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    expect(control).toBe(true);
  });
});

describe('the one-time code', () => {
  const exchange = (code: string | undefined) =>
    ask({
      port: open.host.port,
      path: '/session',
      method: 'POST',
      headers: open.own,
      body: JSON.stringify({ code }),
    });
  const newCode = () => open.host.newLink().split('#')[1];

  test('works once', async () => {
    const code = newCode();
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).status).toBe(401);
  });

  test('ends after a minute', async () => {
    const code = newCode();
    open.clock.now += 60_000;
    expect((await exchange(code)).status).toBe(401);
  });

  test.each([[undefined], [''], ['A'.repeat(32)], ['A'.repeat(5000)]])('%j is refused', async (code) => {
    expect([400, 401, 413]).toContain((await exchange(code)).status);
  });

  test('is not a token, and a token is not a code', async () => {
    expect((await exchange(token)).status).toBe(401);
    const code = newCode() ?? '';
    const headers = { ...open.own, authorization: `Bearer ${code}` };
    const put = await ask({
      port: open.host.port,
      path: `/staging/${'a'.repeat(32)}/0`,
      method: 'PUT',
      headers,
    });
    expect(put.status).toBe(401);
  });

  test('a second start of the program gets a fresh link with the secret of the state folder only', async () => {
    const post = (secret: string) =>
      ask({
        port: open.host.port,
        path: '/link',
        method: 'POST',
        headers: { host: open.own.host, authorization: `Bearer ${secret}` },
      });
    expect((await post(token)).status).toBe(401);
    const { link } = JSON.parse((await post(open.host.ownerSecret)).text) as { link: string };
    expect((await exchange(link.split('#')[1])).status).toBe(200);
  });
});

describe('the socket', () => {
  const closeCode = (line: Awaited<ReturnType<typeof lineTo>>) =>
    new Promise<number>((resolve) => line.socket.once('close', resolve));

  test.each([
    ['no Origin', {}],
    ['another Origin', { origin: 'https://evil.example' }],
    ['the confirmation origin', { origin: 'http://127.0.0.1:1' }],
  ])('is refused with %s', async (_, headers) => {
    await expect(lineTo(open.host, headers)).rejects.toThrow('403');
  });

  test('is refused with another Host', async () => {
    const headers = { origin: open.own.origin, host: `localhost:${open.host.port}` };
    await expect(lineTo(open.host, headers)).rejects.toThrow('421');
  });

  test('is closed without a hello after two seconds', async () => {
    const line = await lineTo(open.host, { origin: open.own.origin });
    const started = performance.now();
    expect(await closeCode(line)).toBe(4401);
    expect(performance.now() - started).toBeGreaterThan(1_500);
  });

  test.each([
    ['a wrong token', { type: 'hello', token: 'x'.repeat(32), windowKey: null, pending: [] }],
    ['a call before hello', { type: 'call', id: 'a', channel: 'app.info', input: {} }],
    ['no JSON', 'hello'],
  ])('is closed after %s', async (_, first) => {
    const line = await lineTo(open.host, { origin: open.own.origin });
    line.send(first);
    expect(await closeCode(line)).toBe(4401);
    expect(ran).toEqual([]);
  });

  test('is closed after a message that is none of the declared ones', async () => {
    const line = await open.openWindow();
    await line.next('welcome');
    line.send({ type: 'eval', code: '1' });
    expect(await closeCode(line)).toBe(4400);
  });

  test('of another session cannot take over a window by its key', async () => {
    const first = await open.openWindow();
    const { windowKey } = await first.next('welcome');
    const second = await lineTo(open.host, { origin: open.own.origin });
    second.send({ type: 'hello', token: await open.signIn(), windowKey, pending: [] });
    expect(await second.next('welcome')).toMatchObject({ resumed: false });
    for (const { socket } of [first, second]) socket.close();
  });
});

test('a confirmation page that nobody asked for is shown as gone', async () => {
  const page = await ask({
    port: open.host.confirmPort,
    path: `/consent/${'A'.repeat(32)}`,
    headers: { host: open.confirm.host, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  });
  expect(page.status).toBe(404);
  expect(page.text).toContain('no longer open');
});
