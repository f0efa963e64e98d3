import type { ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useMedia } from '../../app/media.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay, type Say } from '../../i18n/use-say.ts';
import { useWidth } from '../../ui/use-width.ts';
import { isOver } from './job-state.tsx';
import { placed, textWidth } from './timeline-labels.ts';
import { axisOf, type Axis, type Job, type Span, type Tick } from './timeline-spans.ts';

/** Which labels stay where not all have room. */
const ranks: Record<Tick['kind'], number> = {
  now: 9,
  failed: 8,
  succeeded: 8,
  stopped: 8,
  interrupted: 7,
  limit: 6,
  queued: 5,
  waits: 4,
  started: 3,
};
const above: readonly Tick['kind'][] = ['now', 'interrupted', 'failed', 'succeeded', 'stopped'];
/** Longer axes name the day too. */
const longMs = 20 * 3_600_000;

/** What happened when, on a true time axis. Who does not see it reads the same moments as a list. */
export function Timeline({ job }: { job: Job }) {
  const say = useSay();
  const at = useNow(isOver(job.state) ? 60_000 : 5_000);
  const [box, width] = useWidth();
  const narrow = useMedia('(width < 1150px)');
  const axis = axisOf(job, at);
  const scale = (ms: number): number => (ms - axis.from) / (axis.to - axis.from);
  const expected = axis.spans.find(({ kind }) => kind === 'expected');
  const expectedText = expected && spanText(expected, job, say);
  const expectedBelow =
    expected !== undefined && (narrow || !fits(expectedText ?? '', expected, scale, width));
  return (
    <div className="mw-timeline">
      <ol className="mw-unseen">
        {job.timeline.map((moment) => (
          <li key={`${moment.at} ${moment.what} ${moment.attempt ?? ''}`}>
            {say.time(moment.at)} <Words of={moment.says} />
          </li>
        ))}
        {!isOver(job.state) && <li>{say.t(`job.state.${job.state}`)}</li>}
        {expected !== undefined && <li>{expectedText}</li>}
      </ol>
      <div className="mw-axis" ref={box} aria-hidden="true">
        <Ticks axis={axis} scale={scale} width={width} upper />
        <div className="mw-axis-bar">
          {axis.spans.map((span) => (
            <Bar
              key={`${span.kind} ${span.from}`}
              span={span}
              left={scale(span.from)}
              share={scale(span.to) - scale(span.from)}
              title={spanText(span, job, say)}
            >
              {!(span.kind === 'expected' && expectedBelow) &&
                fits(spanText(span, job, say), span, scale, width) &&
                spanText(span, job, say)}
            </Bar>
          ))}
          {axis.ticks
            .filter(({ kind }) => above.includes(kind))
            .map((tick) => (
              <span
                key={`${tick.kind} ${tick.at}`}
                className={`mw-axis-mark mw-axis-${tick.kind}`}
                style={{ left: `${scale(tick.at) * 100}%` }}
              />
            ))}
        </div>
        <Ticks axis={axis} scale={scale} width={width} />
        {expectedBelow && <p className="mw-note mw-axis-expected">{expectedText}</p>}
      </div>
    </div>
  );
}

function Bar({
  span,
  left,
  share,
  title,
  children,
}: {
  span: Span;
  left: number;
  share: number;
  title: string;
  children: ReactNode;
}) {
  const looks = ['mw-span', `mw-span-${span.kind}`];
  if (span.outcome !== null) looks.push(`mw-span-${span.outcome}`);
  if (span.open) looks.push('mw-span-open');
  return (
    <span
      className={looks.join(' ')}
      style={{ left: `${left * 100}%`, width: `${share * 100}%` }}
      title={title}
    >
      {children}
    </span>
  );
}

const padding = 16;

const fits = (text: string, span: Span, scale: (ms: number) => number, width: number): boolean =>
  textWidth(text) + padding <= (scale(span.to) - scale(span.from)) * width;

/** What a span says of itself. */
function spanText(span: Span, job: Job, { t, duration, time }: Say): string {
  const lasted = duration((span.to - span.from) / 1000);
  const { attempt } = span;
  if (span.kind === 'queued') return t('window.job.span.queued', { lasted });
  if (span.kind === 'waiting') return t('window.job.span.waiting', { lasted });
  if (span.kind === 'ran') {
    const id = span.outcome === 'running' ? 'window.job.span.runs' : 'window.job.span.ran';
    return t(id, { attempt: attempt ?? 0, lasted });
  }
  if (job.state === 'running')
    return span.open
      ? t('window.job.span.goesOn')
      : t('window.job.span.until', { at: time(new Date(span.to).toISOString()) });
  return t(job.state === 'starting' ? 'window.job.span.begins' : 'window.job.span.next', {
    attempt: attempt ?? 1,
  });
}

/** The labels above the bar (what happened, and now) or below it (when it began and may end), as far as they have room. */
function Ticks({
  axis,
  scale,
  width,
  upper = false,
}: {
  axis: Axis;
  scale: (ms: number) => number;
  width: number;
  upper?: boolean;
}) {
  const { t, clock, time } = useSay();
  const when = (ms: number) => {
    const iso = new Date(ms).toISOString();
    return axis.to - axis.from > longMs ? time(iso) : clock(iso);
  };
  const labels = axis.ticks
    .filter(({ kind }) => above.includes(kind) === upper)
    .map((tick, index) => {
      const word = t(`window.job.tick.${tick.kind}`, { attempt: tick.attempt ?? 1 });
      const text = upper && tick.kind !== 'now' ? `${when(tick.at)} ${word}` : word;
      return {
        id: `${tick.kind} ${tick.at}`,
        tick,
        // Of two alike the later one counts more.
        rank: ranks[tick.kind] + index / 100,
        x: scale(tick.at) * width,
        text,
      };
    });
  const lefts = placed(labels, width);
  return (
    <div className={upper ? 'mw-axis-labels mw-axis-upper' : 'mw-axis-labels'}>
      {labels.map(({ id, tick, text }) => {
        const left = lefts.get(id);
        return (
          left !== undefined && (
            <span key={id} className={`mw-axis-label mw-axis-${tick.kind}`} style={{ left }}>
              {text}
              {!upper && <span className="mw-note">{when(tick.at)}</span>}
            </span>
          )
        );
      })}
    </div>
  );
}
