import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Handlers } from '../../preload/contract/index.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { ask, consentRequest, openHost, type Line, type OpenHost } from './support/open-host.ts';

let open: OpenHost;
let line: Line;
const digest = consentRequest.digest;

beforeEach(async () => {
  const fake: { handlers: Handlers } = fakeHandlers({
    'plans.askConsent': (_, { windowId }) => open.host.consent.ask({ ...consentRequest, windowId }),
  });
  open = await openHost(fake.handlers);
  line = await open.openWindow();
  await line.next('welcome');
});
afterEach(() => open[Symbol.asyncDispose]());

async function askConsent(): Promise<{ consentId: string; path: string }> {
  line.send({ type: 'call', id: 'ask', channel: 'plans.askConsent', input: { id: 'p1', digest } });
  const { result } = await line.next('result');
  if (!result.ok) throw new Error(result.error.code);
  const { consentId, link } = result.value as { consentId: string; link: string };
  return { consentId, path: new URL(link).pathname };
}

const asTab = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const show = (path: string, headers: Record<string, string> = asTab) =>
  ask({ port: open.host.confirmPort, path, headers: { host: open.confirm.host, ...headers } });
const secretIn = (html: string) => /name="secret" value="([\w-]+)"/.exec(html)?.[1] ?? '';
const press = (path: string, secret: string, answer = 'confirm', headers: Record<string, string> = {}) =>
  ask({
    port: open.host.confirmPort,
    path,
    method: 'POST',
    headers: { ...open.confirm, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', ...headers },
    body: new URLSearchParams({ secret, answer }).toString(),
  });

describe('the confirmation page', () => {
  test('shows account, worst cost and plan number in words, from main’s own copy', async () => {
    const { path } = await askConsent();
    const { status, text } = await show(path);
    expect(status).toBe(200);
    expect(text).toContain('123456789012');
    expect(text).toContain('$36.50 + ?');
    expect(text).toContain('9ae4 03c8');
  });

  test('gives a ticket for this plan and window after a press that came late enough', async () => {
    const { consentId, path } = await askConsent();
    const secret = secretIn((await show(path)).text);
    open.clock.now += 700;
    expect((await press(path, secret)).status).toBe(200);
    const { event } = await line.next('event');
    expect(event).toEqual({ type: 'consent', consentId, outcome: 'given', ticket: 'ticket-1' });
    expect(open.issued).toMatchObject([{ planId: 'p1', digest, windowId: 'w1' }]);
  });

  test('gives the ticket to no other window', async () => {
    const other = await open.openWindow();
    await other.next('welcome');
    const { path } = await askConsent();
    const secret = secretIn((await show(path)).text);
    open.clock.now += 700;
    await press(path, secret);
    await line.next('event');
    other.send({ type: 'call', id: 'a', channel: 'nothing', input: {} });
    await other.next('result');
    expect(other.messages).toEqual([]);
  });

  test('does not count a press in the first 700 ms, and counts the next one', async () => {
    const { path } = await askConsent();
    const secret = secretIn((await show(path)).text);
    open.clock.now += 699;
    expect((await press(path, secret)).status).toBe(425);
    expect(open.issued).toEqual([]);
    open.clock.now += 1;
    expect((await press(path, secret)).status).toBe(200);
    expect(open.issued).toHaveLength(1);
  });

  test('counts one press', async () => {
    const { path } = await askConsent();
    const [first, second] = [secretIn((await show(path)).text), secretIn((await show(path)).text)];
    open.clock.now += 700;
    await press(path, first);
    expect((await press(path, first)).status).toBe(404);
    expect((await press(path, second)).status).toBe(404);
    expect(open.issued).toHaveLength(1);
  });

  test('tells the window of a refusal', async () => {
    const { consentId, path } = await askConsent();
    await press(path, secretIn((await show(path)).text), 'refuse');
    const { event } = await line.next('event');
    expect(event).toEqual({ type: 'consent', consentId, outcome: 'refused', ticket: null });
    expect(open.issued).toEqual([]);
  });

  test('ends after two minutes, which counts as a refusal', async () => {
    const { path } = await askConsent();
    const secret = secretIn((await show(path)).text);
    open.clock.now += 120_000;
    expect((await press(path, secret)).status).toBe(404);
    expect((await line.next('event')).event).toMatchObject({ outcome: 'refused', ticket: null });
    expect(open.issued).toEqual([]);
  });

  test('takes the secret of another question for nothing', async () => {
    const [one, two] = [await askConsent(), await askConsent()];
    const secret = secretIn((await show(one.path)).text);
    open.clock.now += 700;
    expect((await press(two.path, secret)).status).toBe(404);
    expect(open.issued).toEqual([]);
  });

  test.each([
    ['a fetch', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-site' }],
    ['a cors fetch', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', origin: 'http://127.0.0.1:1' }],
    ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-site' }],
    ['a picture', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['an object', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' }],
    ['a prefetch without these headers', {}],
  ])('is not shown to %s', async (_, headers) => {
    const { path } = await askConsent();
    const { status, text } = await show(path, headers);
    expect(status).toBe(403);
    expect(text).toBe('');
  });

  test('is not pressed by the window’s own origin, even with the right secret', async () => {
    const { path } = await askConsent();
    const secret = secretIn((await show(path)).text);
    open.clock.now += 700;
    for (const headers of [
      { origin: open.own.origin, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-mode': 'cors' },
      { origin: 'null' },
    ])
      expect((await press(path, secret, 'confirm', headers)).status).toBe(403);
    expect(open.issued).toEqual([]);
  });
});

describe('an owned window', () => {
  test('that calls every channel and asks for consent as often as it likes gets no ticket', async () => {
    const { contract } = await import('../../preload/contract/index.ts');
    const guesses = { id: 'p1', digest, ticket: 'ticket-1', source: 'notebook', answers: {}, refresh: true };
    let sent = 0;
    for (const [domain, methods] of Object.entries(contract))
      for (const verb of Object.keys(methods))
        for (const input of [{}, guesses, { id: 'p1' }, { id: 'p1', digest }]) {
          sent += 1;
          line.send({ type: 'call', id: `c${sent}`, channel: `${domain}.${verb}`, input });
        }
    for (let answered = 0; answered < sent; answered += 1) await line.next('result');
    expect(line.messages.filter(({ type }) => type === 'event')).toEqual([]);
    expect(open.issued).toEqual([]);
  });
});

describe('a link that opens something outside', () => {
  const linkTo = async (url: string, endpoint?: string) => {
    const opened = await open.host.outside.open({ kind: 'page', url, endpoint });
    if (opened.how !== 'link') throw new Error('the loopback host gives links');
    return new URL(opened.link).pathname;
  };
  const presigned = 'https://notes.notebook.eu-central-1.sagemaker.aws?authToken=planted';

  test('leads there once and is never seen by the page', async () => {
    const path = await linkTo(presigned);
    expect(path).not.toContain('planted');
    const first = await show(path);
    expect([first.status, first.headers.location]).toEqual([302, presigned]);
    expect(first.headers['referrer-policy']).toBe('no-referrer');
    expect((await show(path)).status).toBe(404);
  });

  test('ends after a minute', async () => {
    const path = await linkTo(presigned);
    open.clock.now += 60_000;
    expect((await show(path)).status).toBe(404);
  });

  test('is not followed by a fetch, which would also use it up', async () => {
    const path = await linkTo(presigned);
    expect((await show(path, { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' })).status).toBe(403);
    expect((await show(path)).status).toBe(302);
  });

  test('may lead to the connection’s own endpoint over http', async () => {
    const path = await linkTo('http://127.0.0.1:4566/notebook/a?t=1', 'http://127.0.0.1:4566');
    expect((await show(path)).status).toBe(302);
  });

  test.each([
    ['http://notes.notebook.eu-central-1.sagemaker.aws/'],
    ['https://evil.example/'],
    ['https://evilsagemaker.aws/'],
    ['https://x.sagemaker.aws.evil.example/'],
    ['https://x.sagemaker.aws@evil.example/'],
    ['https://user:pass@x.sagemaker.aws/'],
    ['https://x.sagemaker.aws:8443/'],
    ['javascript:alert(1)'],
    ['file:///etc/passwd'],
    ['http://127.0.0.1:4567/'],
    ['http://localhost:4566/'],
    ['data:text/html,x'],
    ['not an address'],
  ])('is never given for %s', async (url) => {
    await expect(linkTo(url, 'http://127.0.0.1:4566')).rejects.toMatchObject({
      error: { code: 'call.refused' },
    });
  });

  test('may be a file, whatever its name is', async () => {
    const { Readable } = await import('node:stream');
    const name = '../..\\sales "2026"\r\nSet-Cookie: a=b 表.csv';
    const opened = await open.host.outside.open({
      kind: 'download',
      name,
      bytes: 3,
      open: async () => Readable.from([Buffer.from('a,b')]),
    });
    const answer = await show(new URL((opened as { link: string }).link).pathname);
    expect(answer.text).toBe('a,b');
    expect(answer.headers['set-cookie']).toBeUndefined();
    const disposition = answer.headers['content-disposition'] ?? '';
    expect(disposition.startsWith('attachment; filename="')).toBe(true);
    expect(disposition).not.toMatch(/\.\.|[\r\n]/);
    expect(disposition).toContain("filename*=UTF-8''sales%20%222026%22");
  });
});
