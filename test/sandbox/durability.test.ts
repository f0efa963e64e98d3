/** What was answered is kept, and what was to happen while the program was closed happens, in its order and time. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kind, ServiceModule } from '../../main/sandbox/engine/types.ts';
import { openSandbox } from '../../main/sandbox/index.ts';
import { START } from './support/sandbox.ts';
import { things, thingService } from './support/things.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'durability-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Note {
  name: string;
  at: number;
}
const notes: Kind<Note> = { name: 'test/note', key: (n) => n.name, scope: 'global', record: true };

/** Notes what comes due, and when; `a` plans `late` 5 s after itself, `start` plans others. */
const diary: ServiceModule = {
  ...thingService,
  timers: {
    note: (account, _region, name: string) => {
      account.table(notes, '').put({ name, at: account.clock.now() });
      if (name === 'a') account.after(5, 'note', '', 'late');
      if (name !== 'start') return;
      account.after(40_010, 'note', '', 'b');
      account.after(40_000, 'note', '', 'a');
      account.after(1e9, 'note', '', 'years');
    },
  },
};
const offsets = (rows: readonly Note[], from: number): [string, number][] =>
  rows.map((n) => [n.name, (n.at - from) / 1000]);

describe('what comes due', () => {
  test('while the program is closed happens when it opens, each at its own time', async () => {
    const speed = 20_000; // what comes due in 40,000 seconds comes due in two
    const first = await openSandbox({ dir, services: [diary], clock: { mode: 'real', speed } });
    first.account.after(0, 'note', '', 'start');
    const rows = (): readonly Note[] => first.account.table(notes, '').list();
    await expect.poll(() => rows().length, { interval: 1 }).toBe(1);
    const from = rows()[0]!.at;
    await first.close();
    await new Promise((done) => setTimeout(done, 2200));
    const second = await openSandbox({ dir, services: [diary], clock: { mode: 'real', speed: 1 } });
    expect(offsets(second.account.table(notes, '').list(), from)).toEqual([
      ['start', 0],
      ['a', 40_000],
      ['late', 40_005],
      ['b', 40_010],
    ]);
    expect(second.account.clock.now()).toBeGreaterThan(from + 43_000_000);
    await second.close();
  });

  test('in a jump of time happens in order, each at its own time', async () => {
    const sandbox = await openSandbox({ dir, services: [diary], clock: { mode: 'manual', start: START } });
    sandbox.account.after(12, 'note', '', 'b');
    sandbox.account.after(10, 'note', '', 'a');
    sandbox.account.after(12, 'note', '', 'b2');
    const cancelled = sandbox.account.after(11, 'note', '', 'cancelled');
    sandbox.account.cancelTimer(cancelled);
    await sandbox.advance(11.999);
    expect(offsets(sandbox.account.table(notes, '').list(), START)).toEqual([['a', 10]]);
    await sandbox.advance(60);
    expect(offsets(sandbox.account.table(notes, '').list(), START)).toEqual([
      ['a', 10],
      ['b', 12],
      ['b2', 12],
      ['late', 15],
    ]);
    expect(sandbox.account.clock.now()).toBe(START + 71_999);
    await sandbox.close();
  });

  test('on a running clock happens by itself', async () => {
    const sandbox = await openSandbox({ dir, services: [diary], clock: { mode: 'real', speed: 1000 } });
    sandbox.account.after(10, 'note', '', 'a');
    await expect.poll(() => sandbox.account.table(notes, '').list().length, { interval: 5 }).toBe(2);
    await sandbox.close();
  });

  test('in a state that AWS passes through comes sooner by the pace', async () => {
    const sandbox = await openSandbox({
      dir,
      services: [diary],
      clock: { mode: 'manual', start: START },
      pace: 20,
    });
    sandbox.account.afterTransition(200, 'note', '', 'b');
    await sandbox.advance(10);
    expect(offsets(sandbox.account.table(notes, '').list(), START)).toEqual([['b', 10]]);
    await sandbox.close();
  });
});

