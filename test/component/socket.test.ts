/** The window's end of the loopback host's socket. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { closeCodes } from '../../preload/loopback-codes.ts';
import { openSocket } from '../../preload/loopback-socket.ts';

class FakeSocket {
  static all: FakeSocket[] = [];
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: () => unknown = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close() {
    this.closed = true;
  }
  hear(message: object) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const last = () => FakeSocket.all.at(-1) as FakeSocket;
const welcome = { type: 'welcome', windowKey: 'w1', resumed: false, unknown: [] as string[] };

function opened(token: Promise<string | null> = Promise.resolve('t1')) {
  const socket = openSocket(token, () => undefined);
  const states: string[] = [];
  socket.onConnection((state) => states.push(state));
  const answers: Record<string, Result<unknown>> = {};
  const call = (id: string, repeatable: boolean) =>
    socket.call(id, {
      message: JSON.stringify({ type: 'call', id }),
      repeatable,
      answer: (result) => (answers[id] = result),
    });
  return { socket, states, answers, call };
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a new window', () => {
  test('sends what only reads with the greeting, and the rest when it is welcome', async () => {
    const { call, states } = opened();
    call('look', true);
    call('change', false);
    await last().onopen();
    expect(last().sent).toEqual([
      { type: 'hello', token: 't1', windowKey: null, pending: [] },
      { type: 'call', id: 'look' },
    ]);
    expect(states).toEqual(['connecting']);
    last().hear(welcome);
    expect(last().sent.slice(2)).toEqual([{ type: 'call', id: 'change' }]);
    expect(states).toEqual(['connecting', 'open']);
  });

  test('says nothing before it has the right to', async () => {
    let give: (token: string) => void = () => undefined;
    const { call } = opened(new Promise((resolve) => (give = resolve)));
    call('look', true);
    const greeting = last().onopen();
    expect(last().sent).toEqual([]);
    give('t1');
    await greeting;
    expect(last().sent).toHaveLength(2);
  });

  test('without the right closes the line, answers and does not come back', async () => {
    vi.useFakeTimers();
    const { call, states, answers } = opened(Promise.resolve(null));
    call('look', true);
    await last().onopen();
    await vi.advanceTimersByTimeAsync(0);
    last().onclose({ code: closeCodes.unauthorized });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(last()).toMatchObject({ closed: true, sent: [] });
    expect(states).toEqual(['connecting', 'signedOut']);
    expect(answers['look']).toMatchObject({ ok: false, error: { code: 'call.refused' } });
  });
});

test('a line lost before the welcome comes back and asks again what only reads', async () => {
  vi.useFakeTimers();
  const { call, states } = opened();
  call('look', true);
  await last().onopen();
  last().onclose({ code: 1006 });
  await vi.advanceTimersByTimeAsync(200);
  expect(FakeSocket.all).toHaveLength(2);
  await last().onopen();
  expect(last().sent).toEqual([{ type: 'hello', token: 't1', windowKey: null, pending: ['look'] }]);
  last().hear({ ...welcome, unknown: ['look'] });
  expect(last().sent.slice(1)).toEqual([{ type: 'call', id: 'look' }]);
  expect(states).toEqual(['connecting', 'lost', 'open']);
});

test('a change whose line was lost is not sent twice to a main that does not know it', async () => {
  vi.useFakeTimers();
  const { call, answers } = opened();
  await last().onopen();
  last().hear(welcome);
  call('change', false);
  last().onclose({ code: 1006 });
  await vi.advanceTimersByTimeAsync(200);
  await last().onopen();
  expect(last().sent).toEqual([{ type: 'hello', token: 't1', windowKey: 'w1', pending: ['change'] }]);
  last().hear({ ...welcome, windowKey: 'w2', unknown: ['change'] });
  expect(last().sent).toHaveLength(1);
  expect(answers['change']).toMatchObject({ ok: false, error: { code: 'outcome.unknown' } });
});
