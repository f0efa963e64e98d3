/**
 * What the trainings that run cost per hour, for the list: Batch does not tell the machine, so a few of them are looked at
 * as their pages would. The others wait for the next look, or for their page.
 */
import type { JobDetail, JobRow } from '../../preload/contract/job.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { beside, type Beside } from './beside.ts';

/** Three calls each: together far below the share of AWS's rates that a list may take. */
const mostRunning = 20;
const mostAtOnce = 3;
/** Spot prices change every few hours. */
const knownFor = 600_000;
/** The machine says its name in its first line: soon after it begins. */
const unknownFor = 60_000;

interface Parts {
  describe: (id: string, aws: Aws, options: AwsCallOptions) => Promise<JobDetail>;
  onKnown: (detail: JobDetail) => void;
}

const key = ({ id, startedAt }: Pick<JobRow, 'id' | 'startedAt'>): string => `${id} ${startedAt ?? ''}`;

/** Prices trainings of ours that run and were not priced lately. */
export function openRunningPrices({ describe, onKnown }: Parts): Beside {
  /** When each is looked at again, ms; a try that began anew has a machine of its own. */
  const due = new Map<string, number>();

  return beside(async (rows, aws) => {
    const running = rows
      .filter(({ state, planId, parts }) => state === 'running' && planId !== null && parts === null)
      .slice(0, mostRunning);
    const keys = new Set(running.map(key));
    for (const before of due.keys()) if (!keys.has(before)) due.delete(before);
    const now = aws.now();
    const wanted = running.filter((row) => (due.get(key(row)) ?? 0) <= now).slice(0, mostAtOnce);
    for (const row of wanted) {
      due.set(key(row), now + unknownFor);
      const detail = await describe(row.id, aws, { purpose: 'background' });
      if (detail.usdPerHour !== null) due.set(key(detail), now + knownFor);
      onKnown(detail);
    }
  });
}
