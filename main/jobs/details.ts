/** Everything that the page of one job shows. */
import type { JobAttempt, JobDetail } from '../../preload/contract/job.ts';
import { message } from '../../preload/contract/message.ts';
import type { OutputOf } from '../aws/aws.ts';
import { scrub } from '../aws/scrub.ts';
import { explain, type JobFacts } from './explain.ts';
import { asKnown } from './known-job.ts';
import { jobRow } from './rows.ts';
import { timelineOf } from './timeline.ts';

export type Described = NonNullable<OutputOf<'batch', 'DescribeJobs'>['jobs']>[number];

/** Where Batch writes what jobs print, unless the definition names another place. */
const usualGroup = '/aws/batch/job';

/** What Millwright gives to a job, and what it means. */
const given = new Set([
  'SCRIPT_DIR',
  'RUN_SCRIPT',
  'TRAINING_DATA',
  'TEST_DATA',
  'MODEL_DIR',
  'EXPORT_PATH',
  'MILLWRIGHT_CHECKPOINTS',
]);
const secretName = /pass(?:word|wd)?|secret|token|credential|api_?key|access_?key|private/i;

const iso = (ms: number | undefined): string | null =>
  ms === undefined || ms <= 0 ? null : new Date(ms).toISOString();

/** `arn:aws:batch:…:job-queue/millwright-training` */
export const queueIn = ({ jobQueue = '' }: Pick<Described, 'jobQueue'>): string =>
  jobQueue.split('/').at(-1) ?? '';

const isInterruption = (reason: string): boolean =>
  /^(?:Host EC2|Your Spot Task was interrupted)/.test(reason);

/** What it cost is found out elsewhere: Batch does not tell the machine. */
const notPriced = { machine: null, usdPerHour: null, usd: null };

/** Finished attempts, and the one that runs. */
export function attemptsOf(job: Described): JobAttempt[] {
  const done = (job.attempts ?? []).map((attempt, index): JobAttempt => {
    const { exitCode, reason = '', logStreamName } = attempt.container ?? {};
    const { statusReason = '' } = attempt;
    const interrupted = isInterruption(statusReason);
    const succeeded = !interrupted && exitCode === 0 && reason === '';
    const technical = [statusReason, reason].filter((text) => text !== '').join(' · ');
    return {
      number: index + 1,
      startedAt: iso(attempt.startedAt),
      endedAt: iso(attempt.stoppedAt),
      outcome: interrupted ? 'interrupted' : succeeded ? 'succeeded' : 'failed',
      exitCode: exitCode ?? null,
      says: interrupted
        ? message('job.attempt.interrupted')
        : succeeded || exitCode === undefined
          ? null
          : message('job.attempt.exit', { code: exitCode }),
      technical: technical === '' ? null : scrub(technical),
      logStream: logStreamName ?? null,
      ...notPriced,
    };
  });
  const stream = job.container?.logStreamName;
  const runs = job.status === 'RUNNING' || job.status === 'STARTING';
  if (runs)
    done.push({
      number: done.length + 1,
      startedAt: job.status === 'RUNNING' ? iso(job.startedAt) : null,
      endedAt: null,
      outcome: 'running',
      exitCode: null,
      says: null,
      technical: null,
      logStream: stream ?? null,
      ...notPriced,
    });
  return done;
}

/** Streams of the log by attempt, the last one last; a stream may not be there yet. */
export function logOf(job: Described): JobDetail['log'] {
  const streams = attemptsOf(job).flatMap(({ logStream }) => logStream ?? []);
  const last = job.container?.logStreamName;
  if (last !== undefined && !streams.includes(last)) streams.push(last);
  return { group: job.container?.logConfiguration?.options?.['awslogs-group'] ?? usualGroup, streams };
}

function asks(job: Described): JobFacts['asks'] & object {
  const of = (type: string): number | null => {
    const value = job.container?.resourceRequirements?.find((one) => one.type === type)?.value;
    return value === undefined ? null : Number(value);
  };
  return {
    vcpus: of('VCPU') ?? positive(job.container?.vcpus),
    memoryMb: of('MEMORY') ?? positive(job.container?.memory),
    gpus: of('GPU') ?? 0,
  };
}

const positive = (value: number | undefined): number | null =>
  value === undefined || value <= 0 ? null : value;

/** What a description tells somebody who asks why. */
export function factsOf(job: Described, now: number): JobFacts {
  const lastEnd = job.attempts?.at(-1)?.stoppedAt;
  const queued = lastEnd ?? job.createdAt ?? now;
  return {
    status: job.status ?? '',
    statusReason: job.statusReason ?? '',
    containerReason: job.container?.reason ?? '',
    exitCode: job.container?.exitCode ?? null,
    waitedSeconds: Math.max(0, Math.round((now - queued) / 1000)),
    attemptSeconds: job.timeout?.attemptDurationSeconds ?? null,
    attemptsAllowed: job.retryStrategy?.attempts ?? null,
    asks: asks(job),
    image: job.container?.image ?? null,
  };
}

/** `more`: what was found out besides the description. */
export function jobDetail(
  job: Described,
  region: string,
  now: number,
  more: Partial<JobFacts> = {},
): JobDetail {
  const known = asKnown(job, queueIn(job));
  const row = jobRow(known, region);
  const attemptList = attemptsOf(job);
  const environment = (job.container?.environment ?? []).map(({ name = '', value = '' }) => ({
    name,
    value: secretName.test(name) ? '…' : scrub(value),
    says: given.has(name) ? message(`job.given.${name}`) : null,
  }));
  const told = (name: string) => job.container?.environment?.find((one) => one.name === name)?.value ?? null;
  const explanation = row.state === 'stopped' ? null : explain({ ...factsOf(job, now), ...more });
  return {
    ...row,
    // The tag says it whole; a name only its beginning.
    planId: job.tags?.['millwright:plan'] ?? row.planId,
    attempts: attemptList.length,
    reason: explanation?.says ?? null,
    explanation,
    attemptList,
    timeline: timelineOf(job, attemptList, row.state),
    attemptsAllowed: job.retryStrategy?.attempts ?? null,
    attemptSeconds: job.timeout?.attemptDurationSeconds ?? null,
    interruptions: attemptList.filter(({ outcome }) => outcome === 'interrupted').length,
    machine: {
      ...{ vcpus: null, memoryMb: null, gpus: null },
      ...asks(job),
      instanceType: job.container?.instanceType ?? null,
    },
    money: null,
    image: job.container?.image ?? null,
    environment,
    log: logOf(job),
    results: told('EXPORT_PATH'),
    checkpoints: told('MILLWRIGHT_CHECKPOINTS'),
    parentId: /^(.+):\d+$/.exec(known.id)?.[1] ?? null,
    technicalForm: technicalForm(job),
  };
}

/** As AWS names it, without what the script was given: that is shown by itself, with its secrets hidden. */
function technicalForm(job: Described): JobDetail['technicalForm'] {
  const { container, parameters: _parameters, ...rest } = job;
  const { environment: _environment, secrets: _secrets, command, ...machine } = container ?? {};
  const shown = { ...rest, container: { ...machine, command: command?.map((word) => scrub(word)) } };
  return JSON.parse(JSON.stringify(shown)) as JobDetail['technicalForm'];
}