test('an account keeps its key, its time, its names and what it holds', async () => {
  const options = { dir, services: [thingService], clock: { mode: 'manual', start: START } } as const;
  const first = await openSandbox({ ...options, seed: 'one' });
  first.account.table(things, 'us-east-1').put({ name: 'a', state: 'Ready' });
  await first.advance(100);
  const id = first.account.newId(8);
  await first.close();
  const second = await openSandbox({ ...options, seed: 'another' });
  expect(second.account.administrator).toEqual(first.account.administrator);
  expect(second.account.clock.now()).toBe(START + 100_000);
  expect(second.account.newId(8)).not.toBe(id);
  expect(second.account.table(things, 'us-east-1').list()).toEqual([{ name: 'a', state: 'Ready' }]);
  expect(second.ledger()).toMatchObject([{ key: 'a', billed: [{ to: null }] }]);
  second.account.table(things, 'us-east-1').delete('a');
  expect(second.ledger()).toMatchObject([{ key: 'a', goneAt: new Date(START + 100_000).toISOString() }]);
  await second.close();
});

test('time never goes back, however fast it ran before', async () => {
  const fast = await openSandbox({ dir, services: [], clock: { mode: 'real', speed: 100_000 } });
  await new Promise((done) => setTimeout(done, 50));
  const reached = fast.account.clock.now();
  await fast.close();
  const slow = await openSandbox({ dir, services: [], clock: { mode: 'real', speed: 1 } });
  expect(slow.account.clock.now()).toBeGreaterThanOrEqual(reached);
  const then = slow.account.clock.now();
  await slow.close();
  const manual = await openSandbox({ dir, services: [], clock: { mode: 'manual', start: START } });
  expect(manual.account.clock.now()).toBeGreaterThanOrEqual(then);
  await manual.close();
});

test('the same seed gives the same names', async () => {
  const ids = async (seed: string): Promise<string[]> => {
    const own = mkdtempSync(join(tmpdir(), 'seed-'));
    const sandbox = await openSandbox({ dir: own, services: [], seed });
    const made = [sandbox.account.newId(12), sandbox.account.newId(40, 'AB')];
    await sandbox.close();
    await rm(own, { recursive: true });
    return made;
  };
  const [a, b, c] = [await ids('s'), await ids('s'), await ids('t')];
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(a[1]).toMatch(/^[AB]{40}$/);
});

test('the file that holds secret keys is for its owner only', async () => {
  const sandbox = await openSandbox({ dir, services: [] });
  expect((await stat(join(dir, 'account.sqlite'))).mode & 0o077).toBe(0);
  await sandbox.close();
});

test('two programs cannot open one account at the same time', async () => {
  const first = await openSandbox({ dir, services: [] });
  await expect(openSandbox({ dir, services: [] })).rejects.toThrow(/locked/);
  await first.close();
});

test('nothing that was answered is lost when the program is killed', async () => {
  const answered: string[] = [];
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, ['test/sandbox/support/child.ts', dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface(child.stdout).once('line', (text) => resolve([text])),
    );
    const { url, ...credentials } = JSON.parse(line!) as {
      url: string;
      accessKeyId: string;
      secretAccessKey: string;
    };
    const sns = new SNSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
    const killed = new Promise((resolve) => child.once('exit', resolve));
    const deadline = 20 + round * 17;
    let mine = 0;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; ; i++) {
        const name = `${round}-${writer}-${i}`.slice(0, 8);
        try {
          await sns.send(new CreateTopicCommand({ Name: name }));
        } catch (error) {
          if ((error as Error).name !== 'InvalidParameter') return;
          throw error;
        }
        answered.push(name);
        if (++mine === deadline) child.kill('SIGKILL');
      }
    });
    await Promise.all(writers);
    await killed;
    sns.destroy();
  }
  const sandbox = await openSandbox({ dir, services: [thingService] });
  const kept = new Set(
    sandbox.account
      .table(things, 'us-east-1')
      .list()
      .map((t) => t.name),
  );
  expect(answered.length).toBeGreaterThan(250);
  expect(answered.filter((name) => !kept.has(name))).toEqual([]);
  const inLedger = sandbox.ledger().map((entry) => entry.key);
  expect(new Set(inLedger)).toEqual(kept);
  expect(inLedger).toHaveLength(kept.size);
  await sandbox.close();
}, 60_000);
