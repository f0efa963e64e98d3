/** Random calls against the whole program: what the contract refuses never reaches the account, and nothing crashes it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register } from '../../main/ipc/dispatcher.ts';
import { contract } from '../../preload/contract/index.ts';
import { shows } from '../status/shows.ts';
import { hostileTexts, hostileValues, nameFrom } from '../support/hostile.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { methods, validInputs } from './support/valid-calls.ts';
import { openWhole, type Page, type WholeProgram } from './support/whole-program.ts';

const runs = process.env['MILLWRIGHT_LONG'] === undefined ? 2_000 : 100_000;
const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);

let spine: Spine;
let whole: WholeProgram;
let page: Page;
let reached = 0;
beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  page = await whole.openPage();
  await page.api.home.summary({ refresh: true });
  spine.sandbox.observe(({ via }) => {
    if (via === 'wire') reached += 1;
  });
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});

const known = { bucket: ['no-such-bucket-4417'], digest: ['0'.repeat(64)], path: ['rows.csv'] };
/** Inputs that come close: valid ones with a member more, less, or of another kind. */
const valid = [...methods.keys()].flatMap((channel, index) =>
  validInputs(channel, known, 5, 44 + index).map((input) => ({ channel, input })),
);
const texts = hostileTexts(120);
const bent = fc
  .record({
    call: fc.constantFrom(...valid),
    member: fc.oneof(fc.constantFrom('id', 'name', 'answers', 'digest', '__proto__', 'then'), fc.string()),
    value: fc.oneof(fc.constantFrom(...hostileValues), fc.constantFrom(...texts), fc.jsonValue()),
    how: fc.constantFrom('add', 'replace', 'all', 'channel'),
  })
  .map(({ call: { channel, input }, member, value, how }) => {
    if (how === 'channel') return { channel: nameFrom(value).slice(0, 90), input };
    if (how === 'all') return { channel, input: value };
    const known = Object.keys(input as object);
    const key = how === 'replace' ? (known[member.length % Math.max(1, known.length)] ?? member) : member;
    return { channel, input: Object.fromEntries([...Object.entries(input as object), [key, value]]) };
  });

const refused = ({ channel, input }: { channel: string; input: unknown }): boolean => {
  // As it arrives: JSON has no undefined, no Infinity and no prototype.
  const sent = JSON.parse(JSON.stringify({ input })) as { input?: unknown };
  // Half a character survives no file, hash or request; written as JSON it shows as an escape.
  if (/\\ud[89a-f]/i.test(JSON.stringify(sent).replaceAll('\\\\', ''))) return true;
  return methods.get(channel)?.input.safeParse(sent.input).success !== true;
};

test(
  `${runs} random calls over a real socket: none of the refused ones reaches the account, nothing crashes` +
    shows('done-when:2.5/surface'),
  async () => {
    const all = fc.sample(bent, { numRuns: runs, seed });
    const wrong = all.filter(refused);
    const answered: Record<string, number> = {};
    const before = reached;
    for (let from = 0; from < wrong.length; from += 100) {
      const some = wrong.slice(from, from + 100);
      const results = await Promise.all(some.map(({ channel, input }) => page.call(channel, input)));
      for (const result of results) {
        const word = result.ok ? 'ok' : result.error.code;
        answered[word] = (answered[word] ?? 0) + 1;
      }
    }
    expect(Object.keys(answered).sort(), `seed ${seed}`).toEqual(['call.invalid', 'call.unknown']);
    expect(wrong.length).toBeGreaterThan(runs / 2);
    expect(reached - before).toBe(0);
    expect(whole.changes).toEqual([]);

    // What the contract accepts is answered too, whatever it says, and a program that was not hurt answers.
    const right = all.filter((call) => !refused(call)).slice(0, runs / 10);
    expect(right.length).toBeGreaterThan(20);
    const broke: string[] = [];
    for (const { channel, input } of right) {
      const result = await page.call(channel, input);
      if (!result.ok && ['internal', 'call.invalid'].includes(result.error.code))
        broke.push(
          `${channel} ${JSON.stringify(input).slice(0, 300)}: ${result.error.technical?.text ?? ''}`,
        );
    }
    expect(broke, `seed ${seed}`).toEqual([]);
    expect(whole.faults).toEqual([]);
    expect(whole.changes).toEqual([]);
    expect((await page.api.app.info({})).ok).toBe(true);
    expect(reached - before).toBeGreaterThan(0);
  },
  600_000,
);

test('a program that does not check its inputs is caught', async () => {
  const open = Object.fromEntries(
    Object.entries(contract).map(([domain, room]) => [
      domain,
      Object.fromEntries(
        Object.entries(room).map(([verb, method]) => [
          verb,
          { ...method, input: { safeParse: (data: unknown) => ({ success: true, data }) } },
        ]),
      ),
    ]),
  );
  const { handlers, ran } = fakeHandlers();
  const dispatcher = register(open as unknown as typeof contract, handlers);
  dispatcher.openWindow('w1');
  for (const [index, { channel, input }] of fc.sample(bent, { numRuns: 200, seed }).filter(refused).entries())
    await dispatcher.call({ channel, input, requestId: `r${index}`, windowId: 'w1' });
  expect(ran.length).toBeGreaterThan(20);
});
