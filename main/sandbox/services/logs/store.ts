import { AwsError, type Kind, type SandboxAccount } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export interface LogGroup {
  name: string;
  createdAt: number;
  retentionDays?: number;
  kmsKeyId?: string;
  tags: Tags;
}

export interface LogStream {
  group: string;
  name: string;
  createdAt: number;
  firstEventAt?: number;
  lastEventAt?: number;
  lastIngestionAt?: number;
  storedBytes: number;
  /** Events ever written: orders those of the same millisecond. */
  written: number;
}

export interface LogEvent {
  group: string;
  stream: string;
  at: number;
  sequence: number;
  message: string;
  ingestedAt: number;
}

/** Bytes that CloudWatch Logs counts for an event beside its message; see the API reference of PutLogEvents. */
export const eventOverhead = 26;

const digits = (value: number, width: number) => String(value).padStart(width, '0');

// Neither group nor stream names can hold a colon, so it parts the keys.
export const groupKind: Kind<LogGroup> = { name: 'logs/group', scope: 'region', key: (g) => g.name };
export const streamKind: Kind<LogStream> = {
  name: 'logs/stream',
  scope: 'region',
  record: true,
  key: (s) => `${s.group}:${s.name}`,
};
export const eventKind: Kind<LogEvent> = {
  name: 'logs/event',
  scope: 'region',
  record: true,
  key: (e) => `${e.group}:${e.stream}:${digits(e.at, 15)}:${digits(e.sequence, 12)}`,
};

const everything = 10_000_000;

export function groupNamed(account: SandboxAccount, region: string, name: string): Readonly<LogGroup> {
  const group = account.table(groupKind, region).get(name);
  if (group === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

export function streamNamed(account: SandboxAccount, region: string, group: string, name: string) {
  groupNamed(account, region, group);
  const stream = account.table(streamKind, region).get(`${group}:${name}`);
  if (stream === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

export function streamsOf(account: SandboxAccount, region: string, group: string, prefix = '') {
  return account.table(streamKind, region).range({ prefix: `${group}:${prefix}`, limit: everything });
}

export interface Span {
  startTime?: number | undefined;
  endTime?: number | undefined;
  /**
   * So many at most, next behind or next before the event of this key, of the first or of the last where it is empty:
   * who reads a page of a long log must not read all of it.
   */
  behind?: { key: string; limit: number };
  before?: { key: string; limit: number };
}

/** Events of a stream in the order of time, from `startTime` on and before `endTime`, without those past retention. */
export function eventsOf(account: SandboxAccount, region: string, stream: Readonly<LogStream>, span: Span) {
  const prefix = `${stream.group}:${stream.name}:`;
  const days = account.table(groupKind, region).get(stream.group)?.retentionDays;
  const oldest = days === undefined ? 0 : account.clock.now() - days * 86_400_000;
  const from = Math.max(span.startTime ?? 0, oldest);
  const first = prefix + digits(from, 15);
  const events = account.table(eventKind, region);
  if (span.before !== undefined) {
    const end = span.endTime === undefined ? '' : prefix + digits(span.endTime, 15);
    const [before] = [span.before.key, end].filter((key) => key !== '').sort();
    return events.last({ prefix, from: first, limit: span.before.limit, ...(before && { before }) });
  }
  const { key, limit } = span.behind ?? { key: '', limit: everything };
  const found = events.range({ prefix, limit, ...(key > first ? { after: key } : { from: first }) });
  return found.filter((e) => span.endTime === undefined || e.at < span.endTime);
}

export function appendEvents(
  account: SandboxAccount,
  region: string,
  stream: Readonly<LogStream>,
  events: readonly { at: number; message: string }[],
): void {
  const ingestedAt = account.clock.now();
  const table = account.table(eventKind, region);
  let { written, storedBytes, firstEventAt, lastEventAt } = stream;
  for (const { at, message } of events) {
    table.put({ group: stream.group, stream: stream.name, at, sequence: written++, message, ingestedAt });
    storedBytes += Buffer.byteLength(message) + eventOverhead;
    firstEventAt = Math.min(firstEventAt ?? at, at);
    lastEventAt = Math.max(lastEventAt ?? at, at);
  }
  account.table(streamKind, region).put({
    ...stream,
    written,
    storedBytes,
    ...(firstEventAt === undefined ? {} : { firstEventAt }),
    ...(lastEventAt === undefined ? {} : { lastEventAt }),
    lastIngestionAt: ingestedAt,
  });
}

export function deleteStream(account: SandboxAccount, region: string, stream: Readonly<LogStream>): void {
  const events = account.table(eventKind, region);
  const prefix = `${stream.group}:${stream.name}:`;
  for (const event of events.range({ prefix, limit: everything })) events.delete(eventKind.key(event));
  account.table(streamKind, region).delete(streamKind.key(stream));
}
