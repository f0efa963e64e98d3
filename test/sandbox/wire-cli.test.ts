/** AWS's command line speaks to the account in every protocol: JSON, query, EC2's, S3's XML, CBOR. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const cli = await hasAwsCli();
if (!cli) console.warn('NOT RUN: AWS command line is not installed: its protocols are not tried.');

describe.skipIf(!cli)("AWS's command line", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await testSandbox();
  });
  afterAll(() => sandbox.end());
  const run = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, ...args, '--output', 'json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout ? JSON.parse(stdout) : undefined;
  };

  test('speaks JSON to SageMaker', async () => {
    expect(await run('sagemaker', 'list-notebook-instances')).toEqual({ NotebookInstances: [] });
  });
  test('speaks query to IAM', async () => {
    expect(await run('iam', 'list-users')).toMatchObject({ Users: [{ UserName: 'administrator' }] });
  });
  test('speaks the query of EC2', async () => {
    expect(await run('ec2', 'describe-vpcs')).toMatchObject({ Vpcs: [{ IsDefault: true }] });
  });
  test('speaks CBOR to CloudWatch', async () => {
    const value = ['--metric-name', 'm', '--value', '3', '--dimensions', 'Kind=é'];
    await run('cloudwatch', 'put-metric-data', '--namespace', 'N', ...value);
    expect(await run('cloudwatch', 'list-metrics')).toEqual({
      Metrics: [{ Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'Kind', Value: 'é' }] }],
    });
  });
  test('speaks JSON over REST to the Scheduler', async () => {
    expect(await run('scheduler', 'list-schedule-groups')).toMatchObject({
      ScheduleGroups: [{ Name: 'default' }],
    });
  });
  test('speaks XML to S3, and learns where a bucket is', async () => {
    const there = ['--region', 'eu-west-1', '--create-bucket-configuration', 'LocationConstraint=eu-west-1'];
    await run('s3api', 'create-bucket', '--bucket', 'a-bucket-in-ireland', ...there);
    expect(await run('s3api', 'get-bucket-location', '--bucket', 'a-bucket-in-ireland')).toEqual({
      LocationConstraint: 'eu-west-1',
    });
  });
  test.each([
    [['ec2', 'describe-key-pairs'], 'DescribeKeyPairs'],
    [
      ['s3api', 'list-bucket-analytics-configurations', '--bucket', 'abc'],
      'ListBucketAnalyticsConfigurations',
    ],
  ])('is told what is not modelled: %o', async (args, operation) => {
    const { code, stderr } = await awsCli(sandbox.listening, ...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`(NotModelledInSandbox) when calling the ${operation} operation`);
  });
});
