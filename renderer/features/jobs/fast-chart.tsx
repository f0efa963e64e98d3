import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { numberText, type DrawnLine } from './numbers.ts';

const usualWidth = 640;
/** Solid, dashed, dotted: lines are told apart without colour too. */
const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

const token = (name: string): string =>
  getComputedStyle(document.body).getPropertyValue(`--mw-${name}`).trim();

const onAppearance = (changed: () => void) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
};
const appearanceNow = (): string => document.body.className;

function options(
  lines: readonly DrawnLine[],
  size: { width: number; height: number },
  x: { title: string; text: (x: number) => string },
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token('muted'),
    grid: { stroke: token('line'), width: 1 },
    ticks: { stroke: token('line'), width: 1 },
    font: `12px ${token('font')}`,
  };
  return {
    ...size,
    scales: { x: { time: false } },
    series: [
      { label: x.title, value: (_plot, value: number | null) => (value === null ? '' : x.text(value)) },
      ...lines.map(({ name }, index) => ({
        label: name,
        stroke: token(`series${(index % 4) + 1}`),
        width: 2,
        dash: dashes[index % dashes.length] ?? [],
        spanGaps: true,
        points: { show: false },
        value: (_plot: uPlot, value: number | null) => (value === null ? '' : numberText(value)),
      })),
    ],
    axes: [
      { ...axis, values: (_plot, splits) => splits.map(x.text) },
      { ...axis, size: 64, values: (_plot, splits) => splits.map(numberText) },
    ],
  };
}

/** Many points on a canvas. What it shows is said beside it, and in the table. */
export function FastChart({
  lines,
  label,
  height,
  xText,
  xTitle,
}: {
  lines: readonly DrawnLine[];
  label: string;
  height: number;
  xText: (x: number) => string;
  xTitle: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  // A canvas takes its colours once: another appearance is another picture.
  const appearance = useSyncExternalStore(onAppearance, appearanceNow);
  const text = useRef(xText);
  useEffect(() => {
    text.current = xText;
  }, [xText]);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    const size = { width: box.clientWidth || usualWidth, height };
    const data = uPlot.join(
      lines.map(({ points }) => [points.map(({ x }) => x), points.map(({ y }) => y)] as uPlot.AlignedData),
    );
    const chart = new uPlot(options(lines, size, { title: xTitle, text: (x) => text.current(x) }), data, box);
    const observer =
      typeof ResizeObserver === 'undefined'
        ? null
        : new ResizeObserver(([entry]) => {
            const width = entry?.contentRect.width ?? 0;
            if (width > 0) chart.setSize({ width, height });
          });
    observer?.observe(box);
    return () => {
      observer?.disconnect();
      chart.destroy();
    };
  }, [lines, height, xTitle, appearance]);
  return <div ref={place} className="mw-fast-chart" role="img" aria-label={label} />;
}
