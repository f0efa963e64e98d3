/** What the time axis of a job shows, reckoned from what AWS tells: what waited, what ran, what may come. */
import type { z } from 'zod';
import type { JobAttempt, JobDetail } from '../../../preload/contract/job.ts';
import { isOver } from './job-state.tsx';

export type Job = z.output<typeof JobDetail>;

export interface Span {
  kind: 'queued' | 'waiting' | 'ran' | 'expected';
  /** ms since 1970. */
  from: number;
  to: number;
  /** Number of the try; null: of an array job, or of none. */
  attempt: number | null;
  outcome: JobAttempt['outcome'] | null;
  /** It goes on beyond the axis, nobody knows how far. */
  open: boolean;
}

export interface Tick {
  kind: 'queued' | 'started' | 'waits' | 'interrupted' | 'failed' | 'succeeded' | 'stopped' | 'now' | 'limit';
  at: number;
  attempt: number | null;
}

export interface Axis {
  from: number;
  to: number;
  spans: Span[];
  ticks: Tick[];
}

/** What may come takes no more room than this share of what has been, and no less than five minutes. */
const aheadShare = 0.35;
const leastAheadMs = 300_000;
/** An axis of no length cannot be drawn. */
const leastMs = 1_000;

const instant = (iso: string | null): number | null => {
  const ms = iso === null ? NaN : Date.parse(iso);
  return Number.isFinite(ms) ? ms : null;
};

type Run = Pick<JobAttempt, 'startedAt' | 'endedAt' | 'outcome'> & { number: number | null };

/** The tries; an array job, which has none, ran from the first of its parts on. */
function runsOf(job: Job): Run[] {
  if (job.attemptList.length > 0 || job.startedAt === null) return job.attemptList;
  const outcome = job.state === 'succeeded' ? 'succeeded' : job.state === 'failed' ? 'failed' : 'running';
  return [{ number: null, startedAt: job.startedAt, endedAt: job.endedAt, outcome }];
}

/** When the try that runs is ended by its limit at the latest; null: nothing runs, or it has no limit. */
export function limitOf({ attemptList, attemptSeconds, state }: Job): number | null {
  const last = attemptList.at(-1);
  const began = last?.endedAt === null ? instant(last.startedAt) : null;
  if (began === null || attemptSeconds === null || state !== 'running') return null;
  return began + attemptSeconds * 1000;
}

/** The axis of a job at the instant `now`, ms. Times that make no sense are left out. */
export function axisOf(job: Job, now: number): Axis {
  const over = isOver(job.state);
  const runs = runsOf(job);
  const begin = instant(job.createdAt) ?? instant(runs[0]?.startedAt ?? null) ?? now;
  const lastEnd = instant(job.endedAt) ?? instant(runs.at(-1)?.endedAt ?? null);
  const end = Math.max(begin, over ? (lastEnd ?? begin) : now);
  const spans: Span[] = [];
  const ticks: Tick[] = [{ kind: 'queued', at: begin, attempt: null }];
  let until = begin;
  for (const { number, startedAt, endedAt, outcome } of runs) {
    const from = instant(startedAt);
    if (from === null) continue;
    const to = Math.max(from, instant(endedAt) ?? end);
    if (from > until) spans.push(plain('queued', until, from));
    spans.push({ kind: 'ran', from, to, attempt: number, outcome, open: false });
    ticks.push({ kind: 'started', at: from, attempt: number });
    if (outcome === 'interrupted') ticks.push({ kind: 'interrupted', at: to, attempt: number });
    until = Math.max(until, to);
  }
  const runsNow = spans.at(-1)?.outcome === 'running' && !over;
  if (!runsNow && end > until) {
    const waits = job.state === 'waiting' || job.state === 'blocked';
    spans.push(plain(waits ? 'waiting' : 'queued', until, end));
    if (waits && until > begin) ticks.push({ kind: 'waits', at: until, attempt: null });
  }
  if (over) {
    const kind = job.state === 'succeeded' || job.state === 'stopped' ? job.state : 'failed';
    ticks.push({ kind, at: end, attempt: null });
    return axis(begin, end, spans, ticks);
  }
  ticks.push({ kind: 'now', at: now, attempt: null });
  if (job.parts !== null || job.state === 'unknown') return axis(begin, end, spans, ticks);
  const ahead = now + Math.max((end - begin) * aheadShare, leastAheadMs);
  const limit = limitOf(job);
  const open = limit === null || limit > ahead;
  const to = open ? ahead : Math.max(now, limit);
  const attempt = runsNow ? (spans.at(-1)?.attempt ?? null) : runs.filter(hasBegun).length + 1;
  spans.push({ kind: 'expected', from: now, to, attempt, outcome: null, open });
  if (!open) ticks.push({ kind: 'limit', at: to, attempt });
  return axis(begin, to, spans, ticks);
}

const hasBegun = ({ startedAt }: Run): boolean => instant(startedAt) !== null;

const plain = (kind: 'queued' | 'waiting', from: number, to: number): Span => ({
  kind,
  from,
  to,
  attempt: null,
  outcome: null,
  open: false,
});

const axis = (from: number, to: number, spans: Span[], ticks: Tick[]): Axis => {
  const begin = Math.min(from, ...spans.map((span) => span.from));
  const end = Math.max(to, begin + leastMs, ...spans.map((span) => span.to));
  return { from: begin, to: end, spans, ticks };
};
