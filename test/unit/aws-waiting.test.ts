/** Every wait is bounded and says so; the table of limits in docs/aws.md is the one that the program keeps. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../main/clock.ts';
import { AppFailure, failure } from '../../main/failure.ts';
import { absence, surely } from '../../main/stacks/absence.ts';
import { limits } from '../../main/stacks/limits.ts';
import { waitUntil, whenRoleUsable } from '../../main/stacks/wait.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { Message } from '../../preload/contract/message.ts';
import { shows } from '../status/shows.ts';

const hour = 3_600_000;

/** A clock that only counts; `jump`: ms that one of the pauses takes longer, because the computer slept. */
function counted(jump: { at: number; ms: number } = { at: -1, ms: 0 }) {
  let now = Date.parse('2026-11-20T10:00:00Z');
  const begun = now;
  let pauses = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms + (pauses === jump.at ? jump.ms : 0);
      pauses += 1;
    },
  };
  const said: (Message | undefined)[] = [];
  const waiting = {
    clock,
    signal: new AbortController().signal,
    onTrouble: (trouble: Message | undefined) => void said.push(trouble),
  };
  return { waiting, said, since: () => now - begun, pauses: () => pauses };
}

const ended = async (work: Promise<unknown>): Promise<AppFailure> =>
  work.then(
    () => {
      throw new Error('It did not end.');
    },
    (error: unknown) => error as AppFailure,
  );
const refuse = (code: ErrorCode, askedMs?: number) => () => Promise.reject(failure(code, {}, { askedMs }));

describe('a wait', () => {
  test.each([
    ['changeSet', limits.changeSet],
    ['stack', limits.stack],
    ['thing', limits.thing],
  ] as const)('for a %s that never comes ends after its limit with a sentence', async (_, limit) => {
    const { waiting, since } = counted();
    const { error } = await ended(waitUntil(() => Promise.resolve(undefined), waiting, limit));
    expect(error.code).toBe('wait.over');
    expect(error.says.params).toEqual({ after: { duration: limit / 1000 } });
    expect(since()).toBeGreaterThanOrEqual(limit);
    expect(since()).toBeLessThan(limit + 2 * 60_000);
  });

  test.each([
    ['network.unreachable', limits.contact, 'apply.trouble'],
    ['network.lost', limits.contact, 'apply.trouble'],
    ['connection.noEndpoint', limits.contact, 'apply.trouble'],
    ['connection.expired', limits.contact, 'apply.needsYou'],
    ['connection.invalid', limits.contact, 'apply.needsYou'],
    ['clock.skewed', limits.contact, 'apply.needsYou'],
    ['aws.unavailable', limits.trouble, 'apply.trouble'],
    ['throttled', limits.trouble, 'apply.trouble'],
    ['call.timedOut', limits.trouble, 'apply.trouble'],
  ] as const)('says %s, outlasts it for its limit and then throws it', async (code, limit, key) => {
    const { waiting, said, since, pauses } = counted();
    const { error } = await ended(waitUntil(refuse(code), waiting));
    expect(error.code).toBe(code);
    expect(since()).toBeGreaterThanOrEqual(limit);
    expect(since()).toBeLessThan(limit + 2 * 60_000);
    expect(new Set(said.map((one) => one?.key))).toEqual(new Set([key]));
    // Nobody is asked more than once a minute through a whole night.
    expect(pauses()).toBeLessThan(1_200);
  });

  test('around another one does not begin anew when that was given up', async () => {
    const { waiting, since } = counted();
    const inner = () => waitUntil(refuse('network.lost'), waiting);
    expect((await ended(waitUntil(inner, waiting))).error.code).toBe('network.lost');
    expect(since()).toBeLessThan(limits.contact + 5 * 60_000);
    const late = () => waitUntil(() => Promise.resolve(undefined), waiting, limits.stack);
    expect((await ended(waitUntil(late, waiting))).error.code).toBe('wait.over');
  });

  test('does not count the time in which the computer slept', async () => {
    const { waiting, since } = counted({ at: 3, ms: 30 * hour });
    let looks = 0;
    const look = () => {
      looks += 1;
      // No network before and after the sleep.
      return looks < 20 ? refuse('network.unreachable')() : Promise.resolve(true);
    };
    expect(await waitUntil(look, waiting)).toBe(true);
    expect(since()).toBeGreaterThan(30 * hour);
    const slow = counted({ at: 3, ms: 30 * hour });
    let tries = 0;
    const coming = () => Promise.resolve((tries += 1) < 20 ? undefined : true);
    expect(await waitUntil(coming, slow.waiting, limits.thing)).toBe(true);
  });

  test('is not ended or prolonged by a clock that is set back', async () => {
    const { waiting, pauses } = counted({ at: 2, ms: -26 * hour });
    const { error } = await ended(waitUntil(() => Promise.resolve(undefined), waiting, limits.changeSet));
    expect(error.code).toBe('wait.over');
    expect(pauses()).toBeLessThan(1_000);
  });

  test('keeps the pause that AWS asks for, and says how long it is', async () => {
    const { waiting, said, since } = counted();
    let looks = 0;
    const look = () => ((looks += 1) === 1 ? refuse('throttled', 300_000)() : Promise.resolve(true));
    expect(await waitUntil(look, waiting)).toBe(true);
    expect(since()).toBe(300_000);
    expect(said[0]).toMatchObject({ key: 'apply.asked', params: { pause: { duration: 300 } } });
  });

  test.each(['aws.unavailable', 'throttled'] as const)(
    'is not made longer than its limit by a service that asks for a day (%s)',
    async (code) => {
      const { waiting, since } = counted();
      expect((await ended(waitUntil(refuse(code, 24 * hour), waiting))).error.code).toBe(code);
      expect(since()).toBeLessThan(limits.trouble + 2 * 60_000);
    },
  );
});

