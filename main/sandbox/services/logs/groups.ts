import type {
  CreateLogGroupRequest,
  DescribeLogGroupsRequest,
  LogGroup as ShownGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Call, Operation } from '../../engine/types.ts';
import { exists, groupArn, invalid, nameInArn, onStream } from './names.ts';
import { deleteStream, groupKind, groupNamed, streamsOf, type LogGroup } from './store.ts';

interface OfGroup {
  logGroupName: string;
}
interface OfArn {
  resourceArn: string;
}

const onGroup = (call: Call<OfGroup>) => onStream(call, call.input.logGroupName, '');
const onArn = (call: Call<OfArn>) => onStream(call, nameInArn(call.input.resourceArn), '');
const anyGroup = (call: Call<unknown>) => onStream(call, '', '');

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

const deleteRetention = changeGroup<OfGroup>(
  onGroup,
  (input) => input.logGroupName,
  ({ retentionDays: _, ...group }) => group,
);

const tag = changeGroup<OfArn & { tags: Record<string, string> }>(
  onArn,
  (input) => nameInArn(input.resourceArn),
  (group, { tags }) => ({ ...group, tags: { ...group.tags, ...tags } }),
);

const untag = changeGroup<OfArn & { tagKeys: string[] }>(
  onArn,
  (input) => nameInArn(input.resourceArn),
  (group, { tagKeys }) => ({
    ...group,
    tags: Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key))),
  }),
);

const listTags: Operation<OfArn> = {
  access: onArn,
  run: ({ account, region, input }) => ({
    tags: { ...groupNamed(account, region, nameInArn(input.resourceArn)).tags },
  }),
};

export const groupOperations = {
  CreateLogGroup: createGroup,
  DeleteLogGroup: deleteGroup,
  DescribeLogGroups: describeGroups,
  PutRetentionPolicy: putRetention,
  DeleteRetentionPolicy: deleteRetention,
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: listTags,
};
