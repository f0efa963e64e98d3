/** Jobs of the same imaginary Friday, in the shapes of the contract; and a log of any length, answered as main does. */
import type { z } from 'zod';
import type { JobDetail, JobRow } from '../../preload/contract/job.ts';
import type { jobs } from '../../preload/contract/domains/jobs.ts';
import { now } from './fixtures.ts';
import type { Answering } from './fake-api.ts';

export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

export const jobRow: JobRow = {
  id: 'job-1',
  name: 'plate-defects-0a1b2c3d',
  kind: 'batch',
  queue: 'millwright-training',
  region: 'us-east-1',
  state: 'waiting',
  since: ago(14),
  createdAt: ago(64),
  startedAt: null,
  endedAt: null,
  attempts: null,
  parts: null,
  usdPerHour: 0,
  usdSoFar: null,
  planId: '0a1b2c3d',
  reason: { key: 'job.why.waits-for-job.says' },
  technical: null,
};

export const jobRows: JobRow[] = [
  jobRow,
  { ...jobRow, id: 'job-2', name: 'runs-now', state: 'running', usdPerHour: null, reason: null },
  { ...jobRow, id: 'job-3', name: 'broke', state: 'failed', reason: { key: 'job.why.part-failed.says' } },
  {
    ...jobRow,
    id: 'job-4',
    name: 'many-parts',
    state: 'running',
    reason: null,
    parts: { size: 40, waiting: 20, running: 5, succeeded: 12, failed: 3 },
  },
];

export type Detail = z.output<typeof JobDetail>;

/** Ran once, was interrupted, waits for a machine. */
export const detail: Detail = {
  ...jobRow,
  attempts: 1,
  planId: null,
  timeline: [
    { at: ago(64), what: 'submitted', attempt: null, says: { key: 'job.moment.submitted' } },
    { at: ago(57), what: 'started', attempt: 1, says: { key: 'job.moment.started', params: { attempt: 1 } } },
    { at: ago(21), what: 'interrupted', attempt: 1, says: { key: 'job.moment.interrupted' } },
  ],
  attemptList: [
    {
      number: 1,
      startedAt: ago(57),
      endedAt: ago(21),
      outcome: 'interrupted',
      exitCode: null,
      says: { key: 'job.attempt.interrupted' },
      technical: 'Host EC2 (instance i-1) terminated.',
      logStream: 'train/default/1',
      machine: null,
      usdPerHour: null,
      usd: null,
    },
  ],
  attemptsAllowed: 3,
  attemptSeconds: 14_400,
  interruptions: 1,
  explanation: {
    id: 'waits-for-job',
    says: { key: 'job.why.waits-for-job.says' },
    mend: { key: 'job.why.waits-for-job.mend' },
    action: 'wait',
    technical: 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  },
  machine: { vcpus: 4, memoryMb: 15_000, gpus: 1, instanceType: null },
  money: null,
  image: '763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.18',
  environment: [
    {
      name: 'TRAINING_DATA',
      value: 's3://ml-files/census/train.csv',
      says: { key: 'job.given.TRAINING_DATA' },
    },
    { name: 'API_TOKEN', value: '…', says: null },
  ],
  log: { group: '/millwright/training', streams: ['train/default/1'] },
  results: 's3://ml-files/results/plate-defects',
  checkpoints: 's3://ml-files/checkpoints/plate-defects',
  parentId: null,
  technicalForm: { jobDefinition: 'millwright-training-plate-defects:3' },
};

type LogInput = z.output<typeof jobs.log.input>;
type LogAnswer = z.input<typeof jobs.log.output>;

export interface LogSource {
  lines: { number: number; at: string; text: string }[];
  /** Lines before the first one that AWS has and main does not. */
  inAws: number;
}

export const textOf = (n: number): string =>
  n % 1000 === 7 ? `epoch=${n} needle loss=${n}` : `epoch=${n} loss=0.${n}`;

const line = (n: number) => ({
  number: n,
  at: new Date(now - 1_000_000 + n * 1000).toISOString(),
  text: textOf(n),
});

export const logOf = (count: number, inAws = 0): LogSource => ({
  lines: Array.from({ length: count }, (_, n) => line(n)),
  inAws,
});

export function grow(log: LogSource, ...texts: string[]): void {
  for (const text of texts) {
    const number = (log.lines.at(-1)?.number ?? -1) + 1;
    log.lines.push({ ...line(number), text });
  }
}

/** As main/logs/read.ts answers. */
export const answerLog =
  (log: LogSource) =>
  ({ from, direction, search, everywhere, limit }: LogInput): LogAnswer => {
    const first = log.lines[0]?.number ?? 0;
    const wants = everywhere ? Infinity : direction === 'older' && from !== null ? limit - (from - first) : 0;
    const more = Math.max(0, Math.min(log.inAws, wants));
    if (search === '' || everywhere) {
      log.lines.unshift(...Array.from({ length: more }, (_, n) => line(first - more + n)));
      log.inAws -= more;
    }
    const wanted = search.toLowerCase();
    const found = log.lines.filter(({ text }) => text.toLowerCase().includes(wanted));
    const part =
      from === null
        ? found.slice(-limit)
        : direction === 'newer'
          ? found.filter(({ number }) => number > from).slice(0, limit)
          : found.filter(({ number }) => number < from).slice(-limit);
    return {
      lines: part,
      earlier: [],
      loaded: log.lines.length,
      matches: found.length,
      olderInAws: log.inAws > 0,
      upToDate: true,
    };
  };

export const jobAnswers = (more: Answering = {}): Answering => ({
  'jobs.list': { version: 1, loadedAt: ago(0), stale: false, rows: jobRows },
  'jobs.get': detail,
  'jobs.log': answerLog(logOf(30)),
  'jobs.numbers': { series: [] },
  'jobs.parts': { rows: [] },
  ...more,
});
