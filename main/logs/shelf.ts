/** The logs that were looked at last, so that who comes back has them at once. */
import type { Aws } from '../aws/aws.ts';
import { LogBook, type LogPlace } from './log-book.ts';

/** A log of 100,000 lines takes some tens of MB. A job has at most 10 tries, each with a log of its own. */
const mostLines = 400_000;
const mostBooks = 12;

export interface LogShelf {
  book(aws: Aws, place: LogPlace): LogBook;
}

export function openShelf(): LogShelf {
  const books = new Map<string, LogBook>();
  return {
    book(aws, place) {
      const { accountId, region } = aws.target;
      const key = [accountId, region, place.group, place.stream].join('\n');
      const book = books.get(key) ?? new LogBook(place);
      // The one that was wanted last stands at the end.
      books.delete(key);
      books.set(key, book);
      let lines = [...books.values()].reduce((sum, { loaded }) => sum + loaded, 0);
      for (const [oldest, { loaded }] of books) {
        if (oldest === key || (books.size <= mostBooks && lines <= mostLines)) break;
        books.delete(oldest);
        lines -= loaded;
      }
      return book;
    },
  };
}
