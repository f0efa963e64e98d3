/** A long log: what opening it costs, its two ends, and how fast a text is found in 100,000 lines. */
import { describe, expect, test } from 'vitest';
import { failure } from '../../main/failure.ts';
import { LogBook } from '../../main/logs/log-book.ts';
import { patternFor } from '../../main/logs/find.ts';
import { plainLine } from '../../main/logs/plain-line.ts';
import { readLog, type Wanted } from '../../main/logs/read.ts';
import { openShelf } from '../../main/logs/shelf.ts';
import { fakeAws, type FakeAws } from '../support/fake-aws.ts';

const place = { group: '/millwright/training', stream: 'digits/default/1' };

interface FakeLog extends FakeAws {
  add(...lines: string[]): void;
}

/** GetLogEvents as AWS answers: the same token again at an end, and now and then a page with nothing on it. */
function fakeLog(lines: string[], emptyPages = 0): FakeLog {
  let empty = emptyPages;
  const event = (message: string, at: number) => ({ timestamp: 1_000_000 + at, message });
  const fake = fakeAws({
    'logs:GetLogEvents': (input) => {
      const limit = Number(input['limit'] ?? 10_000);
      const [way, place] = ((input['nextToken'] ?? '') as string).split('/');
      let [from, to] = [Math.max(0, lines.length - limit), lines.length];
      if (way === 'f') [from, to] = [Number(place), Math.min(lines.length, Number(place) + limit)];
      if (way === 'b') [from, to] = [Math.max(0, Number(place) - limit), Number(place)];
      // AWS may stop in the middle and say with a new token that there is more.
      if (way === 'b' && from > 0 && empty > 0) {
        empty -= 1;
        return { events: [], nextForwardToken: `f/${to}`, nextBackwardToken: `b/${to}/${empty}` };
      }
      const events = lines.slice(from, to).map((text, at) => event(text, from + at));
      const same = events.length === 0 ? String(input['nextToken']) : undefined;
      return {
        events,
        nextForwardToken: (way === 'f' && same) || `f/${to}`,
        nextBackwardToken: (way === 'b' && same) || `b/${from}`,
      };
    },
    'logs:FilterLogEvents': (input) => {
      const text = String(input['filterPattern']).slice(1, -1);
      const found = lines.flatMap((line, at) => (line.includes(text) ? [event(line, at)] : []));
      return { events: found.filter(({ timestamp }) => timestamp < Number(input['endTime'])) };
    },
  });
  return { ...fake, add: (...more) => void lines.push(...more) };
}

const numbered = (count: number, of = 'line') => Array.from({ length: count }, (_, at) => `${of} ${at}`);
const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  from: null,
  direction: 'newer',
  search: '',
  everywhere: false,
  limit: 500,
  ...more,
});

describe('a log', () => {
  test('opens with its newest lines in one request, and then brings only what came since', async () => {
    const log = fakeLog(numbered(50_000));
    const book = new LogBook(place);
    const first = await readLog(book, log.aws, wanted(), {});
    expect(first.lines.at(-1)?.text).toBe('line 49999');
    expect([first.lines.length, first.loaded, first.olderInAws, first.upToDate]).toEqual([
      500,
      1_000,
      true,
      true,
    ]);
    expect(log.calls).toHaveLength(1);
    log.add('and one more');
    const next = await readLog(book, log.aws, wanted({ from: first.lines.at(-1)!.number }), {});
    expect(next.lines.map(({ text }) => text)).toEqual(['and one more']);
    const none = await readLog(book, log.aws, wanted({ from: next.lines.at(-1)!.number }), {});
    expect(none.lines).toEqual([]);
  });

  test('goes back page by page to its first line, also past pages with nothing on them', async () => {
    const log = fakeLog(numbered(25_000), 3);
    const book = new LogBook(place);
    let { lines } = await readLog(book, log.aws, wanted(), {});
    const seen = [...lines];
    for (let pages = 0; lines.length > 0 && pages < 100; pages += 1) {
      ({ lines } = await readLog(
        book,
        log.aws,
        wanted({ from: seen[0]!.number, direction: 'older', limit: 2_000 }),
        {},
      ));
      seen.unshift(...lines);
    }
    expect(seen.map(({ text }) => text)).toEqual(numbered(25_000));
    expect(new Set(seen.map(({ number }) => number)).size).toBe(25_000);
    expect(book.olderInAws).toBe(false);
    // 24,000 lines before the first page in pages of 10,000, three of them empty, and one that says that this is the end.
    expect(log.count('logs:GetLogEvents')).toBeLessThanOrEqual(1 + 3 + 3 + 1);
  });

  test('that is not there yet is empty, and is looked for again', async () => {
    const lines: string[] = [];
    const log = fakeLog(lines);
    const answers = log.aws.call.bind(log.aws);
    let there = false;
    log.aws.call = (async (...given: Parameters<typeof answers>) => {
      if (!there) throw failure('resource.notFound', { name: place.stream });
      return answers(...given);
    }) as typeof answers;
    const book = new LogBook(place);
    expect(await readLog(book, log.aws, wanted(), {})).toMatchObject({
      lines: [],
      upToDate: true,
      olderInAws: false,
    });
    there = true;
    log.add('hello');
    expect((await readLog(book, log.aws, wanted(), {})).lines.map(({ text }) => text)).toEqual(['hello']);
  });

  test('keeps the newest lines only, and says that older ones are in AWS', async () => {
    const log = fakeLog(numbered(30));
    const book = new LogBook(place, 40);
    await book.newer(log.aws, {});
    log.add(...numbered(30, 'later'));
    await book.newer(log.aws, {});
    expect([book.loaded, book.olderInAws, book.lines[0]?.text]).toEqual([40, true, 'line 20']);
    const answer = await readLog(book, log.aws, wanted({ search: 'line 1', everywhere: true }), {});
    expect(answer.lines).toEqual([]);
    expect(answer.earlier.map(({ text }) => text)).toEqual(['line 1', ...numbered(20).slice(10)]);
  });

  test('stops asking when nobody wants it any more', async () => {
    const log = fakeLog(numbered(90_000));
    const book = new LogBook(place);
    const stop = new AbortController();
    const answers = log.aws.call.bind(log.aws);
    log.aws.call = (async (...given: Parameters<typeof answers>) => {
      if (log.calls.length === 3) stop.abort();
      return answers(...given);
    }) as typeof answers;
    await expect(book.older(log.aws, Infinity, { signal: stop.signal })).rejects.toThrow();
    expect(log.calls.length).toBeLessThanOrEqual(4);
    // The pages that came stay, and the next one goes on behind them.
    await book.older(log.aws, Infinity, {});
    expect(book.loaded).toBe(90_000);
    expect(book.lines.map(({ text }) => text)).toEqual(numbered(90_000));
  });

  test('two who read at once get every line once', async () => {
    const log = fakeLog(numbered(3_000));
    const book = new LogBook(place);
    await Promise.all([book.older(log.aws, Infinity, {}), book.newer(log.aws, {}), book.newer(log.aws, {})]);
    expect(book.lines.map(({ text }) => text)).toEqual(numbered(3_000));
  });
});

