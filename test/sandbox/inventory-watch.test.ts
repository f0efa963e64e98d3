/** What is asked of AWS, and how often, counted at the sandbox's port in virtual time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLive, type Live } from '../../main/inventory/live.ts';
import { tellNotebooks } from '../../main/notebooks/handlers.ts';
import { failure } from '../../main/failure.ts';
import type { Engine } from '../../main/engine.ts';
import { notebooks } from '../../main/sandbox/services/sagemaker/kinds.ts';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import { withDelta, type Look } from '../../preload/contract/lists.ts';
import type { NotebookRow } from '../../preload/contract/domains/notebooks.ts';
import { shows } from '../status/shows.ts';
import { fillAccount, notebookName } from '../support/fill-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine;
let live: Live;
let asked: { at: number; operation: string; input: object }[];
let told: { window: string; event: MillwrightEvent }[];
/** What one window holds of the list of notebooks. */
let held: { version: number; rows: NotebookRow[] } | null;

const now = () => spine.clock.now();
const count = (operation: string, from = 0) =>
  asked.filter((one) => one.operation === operation && one.at >= from).length;

beforeEach(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  asked = [];
  told = [];
  held = null;
  spine.sandbox.observe(({ via, operation, input }) => {
    if (via === 'wire') asked.push({ at: now(), operation, input });
  });
  live = openLiveHere();
});
afterEach(async () => {
  live.close();
  await engine.close();
  await spine.close();
});

function openLiveHere(): Live {
  const opened = openLive({
    stateDir: spine.stateDir,
    clock: spine.clock,
    connections: engine.connections,
    price: () => 0.05,
    windows: {
      broadcast: () => undefined,
      send(window, event) {
        told.push({ window, event });
        if (event.type === 'list' && event.list.of === 'notebooks' && held !== null) {
          const rows = withDelta(held.rows, held.version, event.list);
          expect(rows).not.toBeNull();
          held = { version: event.list.version, rows: rows ?? [] };
        }
        return true;
      },
    },
  });
  opened.inventory.onChange(() => {
    const { snapshot } = opened.inventory.last;
    if (snapshot !== null)
      tellNotebooks({ live: opened.notebooks, price: () => 0.05, now, tell: opened.tell }, snapshot);
  });
  return opened;
}

/** Lets virtual time pass as `run` would, with something done at an instant. */
async function pass(seconds: number, happens: { at: number; do: () => void }[] = []): Promise<void> {
  const end = now() + seconds * 1000;
  const todo = [...happens];
  for (;;) {
    const wait = await live.watch.step();
    const next = Math.min(end, now() + Math.max(wait, 50), ...todo.map(({ at }) => at));
    await spine.sandbox.advance(Math.max(next - now(), 1) / 1000);
    for (const { do: act } of todo.filter(({ at }) => at <= now())) act();
    todo.splice(0, todo.length, ...todo.filter(({ at }) => at > now()));
    if (now() >= end) return;
  }
}

const look = (at: Look, hidden = false, window = 'w1') => live.watch.look(window, at, hidden);

/** Somebody else changes a notebook, now. */
function change(n: number, status: 'InService' | 'Stopped'): void {
  const table = notebooks(spine.sandbox.account, 'us-east-1');
  const notebook = table.get(notebookName(n));
  if (notebook === undefined) throw new Error('no such notebook');
  table.put({ ...notebook, status, modifiedAt: now() });
}

const shown = (n: number) => live.notebooks.rows.find(({ name }) => name === notebookName(n))?.status;

/** Seconds from a change at each of `times` to its row in the live list. */
async function delays(at: Look, times: number, window: number, n: number): Promise<number[]> {
  look(at);
  await pass(20);
  const found: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const status = time % 2 === 0 ? ('InService' as const) : ('Stopped' as const);
    await pass(1 + time * 1.7);
    change(n, status);
    const from = now();
    while (shown(n) !== status && now() - from < window * 2000) await pass(0.5);
    expect(shown(n)).toBe(status);
    found.push((now() - from) / 1000);
  }
  return found.sort((a, b) => a - b);
}

describe('how soon a change is on screen', () => {
  test('the list that is looked at: within 15 s; the thing on its own page: within 5 s; the rest: within 2 min', async () => {
    fillAccount(spine.sandbox, { notebooks: 200 });
    const page = await delays({ at: 'notebooks' }, 8, 15, 7);
    expect(page.at(-1)).toBeLessThanOrEqual(15);
    const thing = await delays({ at: 'notebook', name: notebookName(7) }, 8, 5, 7);
    expect(thing[Math.ceil(thing.length * 0.95) - 1]).toBeLessThanOrEqual(5);
    const rest = await delays({ at: 'elsewhere' }, 3, 120, 7);
    expect(rest.at(-1)).toBeLessThanOrEqual(120);
  });
});

