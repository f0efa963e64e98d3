import type { ReactNode } from 'react';
import { now } from '../../app/clock.ts';
import { sumText } from '../../../words/index.ts';
import type { Say } from '../../i18n/use-say.ts';
import { Unknown } from '../../ui/money.tsx';
import type { Job } from './timeline-spans.ts';

/** Seconds that all tries ran together, up to now where one still runs; null: none began. */
export function ranFor({ attemptList }: Pick<Job, 'attemptList'>, at: number): number | null {
  const begun = attemptList.filter(({ startedAt }) => startedAt !== null);
  if (begun.length === 0) return null;
  return begun.reduce((sum, { startedAt, endedAt }) => {
    const end = endedAt === null ? at : Date.parse(endedAt);
    return sum + Math.max(0, end - Date.parse(startedAt ?? '')) / 1000;
  }, 0);
}

/** What it has cost as a text, so that equal sums are seen to be equal. */
function costOf({ money, usdSoFar }: Job): ReactNode {
  if (money !== null && money.measured.unknown.length === 0) return sumText(money.measured.usd);
  return money === null && usdSoFar !== null ? sumText(usdSoFar) : <Unknown />;
}

/** How two runs went, line by line. */
export function howItWent(
  jobs: readonly [Job, Job],
  { t, time, duration }: Say,
): { name: string; values: [ReactNode, ReactNode] }[] {
  const line = (
    name: string,
    of: (job: Job) => ReactNode,
  ): { name: string; values: [ReactNode, ReactNode] } => ({
    name,
    values: [of(jobs[0]), of(jobs[1])],
  });
  const machines = ({ attemptList }: Job) =>
    [...new Set(attemptList.flatMap(({ machine }) => machine?.type ?? []))].join(', ');
  return [
    line(t('window.column.state'), ({ state }) => t(`job.state.${state}`)),
    line(t('window.column.sent'), ({ createdAt }) => time(createdAt)),
    line(t('window.runs.ran'), (job) => {
      const seconds = ranFor(job, now());
      return seconds === null ? t('window.job.neverBegan') : duration(seconds);
    }),
    line(t('window.runs.cost'), costOf),
    line(t('window.column.tries'), ({ attempts }) => attempts ?? t('window.job.notKnown')),
    line(t('window.compare.interruptions'), ({ interruptions }) => interruptions),
    line(t('window.job.machine'), (job) => machines(job) || t('window.job.notKnown')),
    line(t('window.job.image'), ({ image }) => image ?? t('window.job.notKnown')),
  ];
}
