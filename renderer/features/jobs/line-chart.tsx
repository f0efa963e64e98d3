import CloudscapeLines from '@cloudscape-design/components/line-chart';
import { lazy, Suspense } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import { numberText, rangeOf, type Drawn } from './numbers.ts';

const FastChart = lazy(async () => ({ default: (await import('./fast-chart.tsx')).FastChart }));

/** Up to here each point can be gone to with the keys; more are drawn on a canvas, with the table beside it. */
const fewPoints = 1_500;
const height = 240;

/** Numbers of a log as lines. */
export function LineChart({ drawn, label }: { drawn: Drawn; label: string }) {
  const { t, duration } = useSay();
  const { by, lines } = drawn;
  const points = lines.reduce((sum, line) => sum + line.points.length, 0);
  const xText = (x: number) => (by === null ? duration(x) : numberText(x));
  const xTitle = by ?? t('window.job.chart.time');
  if (points > fewPoints)
    return (
      <Suspense fallback={<div style={{ height }} />}>
        <FastChart lines={lines} label={label} height={height} xText={xText} xTitle={xTitle} />
      </Suspense>
    );
  return (
    <CloudscapeLines
      series={lines.map(({ name, points: data }) => ({
        type: 'line' as const,
        title: name,
        data,
        valueFormatter: numberText,
      }))}
      xScaleType="linear"
      yDomain={rangeOf(lines)}
      ariaLabel={label}
      xTitle={xTitle}
      height={height}
      hideFilter
      emphasizeBaselineAxis={false}
      xTickFormatter={xText}
      yTickFormatter={numberText}
    />
  );
}
