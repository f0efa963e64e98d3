/** Strangers at the ports: every way of asking the sandbox's port, floods of connections, addresses that main may open. */
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isAllowedAddress } from '../../main/hosts/allowed-address.ts';
import { openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { services } from '../../main/sandbox/services/index.ts';
import { shows } from '../status/shows.ts';
import { beacon, hostileTexts } from '../support/hostile.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { ask, openHost, type OpenHost } from './support/open-host.ts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let dir: string;
let sandbox: Sandbox;
let listening: SandboxListening;
let calls = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-ports-'));
  sandbox = await openSandbox({ dir, seed: 'ports' });
  listening = await sandbox.listen();
  sandbox.observe(() => void (calls += 1));
});
afterAll(async () => {
  await listening.close();
  await sandbox.close();
  await rm(dir, { recursive: true, force: true });
});

/** Controls as the source of the control endpoint names them, pages as the services do, and AWS's own ways. */
async function routesOfSandbox(): Promise<string[]> {
  const source = await readFile(join(import.meta.dirname, '../../main/sandbox/http/control.ts'), 'utf8');
  const controls = [...source.matchAll(/case '(?:GET|POST|PUT|DELETE) ([\w/-]+)'/g)].map(
    ([, name]) => `/_sandbox/${name ?? ''}`,
  );
  const pages = services.flatMap(({ pages }) => (pages === undefined ? [] : [`${pages.prefix}a`]));
  expect(controls.length).toBeGreaterThan(2);
  expect(pages.length).toBeGreaterThan(0);
  return [
    ...new Set([
      ...controls,
      '/_sandbox/faults',
      '/_sandbox/faults/f1',
      ...pages,
      '/',
      '/bucket/key',
      '/2015-03-31/functions',
    ]),
  ];
}

describe('the sandbox’s port', () => {
  test(
    'answers no other Host, no web page and nobody without the key, on any route, by any method' +
      shows('done-when:2.5/loopback'),
    async () => {
      const { port } = listening;
      const routes = await routesOfSandbox();
      const hosts = [
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1:${port + 1}`,
        `0.0.0.0:${port}`,
        `[::1]:${port}`,
        `127.0.0.1.:${port}`,
        '',
        `127.0.0.1:${port}`,
      ];
      const origins = [
        undefined,
        'https://evil.example',
        'null',
        `http://127.0.0.1:${port}`,
        `http://127.0.0.1:${port + 1}`,
      ];
      const sites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none'];
      const rights = [
        undefined,
        'Bearer wrong',
        `Bearer ${listening.accessKeyId}`,
        `Bearer ${listening.secretAccessKey}`,
      ];
      const inside: string[] = [];
      let tried = 0;
      for (const path of routes)
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])
          for (const host of hosts)
            for (const origin of origins)
              for (const site of sites)
                for (const right of rights) {
                  const owner = right?.endsWith(listening.secretAccessKey) === true;
                  const wrong = [
                    host !== hosts.at(-1),
                    origin !== undefined,
                    site !== undefined,
                    !owner,
                  ].filter(Boolean).length;
                  // What only the owner may do is tried where it must work; one thing wrong at a time elsewhere.
                  if (wrong === 0 || (wrong > 1 && process.env['MILLWRIGHT_LONG'] === undefined)) continue;
                  // A person's own tab may look at a page that is made for it.
                  if (path.startsWith('/notebook') && host === hosts.at(-1)) continue;
                  tried += 1;
                  const headers: Record<string, string> = { host };
                  if (origin !== undefined) headers['origin'] = origin;
                  if (site !== undefined) headers['sec-fetch-site'] = site;
                  if (right !== undefined) headers['authorization'] = right;
                  const { status, headers: said } = await ask({ port, path, method, headers });
                  if (status < 400) inside.push(`${method} ${path} ${JSON.stringify(headers)}: ${status}`);
                  expect(said['access-control-allow-origin']).toBeUndefined();
                }
      expect(inside).toEqual([]);
      expect(tried).toBeGreaterThan(1_000);
      expect(calls).toBe(0);
      // The control: nothing wrong, and it answers.
      const owner = { host: `127.0.0.1:${port}`, authorization: `Bearer ${listening.secretAccessKey}` };
      expect((await ask({ port, path: '/_sandbox/ledger', headers: owner })).status).toBe(200);
    },
    600_000,
  );

  test('shows the pages that are made for a browser to a tab, and to no page of another origin', async () => {
    const { port } = listening;
    const host = `127.0.0.1:${port}`;
    const tab = { host, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const path = services.flatMap(({ pages }) => pages?.prefix ?? [])[0] ?? '';
    for (const site of ['same-site', 'cross-site'])
      for (const [mode, dest] of [
        ['cors', 'empty'],
        ['no-cors', 'image'],
        ['no-cors', 'script'],
        ['navigate', 'iframe'],
        ['navigate', 'object'],
        ['navigate', 'embed'],
      ] as const) {
        const { status, text } = await ask({
          port,
          path,
          headers: { ...tab, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
        });
        expect([status, text]).toEqual([403, 'This page may not be read by another page.']);
      }
    // A tab is let in; the page itself then asks for its token.
    const shown = await ask({ port, path, headers: { ...tab, 'sec-fetch-site': 'cross-site' } });
    expect(shown.text).not.toContain('another page');
  });

  test('is reached from 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reaches = (host: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect({ host, port: listening.port });
        socket
          .once('connect', () => {
            socket.destroy();
            resolve(true);
          })
          .once('error', () => resolve(false));
      });
    for (const { address } of others) expect(await reaches(address)).toBe(false);
    expect(await reaches('127.0.0.1')).toBe(true);
  });
});

