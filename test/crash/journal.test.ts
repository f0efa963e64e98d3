/** The journal of a real notebook's plan, damaged in every way, and what the next start does about it. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { failedWith } from '../../main/failure.ts';
import { openPlanJournal } from '../../main/plans/journal.ts';
import { encode, encodeMark, scan } from '../../main/storage/journal-format.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { diskOf, killAt, traces } from '../support/kill.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const bucket = 'journal-bucket-4417';
let root: string;
let spine: Spine;
const graves: Engine[] = [];
let serial = 0;

beforeAll(async () => {
  root = await quickFolder('millwright-journal-');
  spine = await openSpine(root);
  const engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await engine.close();
}, 60_000);
afterAll(async () => {
  await spine.close();
  await rm(root, { recursive: true, force: true });
});

const answers = (name: string) => smallNotebook(name, bucket);

interface Case {
  name: string;
  dir: string;
  plan: Plan;
}

/** The state folder of a program that died at `point` of a notebook's plan, or that ended it. */
async function folderAt(point: string | null): Promise<Case> {
  const name = `jn-${(serial += 1)}-end`;
  const dir = join(root, `state-${name}`);
  const kill = killAt(point === null ? -1 : 0, (reached) => reached === point);
  const engine = await spine.engine(kill, dir);
  const plan = await spine.plan(engine, 'notebook', answers(name));
  await engine.plans.save(plan);
  const applied = spine.apply(engine, plan);
  await Promise.race([applied, kill.dead]);
  if (point === null) await engine.close();
  else graves.push(engine);
  return { name, plan, dir: await diskOf(dir, `${dir}-left`) };
}

const changes = (name: string): boolean => !/^(?:Describe|List|Get|Head|Simulate)/.test(name);

/** Opens the engine on a folder, and lists the calls that change something. */
async function started(dir: string) {
  const calls: string[] = [];
  const stop = spine.sandbox.observe(({ operation, via }) => {
    if (via === 'wire' && changes(operation)) calls.push(operation);
  });
  const engine = await spine.engine(undefined, dir);
  return { engine, calls, stop };
}

const madeOf = (name: string): number =>
  spine.sandbox.ledger().filter(({ kind, key }) => kind === 'sagemaker/notebook-instance' && key === name)
    .length;
/** Notebooks of this name that exist now. */
const there = (name: string): number =>
  spine.existing(/notebook-instance$/).filter((entry) => entry.endsWith(` ${name}`)).length;
const left = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error as { error: { code: string } }).error.code,
  );
}

describe('cut or flipped anywhere', () => {
  test.each([
    ['in the middle', 'journal:outcome:change-set:after'],
    ['at the end', null],
  ] as const)(
    '%s of the work: never read as if nothing had happened, never begun before AWS was searched' +
      shows('done-when:2.3/cuts'),
    async (_where, point) => {
      const { dir } = await folderAt(point);
      const bytes = await readFile(join(dir, 'journal'));
      const mark = await readFile(join(dir, 'journal.mark'));
      const whole = scan(bytes).found.map(({ line }) => JSON.stringify(line));
      const work = await quickFolder('millwright-journal-cut-');
      const look = async (damaged: Buffer) => {
        await rm(work, { recursive: true, force: true });
        await cp(dir, work, {
          recursive: true,
          filter: (path) => !/\/(?:plans|tasks|receipts|inventory|prices)\b/.test(path),
        });
        await writeFile(join(work, 'journal'), damaged);
        await writeFile(join(work, 'journal.mark'), mark);
        const journal = await openPlanJournal(work, {
          points: { reach: async () => undefined },
          now: () => 0,
        });
        await journal.close();
        return journal;
      };
      /** Whole only if nothing is missing; else the loss stands in the journal itself, for every later start. */
      const holds = async (damaged: Buffer, what: string) => {
        const journal = await look(damaged);
        expect(journal.damage?.kind, what).toMatch(/inside|missing/);
        expect(journal.lines.at(-1)?.line, what).toBe('lost');
        for (const line of journal.lines.slice(0, -1)) expect(whole, what).toContain(JSON.stringify(line));
      };
      const step = long ? 1 : 97;
      for (let cut = 0; cut < bytes.length; cut += step) await holds(bytes.subarray(0, cut), `cut ${cut}`);
      const ends = [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);
      for (const end of ends.slice(0, -1))
        for (const cut of [end - 1, end, end + 1, end + 18])
          await holds(bytes.subarray(0, cut), `cut ${cut}`);
      const bits = long ? 1 : 1_013;
      let flips = 0;
      for (let bit = 0; bit < bytes.length * 8; bit += bits) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await holds(flipped, `bit ${bit}`);
        flips += 1;
      }
      expect((await look(bytes)).damage).toBeNull();
      await rm(work, { recursive: true, force: true });
      const dropped = long ? 'all' : 'the rest dropped for time, whole in npm run test:long';
      console.log(
        `journal ${_where}: ${Math.ceil(bytes.length / step)} of ${bytes.length} cuts, ${flips} of ${bytes.length * 8} flips (${dropped})`,
      );
    },
    long ? 3_600_000 : 60_000,
  );
});

