/** The loopback host in a real browser: what a page, another site and another tab can and cannot do. */
import { chromium, type Page } from '@playwright/test';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shows } from '../status/shows.ts';
import { ledgerOf, expect, test } from './support/story.ts';
import { startProgram } from './support/program.ts';

const home = (window: Page) => window.getByText('What do you want to do?');

test('a reload keeps the window, a used link does not open another, a fresh one does', async ({
  window,
  program,
  browser,
}) => {
  await expect(home(window)).toBeVisible();
  expect(window.url()).not.toContain(program.link.split('#')[1]);
  await window.reload();
  await expect(window.getByText('I need a notebook')).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(program.link);
  await stranger.waitForTimeout(1_000);
  await expect(stranger.getByText('I need a notebook')).toBeHidden();
  await stranger.goto('about:blank');
  await stranger.goto(await program.newLink());
  await expect(stranger.getByText('I need a notebook')).toBeVisible();
  expect(await stranger.context().cookies()).toEqual([]);
});

test('a second start with the same files opens the running program', async ({
  window,
  program,
  stateDir,
  browser,
}) => {
  await expect(home(window)).toBeVisible();
  const second = await startProgram({ stateDir });
  expect(second.origin).toBe(program.origin);
  const page = await (await browser.newContext()).newPage();
  await page.goto(second.link);
  await expect(page.getByText('I need a notebook')).toBeVisible();
});

test(
  'an owned page can neither read nor press nor frame the confirmation, nor reach anybody else' +
    shows('done-when:1.6/owned'),
  async ({ page, program, stateDir }) => {
    await page.goto(program.link);
    await expect(page.getByText('I need a notebook')).toBeVisible();
    const owned = await page.evaluate(async () => {
      const tried: Record<string, string> = {};
      const attempt = async (name: string, work: () => Promise<string> | string): Promise<void> => {
        try {
          tried[name] = await work();
        } catch (error) {
          tried[name] = `blocked: ${(error as Error).name}`;
        }
      };
      const token = sessionStorage.getItem('millwright.session') ?? '';
      const calls = new Map<
        string,
        (result: { ok: boolean; value?: unknown; error?: { code: string } }) => void
      >();
      const events: string[] = [];
      const socket = new WebSocket(`ws://${location.host}/socket`);
      await new Promise((resolve) => (socket.onopen = resolve));
      const welcomed = new Promise<void>((resolve) => {
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          const message = JSON.parse(data) as { type: string; id: string; result: never };
          if (message.type === 'welcome') resolve();
          if (message.type === 'result') calls.get(message.id)?.(message.result);
          if (message.type === 'event') events.push(data);
        };
      });
      socket.send(JSON.stringify({ type: 'hello', token, windowKey: null, pending: [] }));
      await welcomed;
      const call = (channel: string, input: unknown) =>
        new Promise<{ ok: boolean; value?: never; error?: { code: string } }>((resolve) => {
          const id = crypto.randomUUID();
          calls.set(id, resolve as never);
          socket.send(JSON.stringify({ type: 'call', id, channel, input }));
        });

      const answers = { email: '' };
      const made = await call('plans.make', { source: 'foundation', answers });
      const { id, digest } = made.value as unknown as { id: string; digest: string };
      const asked = await call('plans.askConsent', { id, digest });
      const { link } = asked.value as unknown as { link: string };
      await attempt('read', async () => (await fetch(link)).text());
      await attempt('readOpaque', async () => {
        const answer = await fetch(link, { mode: 'no-cors' });
        return `${answer.type}:${(await answer.text()).length}`;
      });
      await attempt('press', async () => {
        const body = new URLSearchParams({ secret: 'x'.repeat(32), answer: 'confirm' });
        return (await fetch(link, { method: 'POST', mode: 'no-cors', body })).type;
      });
      await attempt('form', () => {
        const form = document.createElement('form');
        form.action = link;
        form.method = 'post';
        document.body.append(form);
        form.submit();
        return 'sent';
      });
      await attempt('frame', async () => {
        const frame = document.createElement('iframe');
        frame.src = link;
        document.body.append(frame);
        await new Promise((resolve) => setTimeout(resolve, 500));
        return frame.contentDocument === null ? 'blocked: frame' : frame.contentDocument.body.innerText;
      });
      await attempt('elsewhere', async () => (await fetch('https://example.com/')).type);
      await attempt('markup', () => {
        document.body.innerHTML = '<b>owned</b>';
        return 'written';
      });
      await attempt('eval', () => {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what the content policy must forbid
        return typeof new Function('return 1');
      });
      for (const ticket of ['', 'x'.repeat(43)]) {
        const applied = await call('plans.apply', { id, digest, ticket });
        tried[`apply${ticket.length}`] = applied.ok ? 'applied' : (applied.error?.code ?? '');
      }
      tried['events'] = String(events.filter((event) => event.includes('"consent"')).length);
      return tried;
    });
    expect<Record<string, unknown>>(owned).toMatchObject({
      read: expect.stringContaining('blocked'),
      readOpaque: expect.stringMatching(/blocked|opaque:0/),
      press: expect.stringMatching(/blocked|opaque/),
      elsewhere: expect.stringContaining('blocked'),
      markup: expect.stringContaining('blocked'),
      eval: expect.stringContaining('blocked'),
      apply0: 'ticket.missing',
      apply43: 'ticket.missing',
      events: '0',
    });
    expect(owned['frame'] ?? '').not.toContain('Confirm');
    expect(page.url().startsWith(program.origin)).toBe(true);
    await program.stop();
    const stacks = ledgerOf(stateDir).filter(({ kind }) => kind.startsWith('cloudformation/'));
    expect(stacks).toEqual([]);
  },
);

test('another name for 127.0.0.1 does not reach the program, and only its own check stops it', async ({
  program,
}) => {
  const port = Number(new URL(program.origin).port);
  // The control is the program behind a door that puts the right Host: with the check off, the attack works.
  const control = createServer((request, response) => {
    const headers = { ...request.headers, host: `127.0.0.1:${port}` };
    const inner = forward({ port, host: '127.0.0.1', path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    inner.end();
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const { launchOptions } = test.info().project.use;
  const args = [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP rebound.test 127.0.0.1'];
  const browser = await chromium.launch({ ...launchOptions, args });
  try {
    const page = await browser.newPage();
    const [attacked] = await Promise.all([
      page.waitForResponse(/rebound/),
      // Chromium shows a page of its own for an empty refusal and calls that a failure.
      page.goto(`http://rebound.test:${port}/`).catch(() => null),
    ]);
    expect(attacked.status()).toBe(421);
    expect(await page.title()).not.toBe('Millwright');
    await page.goto(`http://rebound.test:${(control.address() as AddressInfo).port}/`);
    expect(await page.title()).toBe('Millwright');
  } finally {
    await browser.close();
    control.close();
  }
});
