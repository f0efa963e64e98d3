/** The Batch operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  BatchClient as Client,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
} from '@aws-sdk/client-batch';
