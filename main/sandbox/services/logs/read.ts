/** GetLogEvents and FilterLogEvents: at most 10,000 events or 1 MB a page, with AWS's rules for the tokens. */
import type { FilterLogEventsRequest, GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../engine/types.ts';
import { matcher } from './filter.ts';
import { groupOf, onStream } from './names.ts';
import {
  eventKind,
  eventOverhead,
  eventsOf,
  groupNamed,
  streamNamed,
  streamsOf,
  type LogEvent,
  type Span,
} from './store.ts';

const mostEvents = 10_000;
const mostBytes = 1_048_576;

/** As many from the start of the list as one page holds. */
function pageOf(events: readonly Readonly<LogEvent>[], limit: number): Readonly<LogEvent>[] {
  let bytes = 0;
  let count = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.message) + eventOverhead;
    if (count === limit || (count > 0 && bytes > mostBytes)) break;
    count++;
  }
  return events.slice(0, count);
}

const seal = (position: string) => Buffer.from(position).toString('base64url');
const open = (token: string) => Buffer.from(token, 'base64url').toString();
const invalidToken = () => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');

type Get = GetLogEventsRequest & { logStreamName: string };

/**
 * A token is a position between two events. At either end the same token comes back, as AWS documents: that is how a
 * reader knows that nothing more is there now.
 */
export const getLogEvents: Operation<Get> = {
  access: (call) => onStream(call, groupOf(call.input), call.input.logStreamName),
  run({ account, region, input }) {
    const group = groupOf(input);
    const stream = streamNamed(account, region, group, input.logStreamName);
    const [direction, position] = input.nextToken === undefined ? [undefined, ''] : parse(input.nextToken);
    const limit = input.limit ?? mostEvents;
    const read = (span: Span) => eventsOf(account, region, stream, { ...input, ...span });
    const forward = direction === undefined ? input.startFromHead === true : direction === 'f';
    const page = forward
      ? pageOf(read({ behind: { key: position, limit } }), limit)
      : lastPage(read({ before: { key: position, limit } }), limit);
    const key = (event: Readonly<LogEvent>) => eventKind.key(event);
    const [first, last] = [page[0], page.at(-1)];
    const empty = position === '' ? `${group}:${input.logStreamName}:~` : position;
    return {
      events: page.map((e) => ({ timestamp: e.at, message: e.message, ingestionTime: e.ingestedAt })),
      nextForwardToken: `f/${seal(last === undefined ? empty : key(last))}`,
      nextBackwardToken: `b/${seal(first === undefined ? empty : key(first))}`,
    };
  },
};

function parse(token: string): ['f' | 'b', string] {
  const kind = token.slice(0, 2);
  if (kind !== 'f/' && kind !== 'b/') throw invalidToken();
  return [kind === 'f/' ? 'f' : 'b', open(token.slice(2))];
}

const lastPage = (events: readonly Readonly<LogEvent>[], limit: number) =>
  pageOf([...events].reverse(), limit).reverse();

export const filterLogEvents: Operation<FilterLogEventsRequest> = {
  access: (call) => onStream(call, groupOf(call.input), ''),
  run({ account, region, input }) {
    const group = groupOf(input);
    groupNamed(account, region, group);
    const named = input.logStreamNames;
    if (named !== undefined && input.logStreamNamePrefix !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'LogStreamNames and LogStreamNamePrefix cannot both be given.',
      );
    const matches = matcher(input.filterPattern ?? '');
    const streams = streamsOf(account, region, group, input.logStreamNamePrefix).filter(
      (s) => named === undefined || named.includes(s.name),
    );
    const found = streams
      .flatMap((s) => eventsOf(account, region, s, input))
      .filter((e) => matches(e.message))
      .map((event) => ({ event, place: `${String(event.at).padStart(15, '0')} ${eventKind.key(event)}` }))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    const after = input.nextToken === undefined ? '' : open(input.nextToken);
    if (after !== '' && !/^\d{15} /.test(after)) throw invalidToken();
    const rest = found.filter((f) => f.place > after);
    const page = rest.slice(
      0,
      pageOf(
        rest.map((f) => f.event),
        input.limit ?? mostEvents,
      ).length,
    );
    const last = page.at(-1);
    return {
      events: page.map(({ event: e }) => ({
        logStreamName: e.stream,
        timestamp: e.at,
        message: e.message,
        ingestionTime: e.ingestedAt,
        eventId: `${String(e.at).padStart(20, '0')}${String(e.sequence).padStart(36, '0')}`,
      })),
      searchedLogStreams: [],
      ...(last !== undefined && page.length < rest.length ? { nextToken: seal(last.place) } : {}),
    };
  },
};
