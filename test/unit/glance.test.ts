/** What main tells outside of the windows, and when. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppFailure, failure } from '../../main/failure.ts';
import { openGlance } from '../../main/home/glance.ts';
import { routeTo, type Glance, type Notice } from '../../main/hosts/notices.ts';
import type { Task } from '../../preload/contract/task.ts';
import { to } from '../../renderer/app/router.ts';

const none = { usd: 0, unknown: [] };
const row = (name: string, usdPerHour: number | null, stop: boolean) => ({
  kind: 'AWS::SageMaker::NotebookInstance',
  name,
  region: 'us-east-1',
  says: { key: 'cost.kind.other' },
  usdPerHour,
  ends: { key: 'home.ends.notKnown' },
  noEnd: false,
  stop: stop ? { source: 'notebook-stop', answers: { name } } : null,
  ours: true,
});
const endsAt = (time: string) => ({
  id: 'AWS::SageMaker::NotebookInstance:notes',
  severity: 'warning' as const,
  says: { key: 'need.thing.endsSoon', params: { name: 'notes', at: { time } } },
  action: {
    label: { key: 'need.thing.extend' },
    source: 'notebook-extend',
    answers: { name: 'notes' },
    route: null,
  },
});
const summary = {
  loadedAt: '2026-11-20T14:02:00Z' as string | null,
  stale: false,
  rows: [row('dear', 1.2, true), row('foreign', 0.4, false), row('notes', 0.05, true)],
  count: 3,
  regions: { looked: 1, of: 1, unreachable: [] },
  needs: [] as ReturnType<typeof endsAt>[],
  perHour: { usd: 1.65, unknown: [] },
  todaySoFar: none,
  todayByMidnight: none,
  monthIfForgotten: none,
};
const task = (state: Task['state'], endedAt?: string): Task => ({
  id: 't1',
  planId: 'p1',
  digest: 'd',
  title: { key: 'host.tray.open' },
  state,
  steps: [],
  startedAt: '2026-11-20T14:00:00Z',
  ...(endedAt !== undefined && { endedAt }),
  events: [],
  leftOver: [],
  cancellable: false,
});

let glances: Glance[];
let notices: Notice[];
let asked: number;
let answer: () => Promise<typeof summary>;
let tasks: Task[];
let tellTask: (task: Task) => void;
let tellSeen: () => void;
let faults: unknown[];
let close: () => void;

const open = (outside = true): void => {
  const opened = openGlance({
    notices: outside ? { glance: (one) => glances.push(one), tell: (one) => notices.push(one) } : null,
    tasks: {
      list: async () => tasks,
      onChange(listener) {
        tellTask = listener;
        return () => (tellTask = () => undefined);
      },
    },
    summary: async () => {
      asked += 1;
      return answer();
    },
    onSeen: (listener) => (tellSeen = listener),
    inSandbox: () => true,
    onFault: (error) => faults.push(error),
  });
  close = () => opened.close();
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  [glances, notices, tasks, faults, asked] = [[], [], [], [], 0];
  answer = async () => summary;
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

test('tells costs, what can be stopped and how much is being done, once for many changes', async () => {
  tasks = [task('running'), task('succeeded', '2026-11-20T14:01:00Z')];
  open();
  for (let times = 0; times < 20; times += 1) tellSeen();
  await pass(500);
  expect(asked).toBe(1);
  expect(glances).toMatchObject([{ sandbox: true, tasks: 1, now: { seenAt: '2026-11-20T14:02:00Z' } }]);
  expect(glances[0]?.now?.running.map(({ name }) => name)).toEqual(['dear', 'notes']);
  expect(glances[0]?.now?.perHour.usd).toBe(1.65);
});

test('says of an account that nobody can see only what is being done', async () => {
  answer = () => Promise.reject(failure('connection.none'));
  open();
  await pass(500);
  expect(failure('connection.none')).toBeInstanceOf(AppFailure);
  expect([glances, faults]).toEqual([[{ sandbox: true, tasks: 0, now: null }], []]);
  answer = () => Promise.reject(new TypeError('a fault of ours'));
  await pass(60_500);
  expect(faults).toHaveLength(1);
});

test('tells that a task ended, with the page where one sees how', async () => {
  open();
  tellTask(task('running'));
  expect(notices).toEqual([]);
  tellTask(task('failed', '2026-11-20T14:03:00Z'));
  expect(notices).toMatchObject([{ body: { key: 'host.notice.failed' }, route: '#/tasks/t1' }]);
});

test('warns once of an end that is near, found by the clock, and leads to the plan that moves it', async () => {
  open();
  await pass(500);
  expect(notices).toEqual([]);
  answer = async () => ({ ...summary, needs: [endsAt('2026-11-20T19:00:00Z')] });
  await pass(60_500);
  await pass(180_000);
  expect(notices).toHaveLength(1);
  expect(notices[0]?.route).toBe(to.operation('notebook-extend', { name: 'notes' }));
  answer = async () => ({ ...summary, needs: [endsAt('2026-11-20T21:00:00Z')] });
  await pass(60_500);
  expect(notices).toHaveLength(2);
});

test('looks at nothing where nothing is shown, and no more after the end', async () => {
  open(false);
  await pass(120_000);
  expect(asked).toBe(0);
  open();
  close();
  await pass(120_000);
  expect(asked).toBe(0);
});

test('main names pages of the window as the window does', () => {
  const strange = { name: 'a b&c=d#?"' };
  expect(routeTo.home).toBe(to.home());
  expect(routeTo.tasks).toBe(to.tasks());
  expect(routeTo.task('a/b ?')).toBe(to.task('a/b ?'));
  expect(routeTo.operation({ source: 'x/y', answers: strange })).toBe(to.operation('x/y', strange));
});
