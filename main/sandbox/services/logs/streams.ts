import type {
  CreateLogStreamRequest,
  DescribeLogStreamsRequest,
  LogStream as ShownStream,
  PutLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Call, Operation } from '../../engine/types.ts';
import { exists, groupArn, groupOf, invalid, onStream } from './names.ts';
import {
  appendEvents,
  deleteStream,
  eventOverhead,
  groupNamed,
  streamKind,
  streamNamed,
  streamsOf,
} from './store.ts';

interface OfStream {
  logGroupName: string;
  logStreamName: string;
}

const onOneStream = (call: Call<OfStream>) =>
  onStream(call, call.input.logGroupName, call.input.logStreamName);

const createStream: Operation<CreateLogStreamRequest & OfStream> = {
  access: onOneStream,
  run({ account, region, input, now }) {
    groupNamed(account, region, input.logGroupName);
    const table = account.table(streamKind, region);
    const stream = {
      group: input.logGroupName,
      name: input.logStreamName,
      createdAt: now,
      storedBytes: 0,
      written: 0,
    };
    if (table.get(streamKind.key(stream)) !== undefined) throw exists('stream');
    table.put(stream);
    return {};
  },
};

const describeStreams: Operation<DescribeLogStreamsRequest> = {
  access: (call) => onStream(call, groupOf(call.input), ''),
  page: {
    items: 'logStreams',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'limit',
    defaultSize: 50,
    maxSize: 50,
  },
  run(call) {
    const { account, region, input } = call;
    const group = groupNamed(account, region, groupOf(input)).name;
    if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined)
      throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const streams = [...streamsOf(account, region, group, input.logStreamNamePrefix)];
    if (input.orderBy === 'LastEventTime')
      streams.sort((a, b) => (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0));
    if (input.descending) streams.reverse();
    return {
      logStreams: streams.map((s): ShownStream => ({
        logStreamName: s.name,
        creationTime: s.createdAt,
        firstEventTimestamp: s.firstEventAt,
        lastEventTimestamp: s.lastEventAt,
        lastIngestionTime: s.lastIngestionAt,
        uploadSequenceToken: String(s.written).padStart(56, '4'),
        arn: `${groupArn(call, group)}:log-stream:${s.name}`,
      })),
    };
  },
};

const removeStream: Operation<OfStream> = {
  access: onOneStream,
  run({ account, region, input }) {
    deleteStream(account, region, streamNamed(account, region, input.logGroupName, input.logStreamName));
    return {};
  },
};

const day = 86_400_000;

/** Limits as the API reference of PutLogEvents names them: too old and too new events are left out and reported. */
const putEvents: Operation<PutLogEventsRequest & OfStream> = {
  access: onOneStream,
  run({ account, region, input, now }) {
    const group = groupNamed(account, region, input.logGroupName);
    const stream = streamNamed(account, region, input.logGroupName, input.logStreamName);
    const events = (input.logEvents ?? []).map((e) => ({ at: e.timestamp ?? 0, message: e.message ?? '' }));
    if (events.some((e, i) => i > 0 && e.at < (events[i - 1]?.at ?? 0)))
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    if ((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0) > day)
      throw invalid(
        'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
      );
    const bytes = events.reduce((sum, e) => sum + Buffer.byteLength(e.message) + eventOverhead, 0);
    if (bytes > 1_048_576) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of 1048576`);
    const expired = now - (group.retentionDays ?? 36_500) * day;
    const count = (test: (at: number) => boolean) => events.filter((e) => test(e.at)).length;
    const pastRetention = count((at) => at < expired);
    const tooOld = count((at) => at < now - 14 * day);
    const kept = events.filter(
      (e) => e.at >= expired && e.at >= now - 14 * day && e.at <= now + 2 * 3_600_000,
    );
    const tooNew = events.findIndex((e) => e.at > now + 2 * 3_600_000);
    appendEvents(account, region, stream, kept);
    const rejected = {
      ...(tooNew >= 0 ? { tooNewLogEventStartIndex: tooNew } : {}),
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(pastRetention > 0 ? { expiredLogEventEndIndex: pastRetention } : {}),
    };
    return {
      nextSequenceToken: String(stream.written + kept.length).padStart(56, '4'),
      ...(Object.keys(rejected).length === 0 ? {} : { rejectedLogEventsInfo: rejected }),
    };
  },
};

export const streamOperations = {
  CreateLogStream: createStream,
  DeleteLogStream: removeStream,
  DescribeLogStreams: describeStreams,
  PutLogEvents: putEvents,
};
