import type { Kind, SandboxAccount } from '../../engine/types.ts';

export interface Dimension {
  Name: string;
  Value: string;
}

/** What arrived for one metric, unit and minute: enough for every statistic but percentiles. */
export interface MetricMinute {
  namespace: string;
  metric: string;
  dimensions: Dimension[];
  unit: string;
  /** Start of the minute, ms. */
  at: number;
  count: number;
  sum: number;
  min: number;
  max: number;
}

const minute = 60_000;
const stamp = (at: number) => String(at).padStart(15, '0');
const identity = (dimensions: readonly Dimension[]) =>
  JSON.stringify(dimensions.map((d) => [d.Name, d.Value]).sort());

/** Everything but the minute, so that the points of one metric lie beside each other in the index. */
function series(m: Pick<MetricMinute, 'namespace' | 'metric' | 'dimensions'>): string {
  return `${m.namespace}\n${m.metric}\n${identity(m.dimensions)}\n`;
}

export const metricKind: Kind<MetricMinute> = {
  name: 'cloudwatch/metric-minute',
  scope: 'region',
  record: true,
  key: (m) => `${series(m)}${stamp(m.at)}\n${m.unit}`,
};

export interface Sample {
  namespace: string;
  metric: string;
  dimensions: Dimension[];
  unit?: string | undefined;
  at: number;
  count?: number;
  sum: number;
  min?: number;
  max?: number;
}

export function addSample(account: SandboxAccount, region: string, sample: Sample): void {
  const table = account.table(metricKind, region);
  const { count = 1, sum, min = sum, max = sum, unit = 'None', namespace, metric, dimensions } = sample;
  const at = sample.at - (sample.at % minute);
  const fresh: MetricMinute = { namespace, metric, dimensions, unit, at, count, sum, min, max };
  const old = table.get(metricKind.key(fresh));
  table.put(
    old === undefined
      ? fresh
      : {
          ...fresh,
          count: old.count + count,
          sum: old.sum + sum,
          min: Math.min(old.min, min),
          max: Math.max(old.max, max),
        },
  );
}

export interface Wanted {
  namespace: string;
  metric: string;
  dimensions: readonly Dimension[];
  unit?: string | undefined;
  /** ms; from inclusive, to exclusive. */
  from: number;
  to: number;
  /** Seconds, a multiple of 60. */
  period: number;
}

/** The metric's periods that hold something, oldest first. */
export function periods(account: SandboxAccount, region: string, wanted: Wanted): MetricMinute[] {
  const prefix = series({ ...wanted, dimensions: [...wanted.dimensions] });
  const step = wanted.period * 1000;
  const found = new Map<number, MetricMinute>();
  const rows = account
    .table(metricKind, region)
    .range({ prefix, from: prefix + stamp(wanted.from - (wanted.from % minute)), limit: 200_000 });
  for (const row of rows) {
    if (row.at >= wanted.to) break;
    if (row.at < wanted.from || (wanted.unit !== undefined && row.unit !== wanted.unit)) continue;
    const at = row.at - (row.at % step);
    const sofar = found.get(at);
    found.set(
      at,
      sofar === undefined
        ? { ...row, at, dimensions: [...row.dimensions] }
        : {
            ...sofar,
            count: sofar.count + row.count,
            sum: sofar.sum + row.sum,
            min: Math.min(sofar.min, row.min),
            max: Math.max(sofar.max, row.max),
          },
    );
  }
  return [...found.values()];
}

/** Each metric once, in the order of its name. */
export function metricNames(account: SandboxAccount, region: string): MetricMinute[] {
  const table = account.table(metricKind, region);
  const found: MetricMinute[] = [];
  for (let [row] = table.range({ limit: 1 }); row !== undefined;) {
    found.push({ ...row, dimensions: [...row.dimensions] });
    // "~" sorts after every digit of the stamp: the first row of the next series.
    [row] = table.range({ from: `${series({ ...row, dimensions: [...row.dimensions] })}~`, limit: 1 });
  }
  return found;
}

export function statistic(period: MetricMinute, name: string): number | undefined {
  switch (name) {
    case 'Average':
      return period.sum / period.count;
    case 'Sum':
      return period.sum;
    case 'Minimum':
      return period.min;
    case 'Maximum':
      return period.max;
    case 'SampleCount':
      return period.count;
    default:
      return undefined;
  }
}
