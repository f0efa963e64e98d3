/** A disk that is full or read-only at any step, a journal that is made smaller and killed at any step, and the lock. */
import { spawn } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../main/engine.ts';
import { PlanLine } from '../../main/plans/journal-lines.ts';
import { begunPlans, readHistory } from '../../main/plans/history.ts';
import { openPlanJournal } from '../../main/plans/journal.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { noPoints } from '../../main/points.ts';
import type { Files } from '../../main/storage/disk.ts';
import { encode, scan } from '../../main/storage/journal-format.ts';
import { lockState } from '../../main/storage/instance-lock.ts';
import { say } from '../../words/index.ts';
import { badDisk, refusal, type BadDisk, type Step } from '../support/bad-disk.ts';
import { prepareAccount } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

const bucket = 'disk-bucket-4417';
let root: string;
let spine: Spine;
let serial = 0;

beforeAll(async () => {
  root = await quickFolder('millwright-disk-');
  spine = await openSpine(root);
  const engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await engine.close();
}, 60_000);
afterAll(async () => {
  await spine.close();
  await rm(root, { recursive: true, force: true });
});

const durable = (dir: string): string[] =>
  scan(readFileSync(join(dir, 'journal'))).found.flatMap(({ line }) => {
    const read = PlanLine.safeParse(line);
    return read.success && read.data.line === 'intent' ? [read.data.step] : [];
  });
/** The step that has to be announced before the call. */
const announcedBy: Record<string, string> = {
  CreateChangeSet: 'change-set',
  ExecuteChangeSet: 'execute',
  DeleteStack: 'delete',
};

/** Makes a notebook on this disk, and then again on a good one. */
async function story(disk: BadDisk, ready: () => void) {
  const name = `dk-${(serial += 1)}-end`;
  const dir = join(root, `state-${name}`);
  const engine = await createEngine({
    stateDir: dir,
    env: spine.env,
    clock: spine.clock,
    files: disk,
    onFault: () => undefined,
  });
  const plan = await makePlan(
    requireSource('notebook'),
    { name, size: 'ml.t3.medium', bucket: { choice: bucket }, evening: { at: '19:00', timeZone: 'UTC' } },
    await engine.making('account'),
  );
  const unannounced: string[] = [];
  const stop = spine.sandbox.hook({
    before: ({ operation, via }) => {
      const step = via === 'wire' ? announcedBy[operation] : undefined;
      if (step !== undefined && !durable(dir).includes(step)) unannounced.push(operation);
    },
  });
  ready();
  const outcome = await spine.apply(engine, plan).then(
    (task) => task.state,
    (error: unknown) => (error as { error: { code: string } }).error.code,
  );
  await engine.close();
  const again = await spine.engine(undefined, dir);
  const { ended } = await again.applying.recover();
  const tasks = await ended;
  stop();
  const made = spine.sandbox
    .ledger()
    .filter(({ kind, key }) => kind === 'sagemaker/notebook-instance' && key === name).length;
  if (made > 0) await spine.apply(again, await spine.plan(again, 'notebook-delete', { name }));
  await again.close();
  return { outcome, tasks, made, unannounced, dir };
}

describe('a disk that refuses', () => {
  const refusals = ['ENOSPC at write', 'ENOSPC at datasync', 'EROFS at write', 'EIO at datasync'] as const;
  test.each(refusals)(
    '%s, at every line of a notebook’s plan: nothing is sent that is not on disk first' +
      shows('done-when:2.3/disk'),
    async (refused) => {
      const [code = '', , step = ''] = refused.split(' ');
      let from = Infinity;
      let met = 0;
      for (let at = 0; ; at += 1) {
        let count = 0;
        from = Infinity;
        const disk = badDisk((now: Step) => {
          if (now !== step) return;
          if (count >= from) {
            met += 1;
            throw refusal(code);
          }
          count += 1;
        });
        const before = met;
        const { outcome, tasks, made, unannounced } = await story(disk, () => {
          from = at;
          count = 0;
        });
        expect(unannounced, `${refused} ${at}`).toEqual([]);
        if (met === before) {
          expect(outcome).toBe('succeeded');
          expect(at).toBeGreaterThan(10);
          break;
        }
        expect(outcome, `${refused} ${at}`).toMatch(/^(?:disk\.|lost$|internal$|succeeded$)/);
        for (const task of tasks) expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
        expect(made).toBe(tasks.length > 0 || outcome === 'succeeded' ? 1 : 0);
      }
    },
    120_000,
  );

  test('says so in words', () => {
    for (const code of [
      'disk.full',
      'disk.readOnly',
      'state.newer',
      'state.reconciling',
      'state.recordLost',
    ] as const)
      for (const part of ['says', 'mend'])
        expect(
          say(
            'en',
            { key: `error.${code}.${part}`, params: { file: 'journal' } },
            { timeZone: 'UTC', now: 0 },
          ),
        ).toMatch(/^[A-Z“].*\.$/);
  });
});

