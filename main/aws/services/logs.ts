/** The CloudWatch Logs operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  CloudWatchLogsClient as Client,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
