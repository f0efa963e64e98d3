/** AWS's own command line against the notebooks, the schedules and the small services. */
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRole } from './support/notebooks.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

describe.skipIf(!found)('the AWS command line', () => {
  let sandbox: TestSandbox;
  let role: string;
  let guard: string;
  beforeAll(async () => {
    sandbox = await testSandbox();
    role = await makeRole(sandbox, 'notebook', 'sagemaker.amazonaws.com', []);
    guard = await makeRole(sandbox, 'guard', 'scheduler.amazonaws.com', []);
  });
  afterAll(() => sandbox.end());

  /** Output as JSON, or the error that the command line shows. */
  const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, ...args, '--output', 'json');
    if (code !== 0) throw new Error(stderr.trim());
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };
  const create = (name: string, type = 'ml.t3.medium') =>
    aws(
      'sagemaker',
      'create-notebook-instance',
      '--notebook-instance-name',
      name,
      '--instance-type',
      type,
      '--role-arn',
      role,
    );
  const on = (verb: string, name: string) =>
    aws('sagemaker', `${verb}-notebook-instance`, '--notebook-instance-name', name);

  it('lists twelve notebooks with and without pages of its own', async () => {
    // The command line needs a second to start: eleven are made without it.
    await create('n-0');
    const sagemaker = new SageMakerClient(sandbox.client);
    for (let i = 1; i < 12; i++)
      await sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: `n-${i}`,
          InstanceType: 'ml.t3.medium',
          RoleArn: role,
        }),
      );
    const list = await aws('sagemaker', 'list-notebook-instances');
    expect(list['NotebookInstances']).toHaveLength(12);
    const one = await aws('sagemaker', 'list-notebook-instances', '--max-results', '5', '--no-paginate');
    expect(one['NotebookInstances']).toHaveLength(5);
    expect(one['NextToken']).toBeTypeOf('string');
  }, 60_000);

  it('stops, deletes, and shows AWS’s errors', async () => {
    await expect(on('stop', 'n-0')).rejects.toThrow(
      '(ValidationException) when calling the StopNotebookInstance operation: Status (Pending) not in ([InService]).',
    );
    await sandbox.advance(181);
    await expect(on('delete', 'n-0')).rejects.toThrow(
      'Status (InService) not in ([Stopped, Failed]). Unable to transition to (Deleting)',
    );
    await on('stop', 'n-0');
    await sandbox.advance(61);
    await on('delete', 'n-0');
    await sandbox.advance(21);
    await expect(on('describe', 'n-0')).rejects.toThrow(
      '(ValidationException) when calling the DescribeNotebookInstance operation: RecordNotFound',
    );
    await expect(create('bad_name')).rejects.toThrow(
      "Value 'bad_name' at 'notebookInstanceName' failed to satisfy constraint",
    );
    await expect(create('gpu', 'ml.g4dn.xlarge')).rejects.toThrow('(ResourceLimitExceeded)');
  }, 60_000);

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
