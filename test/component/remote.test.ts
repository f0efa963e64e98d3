/** What a window holds of main's answers: the first rows of a long list are followed by all of them. */
import { expect, it, vi } from 'vitest';
import { createRemoteStore } from '../../renderer/app/remote.ts';

interface List {
  rows: number[];
  loadedAt: string | null;
  firstOf: { all: number } | null;
}

const all = Array.from({ length: 1_500 }, (_, n) => n);

/** Main, which answers when it is told to, and the store of a window. */
function line(loadedAt: string | null = 'now') {
  const asked: { refresh: boolean; first: boolean; answer: () => void }[] = [];
  const store = createRemoteStore<List>((_, refresh, first) => {
    const value = first
      ? { rows: all.slice(0, 100), loadedAt, firstOf: { all: all.length } }
      : { rows: all, loadedAt: refresh ? 'now' : loadedAt, firstOf: null };
    return new Promise((resolve) => {
      asked.push({ refresh, first, answer: () => resolve({ ok: true, value }) });
    });
  }, true);
  const answer = async (): Promise<void> => {
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    for (const one of asked.splice(0)) one.answer();
  };
  const seen = () => store.getState().data?.rows.length;
  return { store, asked, answer, seen };
}

it('all of a long list follows its first rows', async () => {
  const { store, answer, seen } = line();
  const opened = store.open();
  await answer();
  await vi.waitFor(() => expect(seen()).toBe(100));
  await answer();
  await opened;
  expect(seen()).toBe(1_500);
});

it('all of it follows also where an event asks again while it opens', async () => {
  const { store, asked, answer, seen } = line();
  const opened = store.open();
  store.invalidate();
  await answer();
  await opened;
  await vi.waitFor(() => expect(asked).toMatchObject([{ first: false }]));
  await answer();
  await vi.waitFor(() => expect(seen()).toBe(1_500));
});

it('what comes between is not asked for twice', async () => {
  const { store, asked, answer, seen } = line();
  const opened = store.open();
  await answer();
  await vi.waitFor(() => expect(seen()).toBe(100));
  const again = store.load(true);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await answer();
  await Promise.all([opened, again]);
  expect([seen(), asked.length]).toEqual([1_500, 0]);
});

it('where main never looked, it looks after what it remembers', async () => {
  const { store, asked, answer, seen } = line(null);
  const opened = store.open();
  await answer();
  await answer();
  await vi.waitFor(() => expect(asked).toMatchObject([{ refresh: true, first: false }]));
  await answer();
  await opened;
  expect([seen(), store.getState().data?.loadedAt]).toEqual([1_500, 'now']);
});
