import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as files from '../../renderer/ui/save-files.ts';
import { createLogStore } from '../../renderer/features/jobs/log-store.ts';
import { draw } from './draw.tsx';
import { fakeApi, Refusal } from './fake-api.ts';
import { answerLog, detail, grow, jobAnswers, logOf, type LogSource } from './jobs-fixtures.ts';

afterEach(() => vi.useRealTimers());

const open = (log: LogSource, more = {}) =>
  draw('#/training/job-1?tab=log', jobAnswers({ 'jobs.log': answerLog(log), ...more }));
const box = () => screen.findByRole('region', { name: 'Log' });
/** It is told to a screen reader as well. */
const told = async (text: string) => (await screen.findAllByText(text))[0];
const linesIn = (region: HTMLElement) =>
  [...region.querySelectorAll('.mw-log-line')].map(({ textContent }) => textContent);

describe('the log of a training', () => {
  it('draws only the lines in sight of 100,000, and asks for those alone', async () => {
    const { asked } = await open(logOf(100_000));
    const region = await box();
    expect(await screen.findByText(/^100,000 lines are here\./)).toBeTruthy();
    expect(linesIn(region).at(-1)).toContain('epoch=99999 ');
    expect(linesIn(region).length).toBeLessThan(90);
    expect(asked('jobs.log').length).toBe(1);
  });

  it('finds lines, says how many, and leads to their place', async () => {
    const { user } = await open(logOf(5_000));
    await box();
    await user.type(screen.getByRole('searchbox', { name: 'Find in the log' }), 'NEEDLE');
    expect(await told('5 matches in 5,000 lines')).toBeTruthy();
    const found = await screen.findByRole('region', { name: 'Lines with “NEEDLE”' });
    expect(linesIn(found).length).toBe(5);
    expect(found.querySelector('mark')?.textContent).toBe('needle');
    await user.click(within(found).getByRole('button', { name: /epoch=3007/ }));
    await box();
    expect(screen.queryByText(/matches in/)).toBeNull();
  });

  it('says so where nothing is found', async () => {
    const { user } = await open(logOf(20));
    await box();
    await user.type(screen.getByRole('searchbox', { name: 'Find in the log' }), '%s[[0-9');
    expect(await told('No match in 20 lines')).toBeTruthy();
  });

  it('asks AWS for the rest when the person wants it', async () => {
    const log = logOf(3_000, 4_000);
    const { user, asked } = await open(log);
    const button = await screen.findByRole('button', { name: 'Ask AWS for the rest' });
    await user.click(button);
    expect(await screen.findByText(/^7,000 lines are here\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask AWS for the rest' })).toBeNull();
    expect(asked('jobs.log')).toContainEqual(expect.objectContaining({ everywhere: true }));
  });

  it('says that nothing was printed yet', async () => {
    await open(logOf(0));
    expect(await screen.findByText('It has printed nothing yet.')).toBeTruthy();
  });

  it('saves all lines as text, also those that nobody looked at', async () => {
    const saved = vi.spyOn(files, 'saveFiles').mockImplementation(() => undefined);
    const { user } = await open(logOf(6_000));
    await box();
    await user.click(screen.getByRole('button', { name: 'Save as text' }));
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    const [file] = saved.mock.calls[0]?.[0] ?? [];
    expect(file?.name).toBe('plate-defects-0a1b2c3d.log.txt');
    expect(file?.text.split('\n').length).toBe(6_001);
  });

  it('copies what was found, and says so where that is not allowed', async () => {
    const { user } = await open(logOf(5_000));
    await box();
    await user.type(screen.getByRole('searchbox', { name: 'Find in the log' }), 'needle');
    await told('5 matches in 5,000 lines');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('5 lines are copied.')).toBeTruthy();
    expect((await navigator.clipboard.readText()).split('\n').length).toBe(6);
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copying is not allowed here. Save it as text.')).toBeTruthy();
  });

  it('follows the newest lines until the person scrolls up', async () => {
    const [first] = detail.attemptList;
    const runs = {
      ...detail,
      state: 'running',
      attemptList: [{ ...first, endedAt: null, outcome: 'running' }],
    };
    await open(logOf(400), { 'jobs.get': runs });
    const region = await box();
    const follow = screen.getByRole('checkbox', { name: 'Follow the newest lines' });
    expect((follow as HTMLInputElement).checked).toBe(true);
    Object.defineProperties(region, {
      scrollHeight: { value: 7_200, configurable: true },
      clientHeight: { value: 400, configurable: true },
    });
    act(() => {
      region.scrollTop = 1_000;
      fireEvent.scroll(region);
    });
    await waitFor(() => expect((follow as HTMLInputElement).checked).toBe(false));
  });

  it('keeps what is here when AWS does not answer', async () => {
    const log = logOf(50);
    let down = false;
    const { user } = await open(log, {
      'jobs.log': (input: never) => (down ? new Refusal('network.unreachable') : answerLog(log)(input)),
    });
    const region = await box();
    await waitFor(() => expect(linesIn(region).length).toBeGreaterThan(20));
    down = true;
    await user.type(screen.getByRole('searchbox', { name: 'Find in the log' }), 'x');
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(linesIn(region).length).toBeGreaterThan(20);
  });

  it('is asked for again while the try runs, and not when it is over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const log = logOf(40);
    const [first] = detail.attemptList;
    const runs = {
      ...detail,
      state: 'running',
      attemptList: [{ ...first, endedAt: null, outcome: 'running' }],
    };
    await open(log, { 'jobs.get': runs });
    await screen.findByText(/^40 lines are here\./);
    grow(log, 'the newest of all');
    vi.advanceTimersByTime(3_000);
    expect(await screen.findByText('the newest of all')).toBeTruthy();
    cleanup();
    const { asked } = await open(log);
    await screen.findByText(/^41 lines are here\./);
    vi.advanceTimersByTime(9_000);
    expect(asked('jobs.log').length).toBe(1);
  });

  it('looks at the log of another try', async () => {
    const [first] = detail.attemptList;
    const two = { ...detail, attemptList: [first, { ...first, number: 2, logStream: 'train/default/2' }] };
    const { asked } = await draw('#/training/job-1?tab=log&try=1', jobAnswers({ 'jobs.get': two }));
    await box();
    expect(asked('jobs.log').at(-1)).toMatchObject({ attempt: 1 });
    expect(screen.getByRole('button', { name: /Which try Try 1/ })).toBeTruthy();
  });
});

