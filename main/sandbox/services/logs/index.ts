import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  LogGroup as ShownGroup,
  LogStream as ShownStream,
  PutLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AwsError,
  type Call,
  type Constraint,
  type Operation,
  type ServiceModule,
} from '../../engine/types.ts';
import { groupArn, groupOf, nameInArn, onStream } from './names.ts';
import { filterLogEvents, getLogEvents } from './read.ts';
import {
  appendEvents,
  deleteStream,
  eventOverhead,
  groupKind,
  groupNamed,
  streamKind,
  streamNamed,
  streamsOf,
  type LogGroup,
} from './store.ts';

interface OfGroup {
  logGroupName: string;
}
interface OfStream extends OfGroup {
  logStreamName: string;
}
interface OfArn {
  resourceArn: string;
}

const onGroup = (call: Call<OfGroup>) => onStream(call, call.input.logGroupName, '');
const onOneStream = (call: Call<OfStream>) =>
  onStream(call, call.input.logGroupName, call.input.logStreamName);
const onArn = (call: Call<OfArn>) => onStream(call, nameInArn(call.input.resourceArn), '');
const anyGroup = (call: Call<unknown>) => onStream(call, '', '');
const invalid = (text: string) => new AwsError('InvalidParameterException', text);
const exists = (noun: string) =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${noun} already exists`);

const createGroup: Operation<CreateLogGroupRequest & OfGroup> = {
  access: onGroup,
  run({ account, region, input, now }) {
    const table = account.table(groupKind, region);
    if (table.get(input.logGroupName) !== undefined) throw exists('group');
    const { kmsKeyId, tags = {} } = input;
    table.put({
      name: input.logGroupName,
      createdAt: now,
      tags,
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    });
    return {};
  },
};

const deleteGroup: Operation<OfGroup> = {
  access: onGroup,
  run({ account, region, input }) {
    const group = groupNamed(account, region, input.logGroupName);
    for (const stream of streamsOf(account, region, group.name)) deleteStream(account, region, stream);
    account.table(groupKind, region).delete(group.name);
    return {};
  },
};

const describeGroups: Operation<DescribeLogGroupsRequest> = {
  access: anyGroup,
  page: {
    items: 'logGroups',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'limit',
    defaultSize: 50,
    maxSize: 50,
  },
  run(call) {
    const { account, region, input } = call;
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined)
      throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    const pattern = input.logGroupNamePattern?.toLowerCase();
    const groups = account
      .table(groupKind, region)
      .range({ prefix: input.logGroupNamePrefix ?? '', limit: 1_000_000 })
      .filter((g) => pattern === undefined || g.name.toLowerCase().includes(pattern));
    const bytes = (name: string) =>
      streamsOf(account, region, name).reduce((sum, s) => sum + s.storedBytes, 0);
    return {
      logGroups: groups.map((g): ShownGroup => ({
        logGroupName: g.name,
        creationTime: g.createdAt,
        retentionInDays: g.retentionDays,
        kmsKeyId: g.kmsKeyId,
        metricFilterCount: 0,
        arn: `${groupArn(call, g.name)}:*`,
        logGroupArn: groupArn(call, g.name),
        logGroupClass: 'STANDARD',
        storedBytes: bytes(g.name),
      })),
    };
  },
};

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

function changeGroup<I>(
  access: (call: Call<I>) => { resource: string }[],
  nameIn: (input: I) => string,
  change: (group: LogGroup, input: I) => LogGroup,
): Operation<I> {
  return {
    access,
    run({ account, region, input }) {
      const group = groupNamed(account, region, nameIn(input));
      account.table(groupKind, region).put(change({ ...group, tags: { ...group.tags } }, input));
      return {};
    },
  };
}

/** The values that PutRetentionPolicy accepts, from its API reference. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const putRetention = changeGroup<OfGroup & { retentionInDays: number }>(
  onGroup,
  (input) => input.logGroupName,
  (group, { retentionInDays }) => {
    if (!retentionDays.includes(retentionInDays)) throw invalid('The specified retention is invalid.');
    return { ...group, retentionDays: retentionInDays };
  },
);

const groupName: Constraint = { pattern: /^[.\-_/#A-Za-z0-9]+$/, min: 1, max: 512 };
const streamName: Constraint = { pattern: /^[^:*]*$/, min: 1, max: 512 };
const pageSize: Constraint = { min: 1, max: 50 };
const eventLimit: Constraint = { min: 1, max: 10_000 };
const ofGroup = { logGroupName: groupName };
const ofStream = { ...ofGroup, logStreamName: streamName };

export const logs: ServiceModule = {
  signingName: 'logs',
  iamPrefix: 'logs',
  title: 'CloudWatch Logs',
  sdk: () => import('@aws-sdk/client-cloudwatch-logs'),
  operations: {
    CreateLogGroup: createGroup,
    DeleteLogGroup: deleteGroup,
    DescribeLogGroups: describeGroups,
    CreateLogStream: createStream,
    DeleteLogStream: removeStream,
    DescribeLogStreams: describeStreams,
    PutLogEvents: putEvents,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
    PutRetentionPolicy: putRetention,
    DeleteRetentionPolicy: changeGroup<OfGroup>(
      onGroup,
      (input) => input.logGroupName,
      ({ retentionDays: _, ...group }) => group,
    ),
    TagResource: changeGroup<OfArn & { tags: Record<string, string> }>(
      onArn,
      (input) => nameInArn(input.resourceArn),
      (group, { tags }) => ({ ...group, tags: { ...group.tags, ...tags } }),
    ),
    UntagResource: changeGroup<OfArn & { tagKeys: string[] }>(
      onArn,
      (input) => nameInArn(input.resourceArn),
      (group, { tagKeys }) => ({
        ...group,
        tags: Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key))),
      }),
    ),
    ListTagsForResource: {
      access: onArn,
      run: ({ account, region, input }) => ({
        tags: { ...groupNamed(account, region, nameInArn(input.resourceArn)).tags },
      }),
    } satisfies Operation<OfArn>,
  },
  constraints: {
    CreateLogGroup: ofGroup,
    DeleteLogGroup: ofGroup,
    DescribeLogGroups: { logGroupNamePrefix: groupName, limit: pageSize },
    CreateLogStream: ofStream,
    DeleteLogStream: ofStream,
    DescribeLogStreams: {
      ...ofGroup,
      logStreamNamePrefix: streamName,
      limit: pageSize,
      orderBy: { enum: ['LogStreamName', 'LastEventTime'] },
    },
    PutLogEvents: { ...ofStream, logEvents: { min: 1, max: 10_000 }, 'logEvents[].message': { min: 1 } },
    GetLogEvents: { ...ofStream, limit: eventLimit },
    FilterLogEvents: {
      ...ofGroup,
      logStreamNames: { min: 1, max: 100 },
      limit: eventLimit,
      filterPattern: { max: 1024 },
    },
    PutRetentionPolicy: ofGroup,
    DeleteRetentionPolicy: ofGroup,
  },
  notModelled: [
    'Live Tail, Insights queries, metric filters, subscriptions, export.',
    'Filter patterns over JSON or fields; terms, phrases, ? and - are modelled.',
    'Stored logs are not billed in the ledger.',
  ],
};
