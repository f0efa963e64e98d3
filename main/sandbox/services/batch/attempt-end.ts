/** How an attempt ends: the program is stopped, the machine is free again, and the rules say whether the job is tried again. */
import type { EvaluateOnExit } from '@aws-sdk/client-batch';
import type { SandboxAccount } from '../../engine/types.ts';
import { matches } from './choices.ts';
import { fail, keep, mutable, toRunnable } from './job-life.ts';
import { logTo } from './job-log.ts';
import { jobs, machines, type Attempt, type AttemptContainer, type Job } from './kinds.ts';
import { standIdle } from './machines.ts';
import { specOf } from './names.ts';
import type { RunningProgram } from './programs.ts';
import { wake } from './wake.ts';

/** An attempt: the job, and which of its turns. */
export interface OfAttempt {
  id: string;
  turn: number;
}

const programs = new WeakMap<SandboxAccount, Map<string, RunningProgram>>();
export const programsOf = (account: SandboxAccount) => {
  const found = programs.get(account) ?? new Map<string, RunningProgram>();
  programs.set(account, found);
  return found;
};
export const programKey = (region: string, { id, turn }: OfAttempt) => `${region} ${id} ${turn}`;

/** The job, while this attempt of it is under way. */
export const attemptOf = (account: SandboxAccount, region: string, { id, turn }: OfAttempt) => {
  const job = jobs(account, region).get(id);
  return job?.turn === turn && job.now ? job : undefined;
};

export function write(
  account: SandboxAccount,
  region: string,
  job: Readonly<Job>,
  lines: readonly string[],
): void {
  const stream = job.now?.container.logStreamName;
  if (stream !== undefined && lines.length > 0)
    logTo(account, region, specOf(account, region, job), stream, lines);
}

/** SIGTERM for the program of an attempt; its last lines go to the log. */
export async function stopProgram(
  account: SandboxAccount,
  region: string,
  job: Readonly<Job>,
): Promise<void> {
  const key = programKey(region, job);
  const program = programsOf(account).get(key);
  programsOf(account).delete(key);
  if (program) write(account, region, job, await program.stop());
}

export interface End {
  exitCode?: number;
  reason?: string;
  statusReason: string;
  /** Not tried again, whatever the rules say. */
  final?: boolean;
}

export function endAttempt(account: SandboxAccount, region: string, before: Readonly<Job>, end: End): void {
  const job = mutable(before);
  const { now } = job;
  if (!now) return;
  programsOf(account).delete(programKey(region, job));
  const container: AttemptContainer = {
    ...now.container,
    ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(end.reason === undefined ? {} : { reason: end.reason }),
  };
  const stoppedAt = account.clock.now();
  const attempt: Attempt = {
    container,
    ...(now.startedAt === undefined ? {} : { startedAt: now.startedAt }),
    stoppedAt,
    statusReason: end.statusReason,
  };
  leave(account, region, now.machine, job.id);
  const { now: _, ...rest } = job;
  const ended: Job = { ...rest, attempts: [...job.attempts, attempt], last: container };
  const { retry } = specOf(account, region, job);
  if (end.exitCode === 0 && end.final !== true)
    keep(account, region, {
      ...ended,
      status: 'SUCCEEDED',
      statusReason: end.statusReason,
      stoppedAt,
      turn: job.turn + 1,
    });
  else if (end.final !== true && ended.attempts.length < retry.attempts && again(retry.evaluateOnExit, end))
    toRunnable(account, region, ended);
  else fail(account, region, ended, end.statusReason);
  wake(account, region);
}

function leave(account: SandboxAccount, region: string, machineId: string, jobId: string): void {
  const machine = machines(account, region).get(machineId);
  if (!machine) return;
  const left = { ...machine, jobs: machine.jobs.filter((id) => id !== jobId) };
  if (left.jobs.length === 0) standIdle(account, region, left);
  else machines(account, region).put(left);
}

/** The first rule whose conditions all fit decides; where none fits the job is tried again. */
export function again(rules: readonly EvaluateOnExit[] | undefined, end: End): boolean {
  const fitting = rules?.find(
    (rule) =>
      matches(rule.onStatusReason ?? '*', end.statusReason) &&
      matches(rule.onReason ?? '*', end.reason ?? '') &&
      matches(rule.onExitCode ?? '*', end.exitCode === undefined ? '' : String(end.exitCode)),
  );
  return fitting?.action?.toUpperCase() !== 'EXIT';
}