describe('1,000 connections that say nothing or speak slowly', () => {
  let open: OpenHost;
  const held: Socket[] = [];
  beforeAll(async () => {
    open = await openHost(
      fakeHandlers({
        'app.info': () => ({ version: '1', host: 'loopback', timeZone: 'UTC', now: '2026-11-20T10:00:00Z' }),
      }).handlers,
    );
  });
  afterAll(async () => {
    for (const socket of held) socket.destroy();
    await open[Symbol.asyncDispose]();
  });
  const hold = async (port: number, said: (n: number) => string): Promise<void> => {
    await Promise.all(
      Array.from(
        { length: 1_000 },
        (_, n) =>
          new Promise<void>((resolve, reject) => {
            const socket = connect({ host: '127.0.0.1', port }, () => {
              socket.write(said(n), () => resolve());
            });
            // The other side may close it: that is its right.
            socket.once('error', () => reject(new Error('not connected')));
            socket.on('error', () => undefined);
            held.push(socket);
          }),
      ),
    );
  };
  const slow =
    (port: number) =>
    (n: number): string =>
      [
        'G',
        `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-A: `,
        `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nContent-Length: 4000\r\n\r\n{`,
        `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      ][n % 4] ?? '';

  test(
    'do not keep the owner out of the window' + shows('done-when:2.5/loopback'),
    async () => {
      const { port } = open.host;
      await hold(port, slow(port));
      const started = performance.now();
      const line = await open.openWindow();
      await line.next('welcome');
      line.send({ type: 'call', id: 'a', channel: 'app.info', input: {} });
      expect((await line.next('result')).result.ok).toBe(true);
      expect(performance.now() - started).toBeLessThan(5_000);
      line.socket.close();
    },
    60_000,
  );

  test('nor out of the sandbox account', async () => {
    await hold(listening.port, slow(listening.port));
    const headers = {
      host: `127.0.0.1:${listening.port}`,
      authorization: `Bearer ${listening.secretAccessKey}`,
    };
    const started = performance.now();
    expect((await ask({ port: listening.port, path: '/_sandbox/clock', headers })).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(5_000);
  }, 60_000);

  test('that never say hello, or never end a small body, are given up soon, also when they answer no close', async () => {
    const { port } = open.host;
    const givenUp = ([2, 3] as const).map(async (which) => {
      const socket = connect({ host: '127.0.0.1', port });
      held.push(socket);
      socket.write(slow(port)(which));
      socket.on('data', () => undefined);
      const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)));
      return Promise.race([closed, wait(12_000, false)]);
    });
    expect(await Promise.all(givenUp)).toEqual([true, true]);
  }, 20_000);

  test('a hello of many megabytes is refused', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${open.host.port}/socket`, {
      headers: { origin: open.own.origin },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.send(
      JSON.stringify({ type: 'hello', token: 'x'.repeat(20_000_000), windowKey: null, pending: [] }),
    );
    expect([1006, 1009, 4401]).toContain(await closed);
  });
});

