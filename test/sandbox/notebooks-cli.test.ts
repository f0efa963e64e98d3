/** AWS's own command line against the schedules and the small services; test/conformance/aws-cli.test.ts has notebooks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRole } from './support/notebooks.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

describe.skipIf(!found)('the AWS command line', () => {
  let sandbox: TestSandbox;
  let guard: string;
  beforeAll(async () => {
    sandbox = await testSandbox();
    guard = await makeRole(sandbox, 'guard', 'scheduler.amazonaws.com', []);
  });
  afterAll(() => sandbox.end());

  /** Output as JSON, or the error that the command line shows. */
  const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, ...args, '--output', 'json');
    if (code !== 0) throw new Error(stderr.trim());
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };

  it('makes and shows a schedule', async () => {
    const target = JSON.stringify({
      Arn: 'arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance',
      RoleArn: guard,
      Input: '{"NotebookInstanceName":"n-1"}',
    });
    const common = ['--name', 'evening', '--flexible-time-window', 'Mode=OFF', '--target', target];
    await aws(
      'scheduler',
      'create-schedule',
      ...common,
      '--schedule-expression',
      'cron(0 19 * * ? *)',
      '--schedule-expression-timezone',
      'Europe/Berlin',
    );
    expect(await aws('scheduler', 'get-schedule', '--name', 'evening')).toMatchObject({
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
    });
    expect((await aws('scheduler', 'list-schedules'))['Schedules']).toHaveLength(1);
    await expect(aws('scheduler', 'get-schedule', '--name', 'none')).rejects.toThrow(
      '(ResourceNotFoundException)',
    );
  }, 60_000);

  it('reads networks, metrics, logs, prices, quotas and topics', async () => {
    expect((await aws('ec2', 'describe-subnets'))['Subnets']).toHaveLength(3);
    await aws(
      'cloudwatch',
      'put-metric-data',
      '--namespace',
      'Millwright',
      '--metric-name',
      'Idle',
      '--value',
      '5',
    );
    expect((await aws('cloudwatch', 'list-metrics', '--namespace', 'Millwright'))['Metrics']).toHaveLength(1);
    await aws('logs', 'create-log-group', '--log-group-name', '/x');
    expect(
      (await aws('logs', 'describe-log-groups', '--log-group-name-prefix', '/x'))['logGroups'],
    ).toHaveLength(1);
    const products = await aws(
      'pricing',
      'get-products',
      '--service-code',
      'AmazonSageMaker',
      '--filters',
      'Type=TERM_MATCH,Field=instanceName,Value=ml.t3.medium',
    );
    expect((products['PriceList'] as unknown[]).length).toBeGreaterThan(5);
    expect(
      (
        (await aws('service-quotas', 'list-service-quotas', '--service-code', 'sagemaker'))[
          'Quotas'
        ] as unknown[]
      ).length,
    ).toBeGreaterThan(90);
    const topic = await aws('sns', 'create-topic', '--name', 'alerts');
    expect(topic['TopicArn']).toBe(`arn:aws:sns:us-east-1:${sandbox.account.id}:alerts`);
  }, 60_000);
});
