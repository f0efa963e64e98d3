import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { failure } from '../../main/failure.ts';
import { register, type Call } from '../../main/ipc/dispatcher.ts';
import { contract } from '../../preload/contract/index.ts';
import { method } from '../../preload/contract/method.ts';
import { fakeHandlers } from './support/fake-handlers.ts';

const tiny = {
  room: {
    echo: method({
      input: z.strictObject({ text: z.string() }),
      output: z.strictObject({ text: z.string() }),
      effect: 'read',
    }),
    slow: method({
      input: z.strictObject({}),
      output: z.strictObject({}),
      effect: 'read',
      timeoutMs: 60,
      cancellable: true,
    }),
    stubborn: method({ input: z.strictObject({}), output: z.strictObject({}), effect: 'write' }),
  },
};

type Handle = (input: never, context: { signal: AbortSignal }) => Promise<unknown>;

function open(over: Record<string, Handle> = {}) {
  const faults: unknown[] = [];
  const handlers = {
    room: {
      echo: async (input: { text: string }) => input,
      slow: async (_: object, { signal }: { signal: AbortSignal }) => wait(10_000, {}, { signal }),
      stubborn: async () => wait(30, {}),
      ...over,
    },
  } as never;
  const dispatcher = register(tiny, handlers, { onFault: (_, error) => faults.push(error) });
  dispatcher.openWindow('w1');
  const call = (channel: string, input: unknown, more: Partial<Call> = {}) =>
    dispatcher.call({ channel, input, requestId: 'r1', windowId: 'w1', ...more });
  return { dispatcher, call, faults };
}

const code = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) as unknown });

describe('a call from the window', () => {
  test('is answered with the value', async () => {
    expect(await open().call('room.echo', { text: 'hello' })).toEqual({ ok: true, value: { text: 'hello' } });
  });

  test.each([
    ['an unknown channel', 'room.nothing', {}, 'call.unknown'],
    ['a name of the prototype', 'room.constructor', {}, 'call.unknown'],
    ['__proto__ as a channel', '__proto__', {}, 'call.unknown'],
    ['a missing input', 'room.echo', undefined, 'call.invalid'],
    ['an unknown key', 'room.echo', { text: 'a', more: 1 }, 'call.invalid'],
    ['an own __proto__ key', 'room.echo', JSON.parse('{"text":"a","__proto__":{"x":1}}'), 'call.invalid'],
    ['a wrong type', 'room.echo', { text: 7 }, 'call.invalid'],
  ])('with %s is refused', async (_, channel, input, expected) => {
    expect(await open().call(channel, input)).toEqual(code(expected));
  });

  test('says where the input is wrong and never what it was', async () => {
    const result = await open().call('room.echo', { text: { password: 'hunter2' } });
    expect(JSON.stringify(result)).toContain('text');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('of a window that is not open is refused', async () => {
    expect(await open().call('room.echo', { text: 'a' }, { windowId: 'w2' })).toEqual(code('call.refused'));
  });

  test('that uses the number of a running call is refused', async () => {
    const { call } = open();
    const first = call('room.stubborn', {});
    expect(await call('room.echo', { text: 'a' })).toEqual(code('call.refused'));
    expect(await first).toEqual({ ok: true, value: {} });
  });

  test('ends at its time limit and tells the handler', async () => {
    let told: AbortSignal | undefined;
    const { call } = open({
      slow: async (_, { signal }) => {
        told = signal;
        return wait(10_000, {}, { ref: false });
      },
    });
    expect(await call('room.slow', {})).toEqual(code('call.timedOut'));
    expect(told?.aborted).toBe(true);
  });

  test('is cancelled by its own window only', async () => {
    const { call, dispatcher } = open();
    dispatcher.openWindow('w2');
    const running = call('room.slow', {});
    dispatcher.cancel('w2', 'r1');
    dispatcher.cancel('w1', 'r1');
    expect(await running).toEqual(code('call.cancelled'));
  });

  test('that cannot be cancelled goes on, also when its window closes', async () => {
    const { call, dispatcher } = open();
    const running = call('room.stubborn', {});
    dispatcher.cancel('w1', 'r1');
    dispatcher.closeWindow('w1');
    expect(await running).toEqual({ ok: true, value: {} });
  });

  test('ends when its window closes', async () => {
    const { call, dispatcher } = open();
    const running = call('room.slow', {});
    dispatcher.closeWindow('w1');
    expect(await running).toEqual(code('call.cancelled'));
  });

  test('gets the words of a failure that was made for people', async () => {
    const { call, faults } = open({
      echo: async () => {
        throw failure('quota.reached', { name: 'ml.g4dn.xlarge' });
      },
    });
    expect(await call('room.echo', { text: 'a' })).toEqual(code('quota.reached'));
    expect(faults).toEqual([]);
  });

  test.each([
    ['an error', new TypeError('https://example.com/?X-Amz-Signature=abc secret')],
    ['something that is no error', 'secret'],
  ])('learns nothing of %s thrown by mistake but its kind', async (_, thrown) => {
    const { call, faults } = open({
      echo: async () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a careless library may throw
        throw thrown;
      },
    });
    const result = await call('room.echo', { text: 'a' });
    expect(result).toEqual(code('internal'));
    expect(JSON.stringify(result)).not.toMatch(/secret|Signature/);
    expect(faults).toEqual([thrown]);
  });

  test('never gets an answer of another shape', async () => {
    const { call, faults } = open({ echo: async () => ({ text: 'a', token: 'secret' }) });
    const result = await call('room.echo', { text: 'a' });
    expect(result).toEqual(code('internal'));
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(faults).toHaveLength(1);
  });

  test('beyond the number that one window may have running is refused', async () => {
    const { handlers } = fakeHandlers({ 'wizards.list': () => wait(50, []) });
    const dispatcher = register(contract, handlers, { maxRunning: 2 });
    dispatcher.openWindow('w1');
    const results = await Promise.all(
      ['a', 'b', 'c'].map((requestId) =>
        dispatcher.call({ channel: 'wizards.list', input: {}, requestId, windowId: 'w1' }),
      ),
    );
    expect(results.map((result) => result.ok)).toEqual([true, true, false]);
  });
});

describe('the surface', () => {
  test('is the contract and nothing else', () => {
    const { channels } = register(contract, fakeHandlers().handlers);
    const declared = Object.entries(contract).flatMap(([domain, methods]) =>
      Object.keys(methods).map((verb) => `${domain}.${verb}`),
    );
    expect(channels).toEqual(declared);
  });

  test('changes AWS in two places, each with a ticket', () => {
    const spending = Object.entries(contract).flatMap(([domain, methods]) =>
      Object.entries<{ effect: string }>(methods)
        .filter(([, { effect }]) => effect === 'spend' || effect === 'destroy')
        .map(([verb]) => `${domain}.${verb}`),
    );
    expect(spending).toEqual(['plans.apply', 'tasks.cancel']);
  });

  test('does not start with a method that may spend on its own', () => {
    const spending = {
      room: { buy: method({ input: z.null(), output: z.null(), effect: 'spend' }) },
    };
    expect(() => register(spending, { room: { buy: async () => null } })).toThrow('make it a plan');
  });

  test('does not start with a method that nobody handles', () => {
    expect(() => register(tiny, { room: {} } as never)).toThrow('No handler for room.echo');
  });
});