test(
  'a role is waited for two minutes, with words, and then it is said' + shows('done-when:2.2/time'),
  async () => {
    const { waiting, said, since } = counted();
    const { error } = await ended(whenRoleUsable(refuse('role.notUsableYet'), waiting));
    expect(error.code).toBe('role.notUsableYet');
    expect(since()).toBe(limits.role);
    expect(said.every((one) => one?.key === 'apply.roleYoung')).toBe(true);
  },
);

describe('"not there"', () => {
  test('is believed after two looks, five seconds apart', async () => {
    const { waiting, since } = counted();
    let looks = 0;
    expect(
      await surely(() => Promise.resolve((looks += 1) > 99 ? true : undefined), waiting),
    ).toBeUndefined();
    expect(looks).toBe(2);
    expect(since()).toBe(5_000);
  });

  test('begins anew whenever it is seen', () => {
    let now = 0;
    const gone = absence({ now: () => now, sleep: () => Promise.resolve() }, 10_000);
    const at = (ms: number, found: boolean) => {
      now = ms;
      return gone(found);
    };
    expect([
      at(0, false),
      at(9_999, false),
      at(10_000, true),
      at(12_000, false),
      at(21_999, false),
    ]).not.toContain(true);
    expect(at(22_000, false)).toBe(true);
  });

  test('a clock that is set back while something is looked for does not hold the answer up', () => {
    const day = 24 * hour;
    let now = day;
    const gone = absence({ now: () => now, sleep: () => Promise.resolve() }, 10_000);
    const at = (ms: number) => {
      now = ms;
      return gone(false);
    };
    expect([at(day), at(day + 4_000), at(1_000), at(6_999)]).not.toContain(true);
    expect(at(7_000)).toBe(true);
  });

  test('a clock that is set forward proves nothing but a minute', () => {
    let now = 0;
    const gone = absence({ now: () => now, sleep: () => Promise.resolve() }, limits.appears);
    expect(gone(false)).toBe(false);
    now += 24 * hour;
    expect(gone(false)).toBe(false);
  });
});

test('the table of limits in the documents is the one of the program', () => {
  const section = readFileSync('docs/aws.md', 'utf8').split('## Waiting')[1]?.split('\n## ')[0] ?? '';
  const units: Record<string, number> = { seconds: 1_000, minutes: 60_000, hour, hours: hour };
  const rows = [...section.matchAll(/^\| `(\w+)` +\|[^|]+\| (\d+) (seconds|minutes|hours?) +\|/gm)];
  const written = Object.fromEntries(
    rows.map(([, name = '', count, unit = '']) => [name, Number(count) * (units[unit] ?? 0)]),
  );
  expect(written).toEqual(limits);
});
