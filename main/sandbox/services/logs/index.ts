import type { Constraint, ServiceModule } from '../../engine/types.ts';
import { groupOperations } from './groups.ts';
import { filterLogEvents, getLogEvents } from './read.ts';
import { streamOperations } from './streams.ts';

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
    ...groupOperations,
    ...streamOperations,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
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
