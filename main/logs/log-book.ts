/**
 * One stream of CloudWatch Logs as far as it is here: the newest page first, older and newer ones when asked for, the
 * newest 100,000 lines at most. GetLogEvents gives a token for each direction and, at an end, the same token again: an
 * empty page alone is no end (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html).
 */
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { throwIfCancelled } from '../clock.ts';
import { failedWith } from '../failure.ts';
import { plainLine } from './plain-line.ts';

export interface LogPlace {
  group: string;
  stream: string;
}

export interface Line {
  /** ms since 1970. */
  at: number;
  text: string;
}

interface Tokens {
  newer: string;
  older: string;
}

/** What fits a screen several times comes in one small page; the rest in pages as large as AWS gives them. */
const firstPage = 1_000;
const largestPage = 10_000;
const mostLines = 100_000;

export class LogBook {
  readonly place: LogPlace;
  readonly #most: number;
  #lines: Line[] = [];
  /** The same in small letters: a search does not wait for them. */
  #lower: string[] = [];
  /** Number of the first line that is here; the first line that ever was has 0, older ones count down. */
  #first = 0;
  #tokens: Tokens | null = null;
  #atStart = false;
  #atEnd = false;
  #dropped = false;
  #found: { text: string; numbers: number[]; first: number; next: number } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(place: LogPlace, most = mostLines) {
    this.place = place;
    this.#most = most;
  }

  get first(): number {
    return this.#first;
  }

  /** Number after the last line. */
  get next(): number {
    return this.#first + this.#lines.length;
  }

  get loaded(): number {
    return this.#lines.length;
  }

  /** Lines before the first one exist in AWS, or may exist. */
  get olderInAws(): boolean {
    return this.#dropped || (this.#tokens !== null && !this.#atStart);
  }

  get upToDate(): boolean {
    return this.#atEnd;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  lineAt(number: number): Line | undefined {
    return this.#lines[number - this.#first];
  }

  /** The newest page at first; afterwards everything that came since. */
  newer(aws: Aws, options: AwsCallOptions): Promise<void> {
    return this.#inTurn(() => this.#newer(aws, options));
  }

  /** So many more lines before the first one, or all that there are. */
  older(aws: Aws, wanted: number, options: AwsCallOptions): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#tokens === null) await this.#newer(aws, options);
      const until = this.#first - wanted;
      while (!this.#atStart && !this.#dropped && this.#first > until && this.#lines.length < this.#most) {
        throwIfCancelled(options.signal);
        if (await this.#page(aws, 'older', options)) return;
      }
    });
  }

  /**
   * Numbers of the lines that hold this text, large or small letters alike, of those that are here. A longer text of the
   * one before is looked for in what was found for it.
   */
  search(text: string): readonly number[] {
    const wanted = text.toLowerCase();
    const before = this.#found;
    const [first, next] = [this.#first, this.next];
    const fits = (number: number) => this.#lower[number - first]?.includes(wanted) === true;
    const numbers: number[] = [];
    const narrows = before !== null && before.first === first && wanted.startsWith(before.text);
    if (narrows) for (const number of before.numbers) if (fits(number)) numbers.push(number);
    for (let number = narrows ? before.next : first; number < next; number += 1)
      if (fits(number)) numbers.push(number);
    this.#found = { text: wanted, numbers, first, next };
    return numbers;
  }

  /** Pages of one stream are read one after the other: each begins where the one before ended. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #newer(aws: Aws, options: AwsCallOptions): Promise<void> {
    if (this.#tokens === null) {
      await this.#newest(aws, options);
      return;
    }
    this.#atEnd = false;
    for (let ended = false; !ended;) {
      throwIfCancelled(options.signal);
      ended = await this.#page(aws, 'newer', options);
    }
  }

  async #newest(aws: Aws, options: AwsCallOptions): Promise<void> {
    const input = { ...this.#input(), startFromHead: false, limit: firstPage };
    try {
      const page = await aws.call('logs', 'GetLogEvents', input, options);
      const { nextForwardToken: newer = '', nextBackwardToken: older = '' } = page;
      this.#tokens = { newer, older };
      this.#put('newer', linesOf(page.events));
      this.#atStart = older === '';
      this.#atEnd = true;
    } catch (error) {
      // Its first line makes the stream: nothing was said yet.
      if (!failedWith(error, 'resource.notFound')) throw error;
      this.#atEnd = true;
    }
  }

  /** Reads one page; true at the end of this direction, and of a stream that nothing was written to yet. */
  async #page(aws: Aws, way: 'newer' | 'older', options: AwsCallOptions): Promise<boolean> {
    const tokens = this.#tokens;
    if (tokens === null) return true;
    const nextToken = tokens[way];
    const input = { ...this.#input(), nextToken, startFromHead: way === 'newer', limit: largestPage };
    const page = await aws.call('logs', 'GetLogEvents', input, options);
    const after = (way === 'newer' ? page.nextForwardToken : page.nextBackwardToken) ?? nextToken;
    this.#put(way, linesOf(page.events));
    this.#tokens = { ...tokens, [way]: after };
    if (after !== nextToken) return false;
    if (way === 'newer') this.#atEnd = true;
    else this.#atStart = true;
    return true;
  }

  #input() {
    return { logGroupName: this.place.group, logStreamName: this.place.stream };
  }

  #put(way: 'newer' | 'older', lines: Line[]): void {
    if (lines.length === 0) return;
    if (way === 'older') {
      const room = this.#most - this.#lines.length;
      const kept = lines.length > room ? lines.slice(lines.length - room) : lines;
      if (kept.length < lines.length) this.#dropped = true;
      this.#lines = kept.concat(this.#lines);
      this.#lower = kept.map(small).concat(this.#lower);
      this.#first -= kept.length;
      return;
    }
    for (const line of lines) {
      this.#lines.push(line);
      this.#lower.push(small(line));
    }
    const over = this.#lines.length - this.#most;
    if (over <= 0) return;
    // What is dropped is not read again: who wants it looks in AWS.
    this.#lines = this.#lines.slice(over);
    this.#lower = this.#lower.slice(over);
    this.#first += over;
    this.#dropped = true;
  }
}

const small = ({ text }: Line): string => text.toLowerCase();

const linesOf = (
  events: readonly { timestamp?: number | undefined; message?: string | undefined }[] = [],
): Line[] => events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, text: plainLine(message) }));