describe('the lines that a window holds', () => {
  const storeOf = (log: LogSource) => {
    const fake = fakeApi({ 'jobs.log': answerLog(log) });
    return { store: createLogStore(fake.api, 'job-1', 1), calls: fake.calls };
  };

  it('take in what comes, page after page, and number it', async () => {
    const log = logOf(700);
    const { store } = storeOf(log);
    await store.newest();
    expect(store.getState().log).toMatchObject({ first: 0, next: 700 });
    grow(log, ...Array.from({ length: 5_000 }, (_, n) => `more ${n}`));
    await store.newest();
    expect(store.getState().log).toMatchObject({ first: 0, next: 5_700 });
    expect(store.getState().log?.lines.get(5_699)?.text).toBe('more 4999');
  });

  it('count down before the first one', async () => {
    const { store } = storeOf(logOf(500, 5_000));
    await store.newest();
    await store.older();
    expect(store.getState().log).toMatchObject({ first: -2_000, next: 500, olderInAws: true });
  });

  it('begin anew when main did: the same number is another line then', async () => {
    const log = logOf(600);
    const { store } = storeOf(log);
    await store.newest();
    log.lines = log.lines.slice(300).map((line, n) => ({ ...line, number: n }));
    grow(log, ...Array.from({ length: 400 }, (_, n) => `after ${n}`));
    await store.newest();
    expect(store.getState().log).toMatchObject({ first: 0, next: 700 });
    expect(store.getState().log?.lines.get(300)?.text).toBe('after 0');
  });

  it('forget what main dropped', async () => {
    const log = logOf(1_000);
    const { store } = storeOf(log);
    await store.newest();
    log.lines = log.lines.slice(400);
    grow(log, ...Array.from({ length: 400 }, () => 'new'));
    await store.newest();
    expect(store.getState().log).toMatchObject({ first: 400, next: 1_400 });
    expect(store.getState().log?.lines.has(399)).toBe(false);
  });

  it('ask for a line that is not here once, however often it is wanted', async () => {
    const { store, calls } = storeOf(logOf(10_000));
    await store.newest();
    const before = calls.length;
    await Promise.all([store.fill(0, 60), store.fill(10, 70), store.fill(0, 60)]);
    expect(calls.length).toBe(before + 1);
    await store.fill(0, 100);
    expect(calls.length).toBe(before + 1);
  });

  it('that hold a text go on with the log', async () => {
    const log = logOf(3_000);
    const { store } = storeOf(log);
    await store.newest();
    await store.find('needle');
    expect(store.getState().found).toMatchObject({ matches: 3, of: 3_000 });
    grow(log, 'a needle more');
    await store.newest();
    expect(store.getState().found?.lines.map(({ number }) => number)).toEqual([7, 1_007, 2_007, 3_000]);
    await store.find('');
    expect(store.getState().found).toBeNull();
  });

  it('answer the last of two searches', async () => {
    const { store } = storeOf(logOf(3_000));
    await store.newest();
    await Promise.all([store.find('e'), store.find('needle')]);
    expect(store.getState().found?.text).toBe('needle');
  });
});
