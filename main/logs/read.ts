/** What a page of a log shows: lines from a place on, or those that hold a text. */
import type { LogLine } from '../../preload/contract/domains/jobs.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { scrub } from '../aws/scrub.ts';
import { findInAws } from './find.ts';
import type { Line, LogBook } from './log-book.ts';

export interface Wanted {
  from: number | null;
  direction: 'newer' | 'older';
  search: string;
  everywhere: boolean;
  limit: number;
}

export interface LogAnswer {
  lines: LogLine[];
  earlier: { at: string; text: string }[];
  loaded: number;
  matches: number;
  olderInAws: boolean;
  upToDate: boolean;
}

/**
 * Asks AWS for as little as the answer needs: one page where the log is opened, what came since where newer lines are
 * asked for, older pages only where older lines are not here yet or everything is to be searched.
 */
export async function readLog(
  book: LogBook,
  aws: Aws,
  wanted: Wanted,
  options: AwsCallOptions,
): Promise<LogAnswer> {
  const { from, direction, search, everywhere, limit } = wanted;
  if (everywhere) {
    await book.newer(aws, options);
    await book.older(aws, Number.POSITIVE_INFINITY, options);
  } else if (search === '' && direction === 'older' && from !== null) {
    const missing = limit - (from - book.first);
    if (missing > 0) await book.older(aws, missing, options);
  } else if (search === '' || book.loaded === 0) await book.newer(aws, options);

  const found = search === '' ? null : book.search(search);
  const numbers = found === null ? span(book, from, direction, limit) : window(found, from, direction, limit);
  const [oldest] = book.lines;
  const earlier =
    everywhere && search !== '' && book.olderInAws && oldest !== undefined
      ? await findInAws(aws, book.place, { text: search, before: oldest.at, most: limit }, options)
      : [];
  return {
    lines: numbers.flatMap((number) => {
      const line = book.lineAt(number);
      return line === undefined ? [] : [{ number, ...shown(line) }];
    }),
    earlier: earlier.map(shown),
    loaded: book.loaded,
    matches: found?.length ?? book.loaded,
    olderInAws: book.olderInAws,
    upToDate: book.upToDate,
  };
}

/** Scripts print addresses and keys that they were given. */
const shown = ({ at, text }: Line) => ({ at: new Date(at).toISOString(), text: scrub(text) });

function span(book: LogBook, from: number | null, direction: Wanted['direction'], limit: number): number[] {
  const [begin, end] =
    from === null
      ? [book.next - limit, book.next]
      : direction === 'newer'
        ? [from + 1, from + 1 + limit]
        : [from - limit, from];
  const numbers: number[] = [];
  for (let at = Math.max(begin, book.first); at < Math.min(end, book.next); at += 1) numbers.push(at);
  return numbers;
}

/** The found lines next to that one; the last ones where no line is named. */
function window(
  found: readonly number[],
  from: number | null,
  direction: Wanted['direction'],
  limit: number,
): readonly number[] {
  if (from === null) return found.slice(Math.max(0, found.length - limit));
  // Found lines stand in order.
  let [low, high] = [0, found.length];
  const after = direction === 'newer' ? from + 1 : from;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle] ?? Infinity) < after) low = middle + 1;
    else high = middle;
  }
  return direction === 'newer' ? found.slice(low, low + limit) : found.slice(Math.max(0, low - limit), low);
}
