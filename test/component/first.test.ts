/** What a window asks before it is drawn, and who takes the answers. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { askedAhead, question } from '../../preload/ahead.ts';
import { apiOver } from '../../preload/api.ts';
import { failed } from '../../preload/failed.ts';
import { eventsToTell, type Call, type CallLine } from '../../preload/line.ts';
import { firstQuestions } from '../../renderer/app/first.ts';
import { createStores, openFirst } from '../../renderer/app/stores.ts';

/** A line that notes what passes, and answers when it is told to. */
function notedLine() {
  const calls: Call[] = [];
  const ended: string[] = [];
  const line: CallLine = {
    call: (call) => void calls.push(call),
    cancel: (id) => void ended.push(`cancel ${id}`),
    forget: (id) => void ended.push(`forget ${id}`),
  };
  return { line, calls, ended };
}

const tasks = question('tasks', 'list', {});
const call = (more: Partial<Call> = {}): Call => ({
  id: 'mine',
  ...tasks,
  repeatable: true,
  answer: vi.fn(),
  ...more,
});

afterEach(() => vi.useRealTimers());

describe('what was asked ahead', () => {
  test('answers the very same call, once', async () => {
    const { line, calls } = notedLine();
    const asked = askedAhead(line, [tasks]);
    const [first, second] = [call(), call({ id: 'other' })];
    asked.call(first);
    expect(calls).toHaveLength(1);
    calls[0]?.answer({ ok: true, value: ['a'] });
    await vi.waitFor(() => expect(first.answer).toHaveBeenCalledWith({ ok: true, value: ['a'] }));
    asked.call(second);
    expect(calls.map(({ id }) => id)).toEqual([calls[0]?.id, 'other']);
  });

  test('answers no other call', () => {
    const { line, calls } = notedLine();
    const asked = askedAhead(line, [question('home', 'summary', { refresh: false })]);
    asked.call(call({ channel: 'home.summary', input: { refresh: true } }));
    asked.call(call({ channel: 'home.other', input: { refresh: false } }));
    expect(calls).toHaveLength(3);
  });

  test('is not given for an answer of now after five seconds', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { line, calls } = notedLine();
    const asked = askedAhead(line, [tasks]);
    vi.advanceTimersByTime(5_001);
    asked.call(call());
    expect(calls.map(({ id }) => id)).toEqual([expect.anything(), 'mine']);
  });

  test('is cancelled and forgotten under the name by which the line knows it', () => {
    const { line, calls, ended } = notedLine();
    const asked = askedAhead(line, [tasks]);
    asked.call(call());
    asked.cancel('mine');
    asked.forget('mine');
    const known = calls[0]?.id ?? '';
    expect(known).not.toBe('mine');
    expect(ended).toEqual([`cancel ${known}`, `forget ${known}`]);
  });
});

test.each([
  '',
  '#/',
  '#/notebooks',
  '#/notebooks?only=noEnd',
  '#/data',
  '#/training',
  '#/settings',
  '#/notebooks/one',
])('the stores of the window at "%s" take all that was asked ahead, and ask nothing twice', async (hash) => {
  const { line, calls } = notedLine();
  const questions = firstQuestions(hash);
  const asked = askedAhead(
    line,
    questions.map(([, one]) => one),
  );
  const stores = createStores(apiOver({ ...asked, onEvent: () => undefined }));
  const opened = openFirst(stores, hash);
  // The page itself, which is drawn in the same moment.
  for (const [name] of questions) void stores[name].open();
  expect(calls).toHaveLength(questions.length);
  for (const { answer } of calls) answer(failed('network.lost'));
  await opened;
  expect(calls).toHaveLength(questions.length);
  for (const [name] of questions) expect(stores[name].getState().status).toBe('failed');
});

test('what main tells before anybody listens is not lost', () => {
  const { tell, onEvent } = eventsToTell();
  const api = apiOver({ ...notedLine().line, onEvent });
  tell({ type: 'invalidated', domain: 'home' });
  const heard = vi.fn();
  api.onEvent(heard);
  tell({ type: 'invalidated', domain: 'data' });
  expect(heard.mock.calls.map(([event]) => event as unknown)).toEqual([
    { type: 'invalidated', domain: 'home' },
    { type: 'invalidated', domain: 'data' },
  ]);
});