describe('a journal that has grown', () => {
  /** A journal of many ended tasks, one of which is recent and one open. */
  async function grown(dir: string): Promise<void> {
    const { dir: one } = await story(
      badDisk(() => undefined),
      () => undefined,
    );
    const { found } = scan(await readFile(join(one, 'journal')));
    const every = found.map(({ line }) => PlanLine.parse(line));
    const lines = every.slice(0, every.findIndex(({ line }) => line === 'ended') + 1);
    const all = Array.from({ length: 30 }, (_, n) => {
      const shift = n < 28 ? -200 * 86_400_000 : 0;
      return lines
        .filter((line) => n < 29 || line.line !== 'ended')
        .map((line) => {
          const moved = { ...line, at: new Date(Date.parse(line.at) + shift).toISOString() };
          const told = 'taskId' in moved ? { ...moved, taskId: `task-${n}` } : moved;
          return told.line === 'begun' ? { ...told, plan: { ...told.plan, id: `plan-${n}` } } : told;
        });
    }).flat();
    await rm(dir, { recursive: true, force: true });
    await cp(one, dir, { recursive: true });
    await rm(join(dir, 'journal.mark'));
    await writeFile(
      join(dir, 'journal'),
      Buffer.concat(all.map((line, seq) => encode({ v: 1, seq, base: false, line }))),
    );
    const journal = await openPlanJournal(dir, {
      points: noPoints,
      now: () => spine.clock.now(),
      compactOver: Infinity,
    });
    await journal.close();
  }
  const open = (dir: string, files?: Files) =>
    openPlanJournal(dir, {
      points: noPoints,
      now: () => spine.clock.now(),
      compactOver: 50_000,
      ...(files && { files }),
    });
  const judge = (journal: { lines: readonly PlanLine[]; damage: unknown }, what: string) => {
    expect(journal.damage, what).toBeNull();
    const tasks = readHistory(journal.lines);
    expect(tasks.has('task-28') && tasks.get('task-28')?.ended !== undefined, what).toBe(true);
    expect(tasks.has('task-29') && tasks.get('task-29')?.ended === undefined, what).toBe(true);
    expect(begunPlans(journal.lines).size, what).toBe(30);
  };

  test('is made smaller, and forgets no plan; killed at every step of it too', async () => {
    const from = join(root, 'grown');
    await grown(from);
    const whole = badDisk(() => undefined);
    const dir = join(root, 'smaller');
    await cp(from, dir, { recursive: true });
    const size = (await readFile(join(dir, 'journal'))).length;
    const journal = await open(dir, whole);
    judge(journal, 'whole');
    await journal.close();
    expect((await readFile(join(dir, 'journal'))).length).toBeLessThan(size / 5);
    const archives = (await readdir(dir)).filter((name) => name.startsWith('journal.archive-'));
    expect(archives).toHaveLength(1);
    const kept = scan(await readFile(join(dir, archives[0] ?? ''))).found;
    expect(kept).toHaveLength(28 * 7);
    expect(whole.steps.length).toBeGreaterThan(12);
    for (let at = 0; at < whole.steps.length; at += 1) {
      const killed = join(root, `killed-${at}`);
      await cp(from, killed, { recursive: true });
      let dead: () => void = () => undefined;
      const died = new Promise<void>((resolve) => (dead = resolve));
      const disk = badDisk((_, number) => {
        if (number !== at) return undefined;
        dead();
        return new Promise<never>(() => undefined);
      });
      await Promise.race([open(killed, disk), died]);
      const next = await open(killed);
      judge(next, `killed at step ${at}, ${whole.steps[at]}`);
      await next.close();
      await rm(killed, { recursive: true, force: true });
    }
  });
});

describe('the lock of a state folder', () => {
  const holder = (dir: string) => {
    const script = `import { lockState } from ${JSON.stringify(join(process.cwd(), 'main/storage/instance-lock.ts'))};
      await lockState(${JSON.stringify(dir)}); console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const held = new Promise((resolve) => child.stdout.once('data', resolve));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    return { child, held, gone };
  };
  const locked = (dir: string) =>
    lockState(dir).then(
      (lock) => {
        lock.release();
        return 'free';
      },
      (error: unknown) => (error as { error: { code: string } }).error.code,
    );

  test('of a living program holds, of a dead one does not, whoever has its process number now', async () => {
    const dir = join(root, 'lock');
    const first = holder(dir);
    await first.held;
    expect(await locked(dir)).toBe('state.locked');
    first.child.kill('SIGKILL');
    await first.gone;
    // The file is still there; it names no process, so a number that was given again means nothing.
    const file = await readFile(join(dir, 'instance.lock'));
    expect(file.toString('latin1')).not.toContain(String(first.child.pid));
    expect(await locked(dir)).toBe('free');
    // A file full of a living process's number is not a lock.
    await writeFile(join(dir, 'instance.lock'), `${process.pid}\n`.repeat(200));
    expect(await locked(dir)).toBe('free');
  });
});