describe('how often AWS is asked', () => {
  test('below half a request a second on every page, with 200 notebooks', async () => {
    fillAccount(spine.sandbox, { notebooks: 200 });
    const pages: Look[] = [
      { at: 'home' },
      { at: 'notebooks' },
      { at: 'notebook', name: notebookName(1) },
      { at: 'elsewhere' },
    ];
    for (const page of pages) {
      look(page);
      await pass(30);
      const from = now();
      await pass(600);
      expect(asked.filter(({ at }) => at >= from).length / 600, page.at).toBeLessThanOrEqual(0.5);
    }
  });

  test('faster, and only for what changed, while something is passing through states', async () => {
    fillAccount(spine.sandbox, { notebooks: 200 });
    look({ at: 'notebooks' });
    await pass(30);
    const still = now();
    await pass(60);
    const calm = count('ListNotebookInstances', still);
    const table = notebooks(spine.sandbox.account, 'us-east-1');
    const one = table.get(notebookName(3));
    if (one === undefined) throw new Error('none');
    table.put({ ...one, status: 'Pending', modifiedAt: now() });
    await pass(16);
    const moving = now();
    await pass(60);
    const narrowed = asked.filter(
      ({ at, operation, input }) =>
        at >= moving && operation === 'ListNotebookInstances' && 'LastModifiedTimeAfter' in input,
    );
    expect(narrowed.length).toBeGreaterThanOrEqual(5);
    expect(count('ListNotebookInstances', moving)).toBeGreaterThan(calm);
  });

  test('once a minute at most while the window is hidden, and not at all when there is none', async () => {
    fillAccount(spine.sandbox, { notebooks: 200 });
    look({ at: 'notebooks' });
    await pass(30);
    look({ at: 'notebooks' }, true);
    const hidden = now();
    await pass(600);
    expect(asked.filter(({ at }) => at > hidden).length).toBeLessThanOrEqual(10);
    expect(asked.filter(({ at }) => at > hidden).length).toBeGreaterThan(5);
    live.watch.leave('w1');
    const gone = now();
    await pass(3600);
    expect(asked.filter(({ at }) => at > gone)).toEqual([]);
  });

  test('every other region once in 15 minutes while Home is seen', async () => {
    fillAccount(spine.sandbox, { notebooks: 5, region: 'eu-west-1' });
    look({ at: 'home' });
    await pass(15 * 60);
    const { accountId, region } = live.inventory.last.snapshot ?? { accountId: '', region: '' };
    const seen = live.others.view(accountId, region);
    expect(seen).toMatchObject({ looked: 16, of: 16, unreachable: [] });
    expect(seen.things.map((thing) => thing.region)).toEqual(Array(5).fill('eu-west-1'));
    expect(told.some(({ event }) => event.type === 'invalidated' && event.domain === 'home')).toBe(true);
  });

  test('slower after AWS said that it is too much, and as before when it is well again', async () => {
    fillAccount(spine.sandbox, { notebooks: 3 });
    look({ at: 'notebooks' });
    await pass(30);
    const refuse = live.inventory.look.bind(live.inventory);
    const times: number[] = [];
    live.inventory.look = async () => {
      times.push(now());
      return { snapshot: live.inventory.last.snapshot, error: failure('throttled').error };
    };
    await pass(400);
    const pauses = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.max(...pauses)).toBeGreaterThan(90_000);
    live.inventory.look = refuse;
    await pass(300);
    const from = now();
    await pass(60);
    expect(count('ListNotebookInstances', from)).toBeGreaterThanOrEqual(4);
  });
});

describe('changes', () => {
  test(
    'arrive as what was added, changed and removed, only at windows that look at the list' +
      shows('done-when:2.7/deltas'),
    async () => {
      fillAccount(spine.sandbox, { notebooks: 200 });
      look({ at: 'notebooks' });
      look({ at: 'elsewhere' }, false, 'w2');
      await pass(20);
      held = { version: live.notebooks.version, rows: live.notebooks.rows };
      told.length = 0;
      change(4, 'InService');
      notebooks(spine.sandbox.account, 'us-east-1').delete(notebookName(9));
      await pass(16);
      const lists = told.flatMap(({ window, event }) =>
        event.type === 'list' && event.list.of === 'notebooks' ? [{ window, ...event.list }] : [],
      );
      expect(new Set(lists.map(({ window }) => window))).toEqual(new Set(['w1']));
      expect(lists.flatMap(({ changed }) => changed.map(({ name }) => name))).toEqual([notebookName(4)]);
      expect(lists.flatMap(({ removed }) => removed)).toEqual([notebookName(9)]);
      expect(held.rows).toEqual(live.notebooks.rows);
    },
  );

  test('that were missed make the list be asked for again', () => {
    const delta = { from: 3, version: 4, loadedAt: '', added: [], changed: [], removed: [] };
    expect(withDelta([], 2, delta)).toBeNull();
    expect(withDelta([], 3, delta)).toEqual([]);
  });
});

describe('the last look on disk', () => {
  test(
    'is shown at the next start before AWS is asked, also with no network' + shows('done-when:2.7/cache'),
    async () => {
      fillAccount(spine.sandbox, { notebooks: 200 });
      look({ at: 'notebooks' });
      await pass(20);
      live.close();
      await engine.close();
      engine = await spine.engine();
      live = openLiveHere();
      const before = asked.length;
      const { snapshot } = await live.inventory.view();
      expect(snapshot?.things.length).toBe(200);
      expect(asked.length).toBe(before);
    },
  );

  test('is dropped without fuss when it is damaged, and comes back with the next look', async () => {
    fillAccount(spine.sandbox, { notebooks: 20 });
    look({ at: 'notebooks' });
    await pass(20);
    live.close();
    const file = join(spine.stateDir, 'inventory', 'seen.sqlite');
    const bytes = await readFile(file);
    await writeFile(
      file,
      bytes.map((byte, at) => (at % 3 === 0 ? byte ^ 0xff : byte)),
    );
    live = openLiveHere();
    expect((await live.inventory.view()).snapshot).toBeNull();
    look({ at: 'notebooks' });
    await pass(20);
    expect(live.inventory.last.snapshot?.things.length).toBe(20);
  });
});