/** How a folder is damaged before the next start. */
const damages: Record<string, (dir: string) => Promise<void>> = {
  'its last third cut off': async (dir) => {
    const bytes = await readFile(join(dir, 'journal'));
    await writeFile(join(dir, 'journal'), bytes.subarray(0, Math.floor((bytes.length * 2) / 3)));
  },
  'its last line gone': async (dir) => {
    const bytes = await readFile(join(dir, 'journal'));
    await writeFile(join(dir, 'journal'), bytes.subarray(0, bytes.lastIndexOf(0x0a, bytes.length - 2) + 1));
  },
  'a line in its middle flipped': async (dir) => {
    const bytes = await readFile(join(dir, 'journal'));
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(join(dir, 'journal'), bytes);
  },
  emptied: async (dir) => writeFile(join(dir, 'journal'), ''),
  'removed, its mark too': async (dir) => {
    await rm(join(dir, 'journal'));
    await rm(join(dir, 'journal.mark'));
  },
};
const places = [
  'journal:begun:after',
  'journal:intent:change-set:after',
  'journal:outcome:change-set:after',
  'journal:outcome:execute:after',
  'journal:outcome:finished:before',
] as const;

/** Died behind its first line nothing was done yet, and no other file says that there was a journal. */
const cases = places
  .flatMap((point) => Object.keys(damages).map((how) => [point, how] as const))
  .filter(([point, how]) => !(point === 'journal:begun:after' && how.startsWith('removed')));

