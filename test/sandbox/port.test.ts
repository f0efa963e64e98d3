/** The port answers programs on this computer that hold the key, and no web page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceModule } from '../../main/sandbox/engine/types.ts';
import { sts } from '../../main/sandbox/services/sts.ts';
import { raw, type RawAnswer } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

const paged: ServiceModule = {
  ...sts,
  pages: {
    prefix: '/notebook/',
    handle: (_account, { path }) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: `page ${path}`,
    }),
  },
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox({ services: [paged] });
});
afterAll(() => sandbox.end());

const ask = (
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<RawAnswer> => raw(sandbox.listening.url, { path, headers, method, body });
const bearer = (): Record<string, string> => ({
  authorization: `Bearer ${sandbox.listening.secretAccessKey}`,
});

const ROUTES = ['/', '/_sandbox/ledger', '/notebook/a', '/bucket/key'];
const hosts = (): string[] => [
  'evil.example',
  `evil.example:${sandbox.listening.port}`,
  '127.0.0.1',
  '127.0.0.1:1',
  `127.0.0.1.evil.example:${sandbox.listening.port}`,
  `bucket.localhost:${sandbox.listening.port}`,
  '',
];

describe('a request under a wrong name', () => {
  test.each(ROUTES)('is refused at %s', async (path) => {
    for (const host of hosts()) {
      const { status } = await ask(path, { ...bearer(), host });
      expect(status, host).toBeGreaterThanOrEqual(400);
      if (host) expect(status, host).toBe(421);
    }
  });
  test('under the right name is answered', async () => {
    const names = [`127.0.0.1:${sandbox.listening.port}`, `localhost:${sandbox.listening.port}`];
    for (const host of names) expect((await ask('/_sandbox/ledger', { ...bearer(), host })).status).toBe(200);
  });
});

describe('a web page', () => {
  const MARKS = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-dest': 'empty' },
  ];
  test.each(MARKS)('that sends %o is refused, with or without the key', async (mark) => {
    for (const path of ['/', '/_sandbox/ledger', '/_sandbox/clock', '/bucket/key'])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
        expect((await ask(path, { ...bearer(), ...mark }, method)).status).toBe(403);
  });
  test('gets no permission to read by CORS', async () => {
    const { headers } = await ask('/', { origin: 'https://evil.example' }, 'OPTIONS');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
  test.each([
    [
      'typed into the address bar',
      { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      200,
    ],
    [
      'linked from the program',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      200,
    ],
    [
      'linked from itself',
      { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      200,
    ],
    [
      'embedded in a stranger',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
    [
      'fetched by a stranger',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'https://evil.example' },
      403,
    ],
  ] as const)('made for a browser and %s answers %o', async (_how, headers, status) => {
    expect((await ask('/notebook/a%20b', headers)).status).toBe(status);
  });
  test('made for a browser can only be read', async () => {
    expect((await ask('/notebook/a', {}, 'POST')).status).toBe(405);
    expect((await ask('/notebook/a%20b')).body).toBe('page /notebook/a b');
  });
});

describe('the control endpoint', () => {
  test.each([
    {},
    { authorization: 'Bearer ' },
    { authorization: 'Bearer wrong' },
    { authorization: 'Basic eA==' },
  ])('is closed to %o', async (headers) => {
    for (const path of ['ledger', 'clock', 'reset'])
      expect((await ask(`/_sandbox/${path}`, headers as Record<string, string>)).status).toBe(403);
  });
  test('moves time and tells it', async () => {
    const before = Date.parse(JSON.parse((await ask('/_sandbox/clock', bearer())).body).now as string);
    const { body } = await ask('/_sandbox/clock', bearer(), 'POST', '{"advance": 90}');
    expect(Date.parse(JSON.parse(body).now as string) - before).toBe(90_000);
    const { headers } = await ask('/', {});
    expect(Date.parse(headers.date!) - before).toBe(90_000);
  });
  test.each(['{"advance": -1}', '{"advance": "1"}', '{"speed": 2}', '[', '7'])('refuses %s', async (body) => {
    expect((await ask('/_sandbox/clock', bearer(), 'POST', body)).status).toBe(400);
  });
  test('says when there is no such control', async () => {
    expect((await ask('/_sandbox/other', bearer())).status).toBe(404);
  });
});

test.each(['/%', '/%00', 'relative', '/a%E0%A4%A'])('a malformed address %s is refused', async (path) => {
  expect((await ask(path)).status).toBe(400);
});
