/** AWS::Logs::LogGroup, https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html */
import type { Made, ResourceType, Work } from './types.ts';
import { integer, present, tagChanges, text } from './values.ts';

const GONE = ['ResourceNotFoundException'];
const arn = (w: Work) =>
  `arn:${w.account.partition}:logs:${w.account.region}:${w.account.id}:log-group:${w.name}`;
const made = (w: Work): Made => ({ physicalId: w.name, attributes: { Arn: `${arn(w)}:*` } });
const record = (tags: { Key: string; Value: string }[]) =>
  Object.fromEntries(tags.map((t) => [t.Key, t.Value]));

async function setRetention(w: Work): Promise<void> {
  const retentionInDays = integer(w.properties, 'RetentionInDays');
  if (retentionInDays === undefined) await w.call('logs', 'DeleteRetentionPolicy', { logGroupName: w.name });
  else await w.call('logs', 'PutRetentionPolicy', { logGroupName: w.name, retentionInDays });
}

interface Group {
  logGroupName: string;
  retentionInDays?: number;
  kmsKeyId?: string;
  logGroupClass?: string;
}

export const logGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  service: 'CloudWatchLogs',
  properties: {
    BearerTokenAuthenticationEnabled: { notModelled: true },
    DataProtectionPolicy: { notModelled: true },
    DeletionProtectionEnabled: { notModelled: true },
    FieldIndexPolicies: { notModelled: true },
    KmsKeyId: { notModelled: true },
    LogGroupClass: {},
    LogGroupName: { createOnly: true },
    ResourcePolicyDocument: { notModelled: true },
    RetentionInDays: {},
    Tags: {},
  },
  attributes: ['Arn'],
  name: { property: 'LogGroupName', max: 512, end: 'mixed' },
  stackTags: 'all',
  seconds: 3,
  async create(w) {
    await w.call('logs', 'CreateLogGroup', {
      logGroupName: w.name,
      ...present({ logGroupClass: text(w.properties, 'LogGroupClass') }),
      ...(w.tags.length > 0 ? { tags: record(w.tags) } : {}),
    });
    return made(w);
  },
  async ready(w) {
    if (w.properties['RetentionInDays'] !== undefined) await setRetention(w);
    return true;
  },
  async update(w) {
    if (w.changed.has('RetentionInDays')) await setRetention(w);
    const { add, drop } = tagChanges(w.before.tags, w.tags);
    const resourceArn = arn(w);
    if (add.length > 0) await w.call('logs', 'TagResource', { resourceArn, tags: record(add) });
    if (drop.length > 0) await w.call('logs', 'UntagResource', { resourceArn, tagKeys: drop });
    return true;
  },
  async remove(w) {
    await w.find('logs', 'DeleteLogGroup', { logGroupName: w.name }, GONE);
    return true;
  },
  async read(w) {
    const { logGroups = [] } = await w.call<{ logGroups?: Group[] }>('logs', 'DescribeLogGroups', {
      logGroupNamePrefix: w.name,
    });
    const found = logGroups.find((g) => g.logGroupName === w.name);
    if (!found) return undefined;
    return {
      properties: present({
        LogGroupName: found.logGroupName,
        RetentionInDays: found.retentionInDays,
        LogGroupClass: found.logGroupClass,
      }),
      made: made(w),
    };
  },
};
