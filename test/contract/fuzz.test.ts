import fc from 'fast-check';
import { expect, test } from 'vitest';
import { register } from '../../main/ipc/dispatcher.ts';
import { contract } from '../../preload/contract/index.ts';
import type { Method } from '../../preload/contract/method.ts';
import { fakeHandlers } from './support/fake-handlers.ts';

const methods = new Map<string, Method>(
  Object.entries(contract).flatMap(([domain, room]) =>
    Object.entries<Method>(room).map(([verb, method]) => [`${domain}.${verb}`, method] as const),
  ),
);
const channels = [...methods.keys()];
/** Calls of one run; `npm run test:long` asks for more. */
const runs = process.env['MILLWRIGHT_LONG'] === undefined ? 2_000 : 100_000;

const hostile = fc.oneof(
  fc.constant('__proto__'),
  fc.constant('../../etc/passwd'),
  fc.constant('<img src=x onerror=alert(1)>'),
  fc.constant('\u0000\u202e'),
  fc.string({ unit: 'binary' }),
);
const value = fc.anything({
  key: fc.oneof(fc.string(), hostile),
  values: [hostile, fc.double(), fc.boolean()],
});
/** Keys that methods really have, so that some inputs come close. */
const near = fc.record(
  {
    id: fc.oneof(hostile, fc.string()),
    bucket: fc.string(),
    prefix: fc.string(),
    key: fc.string(),
    name: fc.string(),
    digest: fc.string(),
    answers: value,
    source: fc.string(),
    refresh: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Half a character is refused wherever it stands; written as JSON it shows as an escape. */
const isWellFormed = (input: unknown): boolean =>
  !/\\ud[89a-f]/i.test(((JSON.stringify(input) as string | undefined) ?? '').replaceAll('\\\\', ''));

test(`${runs} random calls crash nothing, and no handler runs for an input that the contract refuses`, async () => {
  const { handlers, ran } = fakeHandlers();
  const dispatcher = register(contract, handlers);
  dispatcher.openWindow('w1');
  let valid = 0;
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ arbitrary: fc.constantFrom(...channels), weight: 9 }, { arbitrary: hostile, weight: 1 }),
      fc.oneof(value, near, fc.constant({})),
      async (channel, input) => {
        count += 1;
        const before = ran.length;
        const result = await dispatcher.call({ channel, input, requestId: `r${count}`, windowId: 'w1' });
        const accepted = methods.get(channel)?.input.safeParse(input).success === true && isWellFormed(input);
        if (accepted) valid += 1;
        expect(ran.length - before).toBe(accepted ? 1 : 0);
        if (!accepted && !result.ok) expect(['call.invalid', 'call.unknown']).toContain(result.error.code);
        expect(result.ok && !accepted).toBe(false);
      },
    ),
    { numRuns: runs },
  );
  // Both sides were tried: a check that refuses or accepts everything would show here.
  expect(valid).toBeGreaterThan(runs / 100);
  expect(count - valid).toBeGreaterThan(runs / 10);
});

test('an input nested deeper than the stack is refused, not a crash', async () => {
  const { handlers, ran } = fakeHandlers();
  const dispatcher = register(contract, handlers);
  dispatcher.openWindow('w1');
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as unknown;
  const input = { source: 'notebook', answers: deep };
  const result = await dispatcher.call({ channel: 'plans.make', input, requestId: 'r', windowId: 'w1' });
  expect(result).toMatchObject({ ok: false, error: { code: 'call.invalid' } });
  expect(ran).toEqual([]);
});