describe('a start on a damaged journal', () => {
  test.each(cases)(
    'died at %s, %s: looks first, makes none twice, and leaves nothing unlisted',
    async (point, how) => {
      const { dir, name, plan } = await folderAt(point);
      await damages[how]?.(dir);
      const { engine, calls, stop } = await started(dir);
      expect(engine.applying.reconciling.pending(), how).not.toBeNull();
      // Held back, with words, and nothing was changed in AWS.
      const other = await spine.plan(engine, 'storage', { name: `other-${name}` });
      const before = [...calls];
      expect(await codeOf(engine.applying.apply(other, { kind: 'digest', digest: other.digest }))).toBe(
        'state.reconciling',
      );
      expect(before).toEqual([]);
      const { ended } = await engine.applying.recover();
      const tasks = await ended;
      stop();
      expect(engine.applying.reconciling.pending()).toBeNull();
      expect(madeOf(name)).toBeLessThanOrEqual(1);
      const exists = left(name).length > 0;
      const listed = (await engine.tasks.list()).find(({ planId }) => planId === plan.id);
      if (exists) expect(listed, 'what exists has its task').toBeDefined();
      for (const task of tasks)
        expect(['succeeded', 'failed'], JSON.stringify(task.error)).toContain(task.state);
      const again = () => engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
      if (listed?.state === 'failed' && how === 'emptied') {
        // The person asks for it once more: what AWS does not show to be there is made, and nothing twice.
        expect(await engine.applying.ended((await again()).taskId)).toMatchObject({ state: 'succeeded' });
        expect(there(name)).toBe(1);
        await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name }));
      } else {
        if (listed?.state !== 'failed')
          expect(await codeOf(again())).toMatch(listed === undefined ? /./ : /plan\.alreadyApplied/);
        // The button of a task that failed takes all of it away.
        if (listed?.state === 'failed' && listed.cancellable) {
          await engine.applying.cancel(listed.id);
          expect((await engine.applying.ended(listed.id)).state).toBe('cancelled');
          expect(left(name)).toEqual([]);
        }
      }
      const free = await spine.plan(engine, 'storage', { name: `other-${name}` });
      expect((await spine.apply(engine, free)).state).toBe('succeeded');
      await engine.close();
    },
  );

  test('lost twice: a task whose end was lost, and then all of the journal, is open until AWS shows how it stands', async () => {
    const { dir, name } = await folderAt(null);
    await damages['its last line gone']?.(dir);
    const first = await started(dir);
    // Dies while it looks: its task is kept as one that waits.
    const { open } = await first.engine.applying.recover();
    expect(open).toMatchObject([{ state: 'waiting' }]);
    expect(open[0]).not.toHaveProperty('endedAt');
    graves.push(first.engine);
    const next = await diskOf(dir, `${dir}-again`);
    await damages['removed, its mark too']?.(next);
    const { engine, stop } = await started(next);
    await (
      await engine.applying.recover()
    ).ended;
    stop();
    expect((await engine.tasks.list()).map(({ state }) => state)).toEqual(['succeeded']);
    expect(there(name)).toBe(1);
    await engine.close();
  });

  test('a stack of a plan that nobody here knows is shown, and left or removed as the person says', async () => {
    const { dir, name, plan } = await folderAt(null);
    for (const entry of await readdir(dir)) await rm(join(dir, entry), { recursive: true });
    await writeFile(join(dir, 'journal.mark'), encodeMark(9));
    const { engine, calls, stop } = await started(dir);
    await (
      await engine.applying.recover()
    ).ended;
    stop();
    expect(calls).toEqual([]);
    const found = engine.applying.reconciling.found();
    const ours = found.find(({ planId }) => planId === plan.id);
    expect(ours).toMatchObject({ stackName: `millwright-notebook-${name}`, status: 'CREATE_COMPLETE' });
    await engine.applying.reconciling.leave(ours?.id ?? '');
    expect(engine.applying.reconciling.found()).toHaveLength(found.length - 1);
    await engine.close();
  });
});

describe('versions', () => {
  test('an older one is migrated and kept, a newer one refused in words and left as it is', async () => {
    const { dir } = await folderAt(null);
    const path = join(dir, 'journal');
    const { found } = scan(await readFile(path));
    const old = Buffer.concat(
      found.map(({ line }, seq) => {
        const text = encode({ v: 1, seq, base: false, line });
        return text;
      }),
    );
    await writeFile(path, old);
    await rm(`${path}.mark`);
    const journal = await openPlanJournal(dir, { points: { reach: async () => undefined }, now: () => 0 });
    await journal.close();
    expect(journal.damage).toBeNull();
    expect(journal.lines).toHaveLength(found.length);
    expect(await readFile(join(dir, 'journal.version-1'))).toEqual(old);
    const newer = Buffer.concat(found.map(({ line }, seq) => encode({ v: 9, seq, base: seq === 0, line })));
    await writeFile(path, newer);
    const refused = await spine.engine(undefined, dir).catch((error: unknown) => error);
    expect(failedWith(refused, 'state.newer')).toBe(true);
    expect(await readFile(path)).toEqual(newer);
  });
});

test('the points that these tests kill at are points of the program', () => {
  for (const point of places) expect(traces(point)).toBe(true);
});