describe('an address that main opens', () => {
  const endpoint = 'http://127.0.0.1:4566';
  const good = [
    'https://notes.notebook.eu-central-1.sagemaker.aws?authToken=x',
    'https://eu-central-1.console.aws.amazon.com/sagemaker/home',
    'https://docs.aws.amazon.com/sagemaker/',
    'http://127.0.0.1:4566/notebook/a?t=1',
  ];
  const hosts = [
    'evil.example',
    'sagemaker.aws.evil.example',
    'evilsagemaker.aws',
    'xn--sgemaker-0za.aws',
    'sagemaker.aws\\@evil.example',
    'evil.example#.sagemaker.aws',
    'evil.example?.sagemaker.aws',
    'evil.example/.sagemaker.aws',
    'evil.example%2f.sagemaker.aws',
    '127.0.0.1',
    '127.0.0.1:4567',
    'localhost:4566',
    '[::1]:4566',
    '0.0.0.0:4566',

    '169.254.169.254',
    'evil-bucket.s3.amazonaws.com',
    'abc.execute-api.eu-central-1.amazonaws.com',
    'evil-1.eu-central-1.elb.amazonaws.com',
    'ec2-1-2-3-4.compute-1.amazonaws.com',
    'evil.s3-website.eu-central-1.amazonaws.com',
    'evil.lambda-url.eu-central-1.on.aws',
    beacon,
  ];
  const ways = [
    'https://',
    'http://',
    'https://person:word@',
    'ftp://',
    'file://',
    'javascript://',
    'data://',
    'ssh://',
    'ws://',
    'https:\\\\',
  ];
  const refused = [
    ...hosts.flatMap((host) => ways.map((way) => `${way}${host}/`)),
    ...good
      .slice(0, 3)
      .flatMap((one) => [
        one.replace('https', 'http'),
        one.replace('.aws', '.aws:8443').replace('.com/', '.com:8443/'),
        one.replace('https://', 'https://a:b@'),
      ]),
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:http://127.0.0.1:4566/x',
    'about:blank',
    'vbscript:x',
    '',
    ' ',
    '//evil.example/',
    '/etc/passwd',
    'C:\\a.exe',
    'smb://x/y',
    'calculator:',
    'ms-msdt:/id',
    ...hostileTexts(60),
  ];
  test(
    'is https of AWS’s own pages or the connection’s endpoint, and never one of 200 others' +
      shows('done-when:2.5/surface'),
    () => {
      expect(refused.length).toBeGreaterThan(200);
      for (const address of good) expect(isAllowedAddress(address, endpoint), address).toBe(true);
      expect(refused.filter((address) => isAllowedAddress(address, endpoint))).toEqual([]);
      // The control: a check of the end of the text, as careless programs do it, lets some through.
      const careless = (address: string): boolean =>
        /^https:\/\/.*\.(?:sagemaker\.aws|amazonaws\.com)/.test(address);
      expect(refused.filter(careless).length).toBeGreaterThan(5);
    },
  );
});
