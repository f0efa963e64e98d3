import type {
  Datapoint,
  DimensionFilter,
  GetMetricDataInput,
  GetMetricStatisticsInput,
  ListMetricsInput,
  MetricDataQuery,
  MetricDatum,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import {
  AwsError,
  type Call,
  type Constraint,
  type Operation,
  type ServiceModule,
} from '../../engine/types.ts';
import { addSample, metricNames, periods, statistic, type Dimension } from './store.ts';

type Put = PutMetricDataInput & { Namespace: string };
type Stats = GetMetricStatisticsInput & {
  Namespace: string;
  MetricName: string;
  StartTime: Date;
  EndTime: Date;
  Period: number;
};
type Data = GetMetricDataInput & { MetricDataQueries: MetricDataQuery[]; StartTime: Date; EndTime: Date };

const dimensionsOf = (
  list: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Dimension[] => list.map((d) => ({ Name: d.Name ?? '', Value: d.Value ?? '' }));

const put: Operation<Put> = {
  access: (call) => [{ context: { 'cloudwatch:namespace': call.input.Namespace } }],
  run({ account, region, input, now }) {
    for (const datum of input.MetricData ?? []) {
      const at = datum.Timestamp?.getTime() ?? now;
      // Two weeks back and two hours ahead, as the API reference of PutMetricData says.
      if (at < now - 14 * 86_400_000 || at > now + 2 * 3_600_000)
        throw invalid(
          'The parameter MetricData.member.1.Timestamp must be within the last two weeks and at most two hours ahead.',
        );
      const base = {
        namespace: input.Namespace,
        metric: datum.MetricName ?? '',
        dimensions: dimensionsOf(datum.Dimensions),
        unit: datum.Unit,
        at,
      };
      for (const values of valuesOf(datum)) addSample(account, region, { ...base, ...values });
    }
    return {};
  },
};

function valuesOf(datum: MetricDatum): { sum: number; count?: number; min?: number; max?: number }[] {
  if (datum.Value !== undefined) return [{ sum: datum.Value }];
  const set = datum.StatisticValues;
  if (set !== undefined) {
    const { Sum = 0, SampleCount = 1, Minimum = Sum, Maximum = Sum } = set;
    return [{ sum: Sum, count: SampleCount, min: Minimum, max: Maximum }];
  }
  if (datum.Values === undefined)
    throw new AwsError('MissingParameter', 'The parameter MetricData.member.1.Value is required.');
  return datum.Values.map((value, i) => {
    const count = datum.Counts?.[i] ?? 1;
    return { sum: value * count, count, min: value, max: value };
  });
}

const invalid = (text: string) => new AwsError('InvalidParameterValue', text);

function checkPeriod(seconds: number): void {
  if (seconds % 60 !== 0)
    throw invalid('The parameter Period must be a multiple of 60: the sandbox keeps minutes.');
}

const statistics: Operation<Stats> = {
  run({ account, region, input }) {
    if (!input.Statistics?.length)
      throw new AwsError(
        'InvalidParameterCombination',
        'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
      );
    const [from, to] = [input.StartTime.getTime(), input.EndTime.getTime()];
    if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
    checkPeriod(input.Period);
    if ((to - from) / (input.Period * 1000) > 1440)
      throw new AwsError(
        'InvalidParameterCombination',
        'You have requested more than 1,440 datapoints, which exceeds the limit.',
      );
    const wanted = {
      namespace: input.Namespace,
      metric: input.MetricName,
      dimensions: dimensionsOf(input.Dimensions),
      unit: input.Unit,
      from,
      to,
      period: input.Period,
    };
    const names = input.Statistics;
    const Datapoints = periods(account, region, wanted).map((p): Datapoint => ({
      Timestamp: new Date(p.at),
      ...Object.fromEntries(names.map((name) => [name, statistic(p, name)])),
      Unit: p.unit as NonNullable<Datapoint['Unit']>,
    }));
    return { Label: input.MetricName, Datapoints };
  },
};

function queried({ account, region, input }: Call<Data>, query: MetricDataQuery) {
  const stat = query.MetricStat;
  const label = query.Label ?? stat?.Metric?.MetricName ?? query.Id;
  if (stat?.Metric === undefined)
    throw new AwsError(
      'ValidationError',
      'Metric math and Metrics Insights are not modelled in the sandbox; give a MetricStat.',
    );
  const period = stat.Period ?? 60;
  checkPeriod(period);
  const found = periods(account, region, {
    namespace: stat.Metric.Namespace ?? '',
    metric: stat.Metric.MetricName ?? '',
    dimensions: dimensionsOf(stat.Metric.Dimensions),
    unit: stat.Unit,
    from: input.StartTime.getTime(),
    to: input.EndTime.getTime(),
    period,
  });
  const name = stat.Stat ?? '';
  if (statistic({ ...zero, count: 1 }, name) === undefined)
    throw new AwsError('ValidationError', `The statistic '${name}' is not modelled in the sandbox.`);
  if (input.ScanBy !== 'TimestampAscending') found.reverse();
  return {
    Id: query.Id,
    Label: label,
    Timestamps: found.map((p) => new Date(p.at)),
    Values: found.map((p) => statistic(p, name) ?? 0),
    StatusCode: 'Complete',
  };
}

const zero = {
  namespace: '',
  metric: '',
  dimensions: [],
  unit: 'None',
  at: 0,
  count: 0,
  sum: 0,
  min: 0,
  max: 0,
};

const data: Operation<Data> = {
  run(call) {
    if (call.input.MetricDataQueries.length > 500)
      throw new AwsError(
        'ValidationError',
        'The collection MetricDataQueries must not have a size greater than 500.',
      );
    const shown = call.input.MetricDataQueries.filter((q) => q.ReturnData !== false);
    return { MetricDataResults: shown.map((q) => queried(call, q)), Messages: [] };
  },
};

const list: Operation<ListMetricsInput> = {
  page: { items: 'Metrics', input: 'NextToken', output: 'NextToken', defaultSize: 500, maxSize: 500 },
  run({ account, region, input }) {
    const has = (dimensions: readonly Dimension[], filter: DimensionFilter) =>
      dimensions.some(
        (d) => d.Name === filter.Name && (filter.Value === undefined || d.Value === filter.Value),
      );
    return {
      Metrics: metricNames(account, region)
        .filter(
          (m) =>
            (input.Namespace === undefined || m.namespace === input.Namespace) &&
            (input.MetricName === undefined || m.metric === input.MetricName) &&
            (input.Dimensions ?? []).every((filter) => has(m.dimensions, filter)),
        )
        .map((m) => ({ Namespace: m.namespace, MetricName: m.metric, Dimensions: m.dimensions })),
    };
  },
};

const namespace: Constraint = { pattern: /^[^:].*$/, min: 1, max: 255 };
const name: Constraint = { min: 1, max: 255 };

export const cloudwatch: ServiceModule = {
  signingName: 'monitoring',
  iamPrefix: 'cloudwatch',
  title: 'CloudWatch metrics',
  sdk: () => import('@aws-sdk/client-cloudwatch'),
  operations: { PutMetricData: put, GetMetricData: data, GetMetricStatistics: statistics, ListMetrics: list },
  constraints: {
    PutMetricData: {
      Namespace: namespace,
      'MetricData[].MetricName': name,
      'MetricData[].Dimensions': { max: 30 },
      'MetricData[].Dimensions[].Name': name,
      'MetricData[].Dimensions[].Value': { min: 1, max: 1024 },
    },
    GetMetricStatistics: {
      Namespace: namespace,
      MetricName: name,
      Period: { min: 1 },
      Statistics: { min: 1, max: 5 },
      'Statistics[]': { enum: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] },
    },
    ListMetrics: { Namespace: namespace, MetricName: name },
  },
  notModelled: [
    'Points are kept by the minute: no high resolution, no percentiles.',
    'Metric math, Metrics Insights, alarms, dashboards.',
    'Points are not thinned out or removed with age.',
  ],
};
