import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Handlers } from '../../preload/contract/index.ts';
import { fakeHandlers, type Ran } from './support/fake-handlers.ts';
import { lineTo, openHost, type Line, type OpenHost } from './support/open-host.ts';

async function begin(answers: Parameters<typeof fakeHandlers>[0], graceMs?: number) {
  const fake: { handlers: Handlers; ran: Ran[] } = fakeHandlers(answers);
  const open = await openHost(fake.handlers, graceMs);
  const token = await open.signIn();
  const line = await open.openWindow(token);
  const { windowKey } = await line.next('welcome');
  return { open, token, line, windowKey, ran: fake.ran };
}

async function comeBack(open: OpenHost, token: string, windowKey: string, pending: string[]): Promise<Line> {
  const line = await lineTo(open.host, { origin: open.own.origin });
  line.send({ type: 'hello', token, windowKey, pending });
  return line;
}

const breakLine = async (line: Line): Promise<void> => {
  line.socket.terminate();
  await wait(20);
};

test('an answer that comes while the line is broken reaches the window that comes back, and the call runs once', async () => {
  const { open, token, line, windowKey, ran } = await begin({ 'wizards.list': () => wait(80, []) });
  await using _ = open;
  line.send({ type: 'call', id: 'a', channel: 'wizards.list', input: {} });
  await wait(20);
  await breakLine(line);
  await wait(100);
  const back = await comeBack(open, token, windowKey, ['a', 'never-arrived']);
  expect(await back.next('welcome')).toMatchObject({ resumed: true, unknown: ['never-arrived'] });
  expect(await back.next('result')).toEqual({ type: 'result', id: 'a', result: { ok: true, value: [] } });
  expect(ran).toHaveLength(1);
});

test('an answer that was lost with the line is sent again', async () => {
  const { open, token, line, windowKey, ran } = await begin({ 'wizards.list': () => [] });
  await using _ = open;
  line.send({ type: 'call', id: 'a', channel: 'wizards.list', input: {} });
  await line.next('result');
  await breakLine(line);
  const back = await comeBack(open, token, windowKey, ['a']);
  expect(await back.next('result')).toMatchObject({ id: 'a', result: { ok: true } });
  expect(ran).toHaveLength(1);
});

test('events wait for the window that comes back', async () => {
  const { open, token, line, windowKey } = await begin({});
  await using _ = open;
  await breakLine(line);
  open.host.windows.broadcast({ type: 'invalidated', domain: 'notebooks' });
  const back = await comeBack(open, token, windowKey, []);
  expect((await back.next('event')).event).toEqual({ type: 'invalidated', domain: 'notebooks' });
});

test('a window that stays away too long is closed: what can be cancelled is, what spends goes on', async () => {
  const { open, line, ran } = await begin(
    {
      'data.buckets': () => wait(5_000, { version: 0, rows: [] }),
      'plans.apply': () => wait(150, { taskId: 't' }),
    },
    50,
  );
  await using _ = open;
  line.send({ type: 'call', id: 'a', channel: 'data.buckets', input: {} });
  const input = { id: 'p', digest: 'a'.repeat(64), ticket: 't' };
  line.send({ type: 'call', id: 'b', channel: 'plans.apply', input });
  await wait(20);
  await breakLine(line);
  await wait(80);
  expect(ran.map(({ channel, context }) => [channel, context.signal.aborted])).toEqual([
    ['data.buckets', true],
    ['plans.apply', false],
  ]);
});

test('two windows of one tab’s session are two', async () => {
  const { open, token } = await begin({});
  await using _ = open;
  const second = await open.openWindow(token);
  await second.next('welcome');
  expect(open.host.windows.send('w2', { type: 'clock', offsetMs: 0, speed: 1 })).toBe(true);
  expect((await second.next('event')).event).toMatchObject({ type: 'clock' });
});
