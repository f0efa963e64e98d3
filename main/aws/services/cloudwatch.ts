/** The CloudWatch operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  CloudWatchClient as Client,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