describe('searching a log', () => {
  test('100,000 lines are searched, however the text grows', async () => {
    const log = fakeLog(numbered(100_000, 'Epoch 3/10 - loss: 0.4321 - val_loss: 0.5 - step'));
    const book = new LogBook(place);
    await book.older(log.aws, Infinity, {});
    expect(book.loaded).toBe(100_000);
    const found = ['S', 'STEP', 'STEP 9', 'STEP 99', 'other', ''].map((text) => book.search(text).length);
    expect(found).toEqual([100_000, 100_000, 11_111, 1_111, 0, 100_000]);
  });

  test('finds what came since, and pages through what it found', async () => {
    const log = fakeLog(numbered(1_000));
    const book = new LogBook(place);
    const first = await readLog(book, log.aws, wanted({ search: 'LINE 99', limit: 5 }), {});
    expect([first.matches, first.lines.map(({ text }) => text)]).toEqual([11, numbered(1_000).slice(995)]);
    const before = await readLog(
      book,
      log.aws,
      wanted({ search: 'line 99', limit: 20, from: first.lines[0]!.number, direction: 'older' }),
      {},
    );
    expect(before.lines.map(({ text }) => text)).toEqual(['line 99', ...numbered(1_000).slice(990, 995)]);
    const again = await readLog(
      book,
      log.aws,
      wanted({ search: 'line 99', limit: 2, from: before.lines[0]!.number }),
      {},
    );
    expect(again.lines.map(({ text }) => text)).toEqual(['line 990', 'line 991']);
    log.add('line 99 again');
    await book.newer(log.aws, {});
    expect(book.search('line 99')).toHaveLength(12);
    await book.older(log.aws, Infinity, {});
    expect(book.search('line 99')).toHaveLength(12);
  });

  test('a text with quotes is asked for as it stands', () => {
    expect(patternFor('say "no" \\ now')).toBe('"say \\"no\\" \\\\ now"');
  });
});

test('a line is shown as a terminal leaves it, without what is secret', async () => {
  expect(plainLine('\u001b[32mgreen\u001b[0m text\n')).toBe('green text');
  expect(plainLine(' 10%\r 50%\r100% done\r\n')).toBe('100% done');
  const log = fakeLog(['get https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef token=hunter2']);
  const { lines } = await readLog(new LogBook(place), log.aws, wanted(), {});
  expect(lines[0]?.text).not.toMatch(/abcdef|hunter2/);
});

test('the logs that were looked at last are at hand, and no others', () => {
  const { aws } = fakeLog([]);
  const shelf = openShelf();
  const at = (stream: string) => shelf.book(aws, { group: 'g', stream });
  const first = at('1');
  for (const stream of ['2', '3', '4']) at(stream);
  expect(at('1')).toBe(first);
  at('5');
  expect(at('1')).toBe(first);
  const second = at('2');
  expect(at('2')).toBe(second);
});
