/** Networks, metrics, logs, prices, quotas and topics: what the program reads of them. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandOutput,
  ListTagsForResourceCommand as ListLogTagsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand as TagLogCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeServicesCommand,
  GetAttributeValuesCommand,
  GetProductsCommand,
  PricingClient,
} from '@aws-sdk/client-pricing';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import {
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publications } from '../../main/sandbox/services/sns/index.ts';
import { makeRole, refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.end());
const now = () => sandbox.account.clock.now();

describe('networks', () => {
  it('has one default network with three subnets in three zones, open to the internet', async () => {
    const ec2 = new EC2Client(sandbox.client);
    const [vpc, ...more] = (
      await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }))
    ).Vpcs!;
    expect(more).toEqual([]);
    const inVpc = [{ Name: 'vpc-id', Values: [vpc!.VpcId!] }];
    const subnets = (await ec2.send(new DescribeSubnetsCommand({ Filters: inVpc }))).Subnets!;
    const zones = (await ec2.send(new DescribeAvailabilityZonesCommand({}))).AvailabilityZones!;
    expect(subnets.map((s) => s.AvailabilityZone)).toEqual(zones.map((z) => z.ZoneName));
    expect(zones.map((z) => z.ZoneId)).toEqual(['use1-az1', 'use1-az2', 'use1-az3']);
    const groups = (await ec2.send(new DescribeSecurityGroupsCommand({ Filters: inVpc }))).SecurityGroups!;
    expect(groups.map((g) => g.GroupName)).toEqual(['default']);
    const [table] = (await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }))).RouteTables!;
    expect(
      table!.Routes!.some((r) => r.DestinationCidrBlock === '0.0.0.0/0' && r.GatewayId!.startsWith('igw-')),
    ).toBe(true);
  });

  it('gives AWS’s codes for what is not there', async () => {
    const ec2 = new EC2Client(sandbox.client);
    expect(await refusal(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0'] })))).toMatch(
      /^InvalidSubnetID\.NotFound: /,
    );
    expect(
      await refusal(ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }))),
    ).toMatch(/^InvalidParameterValue: The filter 'colour' is invalid/);
  });

  it('knows regions and what is offered in each zone', async () => {
    const ec2 = new EC2Client({ ...sandbox.client, region: 'eu-central-1' });
    const names = (await ec2.send(new DescribeRegionsCommand({}))).Regions!.map((r) => r.RegionName);
    expect(names).toContain('eu-central-1');
    const offers = await ec2.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: ['g4dn.*'] }],
      }),
    );
    expect(new Set(offers.InstanceTypeOfferings!.map((o) => o.Location))).toEqual(
      new Set(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']),
    );
  });
});

describe('metrics', () => {
  const Dimensions = [{ Name: 'NotebookInstanceName', Value: 'sales' }];
  const put = (client: CloudWatchClient, Value: number, Timestamp: Date) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'Millwright',
        MetricData: [{ MetricName: 'Idle', Dimensions, Value, Timestamp }],
      }),
    );

  it('come back as statistics of a period and as series', async () => {
    const cloudwatch = new CloudWatchClient(sandbox.client);
    const base = now() - 600_000;
    for (const [minute, value] of [
      [0, 5],
      [1, 7],
      [6, 30],
    ] as const)
      await put(cloudwatch, value, new Date(base + minute * 60_000));
    const span = { StartTime: new Date(base), EndTime: new Date(base + 600_000) };
    const stats = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Millwright',
        MetricName: 'Idle',
        Dimensions,
        ...span,
        Period: 300,
        Statistics: ['Average', 'Maximum', 'SampleCount'],
      }),
    );
    expect(stats.Datapoints!.map((d) => [d.Average, d.Maximum, d.SampleCount])).toEqual([
      [6, 7, 2],
      [30, 30, 1],
    ]);
    const data = await cloudwatch.send(
      new GetMetricDataCommand({
        ...span,
        MetricDataQueries: [
          {
            Id: 'idle',
            MetricStat: {
              Metric: { Namespace: 'Millwright', MetricName: 'Idle', Dimensions },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    expect(data.MetricDataResults![0]).toMatchObject({
      Id: 'idle',
      Values: [30, 7, 5],
      StatusCode: 'Complete',
    });
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Millwright' }));
    expect(Metrics).toEqual([{ Namespace: 'Millwright', MetricName: 'Idle', Dimensions }]);
  });

  it('are refused when older than two weeks', async () => {
    const cloudwatch = new CloudWatchClient(sandbox.client);
    expect(await refusal(put(cloudwatch, 1, new Date(now() - 15 * 86_400_000)))).toMatch(/two weeks/);
    expect(
      await refusal(cloudwatch.send(new PutMetricDataCommand({ Namespace: ':x', MetricData: [] }))),
    ).toMatch(/namespace/);
  });

  it('do not fill the ledger', () => {
    expect(sandbox.ledger().filter((e) => e.kind.startsWith('cloudwatch'))).toEqual([]);
  });
});

describe('logs', () => {
  const logGroupName = '/aws/sagemaker/NotebookInstances';
  const logStreamName = 'sales/jupyter.log';
  const names = { logGroupName, logStreamName };

  it('are read forwards and backwards; the end gives back the same token', async () => {
    const logs = new CloudWatchLogsClient(sandbox.client);
    await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { a: 'b' } }));
    expect(await refusal(logs.send(new CreateLogGroupCommand({ logGroupName })))).toMatch(
      /^ResourceAlreadyExistsException/,
    );
    expect(await refusal(logs.send(new GetLogEventsCommand(names)))).toBe(
      'ResourceNotFoundException: The specified log stream does not exist.',
    );
    await logs.send(new CreateLogStreamCommand(names));
    const logEvents = Array.from({ length: 25 }, (_, i) => ({
      timestamp: now() - 60_000 + i * 1000,
      message: `line ${i}`,
    }));
    await logs.send(new PutLogEventsCommand({ ...names, logEvents }));
    const lines = (answer: GetLogEventsCommandOutput) => answer.events!.map((e) => e.message);
    const first = await logs.send(new GetLogEventsCommand({ ...names, limit: 10, startFromHead: true }));
    expect(lines(first)).toEqual(logEvents.slice(0, 10).map((e) => e.message));
    const next = (nextToken: string | undefined) =>
      logs.send(new GetLogEventsCommand({ ...names, limit: 10, nextToken }));
    const second = await next(first.nextForwardToken);
    const third = await next(second.nextForwardToken);
    expect(lines(third)).toEqual(['line 20', 'line 21', 'line 22', 'line 23', 'line 24']);
    const end = await next(third.nextForwardToken);
    expect([lines(end), end.nextForwardToken]).toEqual([[], third.nextForwardToken]);
    expect(lines(await next(third.nextBackwardToken))).toEqual(lines(second));
    const tail = await logs.send(new GetLogEventsCommand({ ...names, limit: 3 }));
    expect(lines(tail)).toEqual(['line 22', 'line 23', 'line 24']);
    const span = { startTime: logEvents[3]!.timestamp, endTime: logEvents[6]!.timestamp };
    const within = await logs.send(new GetLogEventsCommand({ ...names, ...span }));
    expect(lines(within)).toEqual(['line 3', 'line 4', 'line 5']);
    const lastTwo = await logs.send(new GetLogEventsCommand({ ...names, ...span, limit: 2 }));
    expect(lines(lastTwo)).toEqual(['line 4', 'line 5']);
    const before = { ...names, ...span, limit: 2, nextToken: lastTwo.nextBackwardToken };
    expect(lines(await logs.send(new GetLogEventsCommand(before)))).toEqual(['line 3']);
    await logs.send(
      new PutLogEventsCommand({ ...names, logEvents: [{ timestamp: now(), message: 'line 25' }] }),
    );
    expect(lines(await next(end.nextForwardToken))).toEqual(['line 25']);
  });

  it('are searched across streams in pages', async () => {
    const logs = new CloudWatchLogsClient(sandbox.client);
    const other = { logGroupName, logStreamName: 'other/jupyter.log' };
    await logs.send(new CreateLogStreamCommand(other));
    await logs.send(
      new PutLogEventsCommand({
        ...other,
        logEvents: [{ timestamp: now() - 55_500, message: 'ERROR no memory, line 4b' }],
      }),
    );
    const find = (filterPattern: string, more: object = {}) =>
      logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern, ...more }));
    const page = await find('line', { limit: 6 });
    expect(page.events!.map((e) => e.message)).toEqual([
      'line 0',
      'line 1',
      'line 2',
      'line 3',
      'line 4',
      'ERROR no memory, line 4b',
    ]);
    const rest = await find('line', { limit: 100, nextToken: page.nextToken });
    expect([rest.events!.length, rest.nextToken]).toEqual([21, undefined]);
    expect((await find('"no memory" -line')).events).toEqual([]);
    expect((await find('?memory ?"line 24"')).events).toHaveLength(2);
    expect((await find('line', { logStreamNamePrefix: 'other' })).events).toHaveLength(1);
  });

  it('refuse what AWS refuses', async () => {
    const logs = new CloudWatchLogsClient(sandbox.client);
    const put = (logEvents: { timestamp: number; message: string }[]) =>
      logs.send(new PutLogEventsCommand({ ...names, logEvents }));
    const backwards = [
      { timestamp: now(), message: 'b' },
      { timestamp: now() - 1, message: 'a' },
    ];
    expect(await refusal(put(backwards))).toMatch(/^InvalidParameterException: .*chronological order/);
    const old = await put([{ timestamp: now() - 20 * 86_400_000, message: 'old' }]);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(
      await refusal(logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }))),
    ).toMatch(/^InvalidParameterException/);
  });

  it('are described, tagged, and forgotten after their retention', async () => {
    const logs = new CloudWatchLogsClient(sandbox.client);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/sage' }));
    expect(logGroups![0]).toMatchObject({
      logGroupName,
      retentionInDays: 1,
      arn: expect.stringMatching(/:log-group:.*:\*$/) as string,
    });
    const resourceArn = logGroups![0]!.logGroupArn;
    await logs.send(new TagLogCommand({ resourceArn, tags: { c: 'd' } }));
    expect((await logs.send(new ListLogTagsCommand({ resourceArn }))).tags).toEqual({ a: 'b', c: 'd' });
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    );
    expect(logStreams!.map((s) => s.logStreamName)).toEqual([logStreamName, 'other/jupyter.log']);
    await sandbox.advance(2 * 86_400);
    expect((await logs.send(new GetLogEventsCommand(names))).events).toEqual([]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await refusal(logs.send(new DescribeLogStreamsCommand({ logGroupName })))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});

describe('prices', () => {
  it('come in AWS’s nesting, marked as the sandbox’s own', async () => {
    const pricing = new PricingClient(sandbox.client);
    const Filters = [
      { Type: 'TERM_MATCH' as const, Field: 'regionCode', Value: 'us-east-1' },
      { Type: 'TERM_MATCH' as const, Field: 'instanceName', Value: 'ml.t3.medium' },
    ];
    const { PriceList, FormatVersion } = await pricing.send(
      new GetProductsCommand({ ServiceCode: 'AmazonSageMaker', Filters }),
    );
    expect([FormatVersion, PriceList!.length]).toEqual(['aws_v1', 1]);
    const entry = JSON.parse(PriceList![0] as string);
    expect(entry.product.attributes).toMatchObject({
      usagetype: 'USE1-Notebk:ml.t3.medium',
      priceList: "sandbox price list, not AWS's",
    });
    const offers = entry.terms.OnDemand as Record<string, { priceDimensions: Record<string, object> }>;
    const [offer] = Object.values(offers);
    expect(Object.values(offer!.priceDimensions)[0]).toMatchObject({
      unit: 'Hrs',
      pricePerUnit: { USD: '0.0500000000' },
    });
  });

  it('name their services and attributes, in the regions where AWS has the list', async () => {
    const pricing = new PricingClient(sandbox.client);
    const { Services } = await pricing.send(new DescribeServicesCommand({ ServiceCode: 'AmazonS3' }));
    expect(Services![0]!.AttributeNames).toContain('storageClass');
    const values = await pricing.send(
      new GetAttributeValuesCommand({
        ServiceCode: 'AmazonSageMaker',
        AttributeName: 'regionCode',
        MaxResults: 100,
      }),
    );
    expect(values.AttributeValues!.map((v) => v.Value)).toContain('eu-central-1');
    expect(await refusal(pricing.send(new GetProductsCommand({ ServiceCode: 'AmazonBakery' })))).toMatch(
      /^InvalidParameterException/,
    );
    const elsewhere = new PricingClient({ ...sandbox.client, region: 'eu-west-1' });
    expect(await refusal(elsewhere.send(new DescribeServicesCommand({})))).toMatch(/not in eu-west-1/);
  });
});

describe('quotas', () => {
  const name = 'ml.g4dn.xlarge for notebook instance usage';
  it('are found by name, grow after a request is approved, and then allow the notebook', async () => {
    const quotas = new ServiceQuotasClient(sandbox.client);
    const sagemaker = new SageMakerClient(sandbox.client);
    const found: { name: string; code: string; value: number }[] = [];
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const page = await quotas.send(
        new ListServiceQuotasCommand({
          ServiceCode: 'sagemaker',
          MaxResults: 50,
          ...(token && { NextToken: token }),
        }),
      );
      found.push(...page.Quotas!.map((q) => ({ name: q.QuotaName!, code: q.QuotaCode!, value: q.Value! })));
      token = page.NextToken;
    }
    expect(new Set(found.map((q) => q.code)).size).toBe(found.length);
    expect(found.find((q) => q.name === 'ml.t3.medium for notebook instance usage')!.value).toBeGreaterThan(
      0,
    );
    const gpu = found.find((q) => q.name === name)!;
    expect(gpu.value).toBe(0);
    const asked = { ServiceCode: 'sagemaker', QuotaCode: gpu.code };
    const increase = (DesiredValue: number) =>
      quotas.send(new RequestServiceQuotaIncreaseCommand({ ...asked, DesiredValue }));
    expect(await refusal(increase(0))).toMatch(/^IllegalArgumentException/);
    expect((await increase(1)).RequestedQuota!.Status).toBe('PENDING');
    expect(await refusal(increase(2))).toMatch(/^ResourceAlreadyExistsException/);
    const RoleArn = await makeRole(sandbox, 'gpu', 'sagemaker.amazonaws.com', []);
    const create = (NotebookInstanceName: string) =>
      sagemaker.send(
        new CreateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: 'ml.g4dn.xlarge', RoleArn }),
      );
    expect(await refusal(create('gpu-1'))).toMatch(/^ResourceLimitExceeded/);
    await sandbox.advance(1800);
    expect((await quotas.send(new GetServiceQuotaCommand(asked))).Quota!.Value).toBe(1);
    await create('gpu-1');
    expect(await refusal(create('gpu-2'))).toMatch(/is 1 Instances, with current utilization of 1 Instances/);
  });

  it('of EC2 carry AWS’s codes; unknown ones are refused', async () => {
    const quotas = new ServiceQuotasClient(sandbox.client);
    const { Quotas } = await quotas.send(new ListAWSDefaultServiceQuotasCommand({ ServiceCode: 'ec2' }));
    expect(Quotas!.find((q) => q.QuotaCode === 'L-3819A6DF')).toMatchObject({
      QuotaName: 'All G and VT Spot Instance Requests',
      Value: 0,
    });
    expect(
      await refusal(quotas.send(new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-00000000' }))),
    ).toMatch(/^NoSuchResourceException/);
  });
});

describe('topics', () => {
  it('are made once per name, subscribed to, published to and deleted', async () => {
    const sns = new SNSClient(sandbox.client);
    const { TopicArn } = await sns.send(
      new CreateTopicCommand({ Name: 'millwright-alerts', Tags: [{ Key: 'a', Value: 'b' }] }),
    );
    expect((await sns.send(new CreateTopicCommand({ Name: 'millwright-alerts' }))).TopicArn).toBe(TopicArn);
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Millwright' }),
    );
    const subscribe = (Endpoint: string) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
    expect((await subscribe('ann@example.com')).SubscriptionArn).toBe('pending confirmation');
    expect(await refusal(subscribe('nobody'))).toMatch(
      /^InvalidParameter.*: Invalid parameter: Email address/,
    );
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ DisplayName: 'Millwright', SubscriptionsPending: '1' });
    await sns.send(new PublishCommand({ TopicArn, Subject: 'Stopped', Message: 'The notebook is off.' }));
    expect(publications(sandbox.account, 'us-east-1', TopicArn!)).toMatchObject([
      { subject: 'Stopped', message: 'The notebook is off.' },
    ]);
    await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'c', Value: 'd' }] }));
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(Tags).toEqual([
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd' },
    ]);
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    expect((await sns.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
    expect(await refusal(sns.send(new GetTopicAttributesCommand({ TopicArn })))).toMatch(
      /^NotFound.*: Topic does not exist/,
    );
  });
});
