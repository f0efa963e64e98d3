/** One attempt of a job: the image is pulled, the container runs and ends; then the job is over or tried again. */
import type { SandboxAccount } from '../../engine/types.ts';
import { fateNamed, meets, type Fate } from './choices.ts';
import {
  attemptOf,
  endAttempt,
  programKey,
  programsOf,
  stopProgram,
  write,
  type OfAttempt,
} from './attempt-end.ts';
import { imageFault } from './images.ts';
import { keep, mutable } from './job-life.ts';
import { commandOf, environmentFor } from './job-environment.ts';
import { logFault, logTo, streamName } from './job-log.ts';
import { jobs, machines, type Job, type Machine } from './kinds.ts';
import { environmentOf, specOf } from './names.ts';
import { startProgram } from './programs.ts';
import { roleFault } from './roles.ts';
import { wake } from './wake.ts';

const runs = 'batch.attempt.runs';
const step = 'batch.attempt.step';
const fated = 'batch.attempt.fate';
const timeout = 'batch.attempt.timeout';
const lost = 'batch.machine.lost';

/** Seconds: the image is pulled; from the notice of a Spot interruption until the machine is gone. */
export const attemptTimes = { pull: 45, interruption: 120 } as const;

const exited = 'Essential container in task exited';

/** Puts a job on a machine that has room for it. */
export function beginAttempt(
  account: SandboxAccount,
  region: string,
  job: Readonly<Job>,
  machine: Machine,
): void {
  const cluster = environmentOf(account, region, machine.environment)?.cluster ?? '';
  const task = account.newId(32);
  const arn = (what: string) => `arn:aws:ecs:${region}:${account.id}:${what}/${cluster}`;
  const { blocked: _, statusReason: __, ...rest } = mutable(job);
  const turn = job.turn + 1;
  const fate = meets(account, region, job.name);
  keep(account, region, {
    ...rest,
    status: 'STARTING',
    turn,
    now: {
      machine: machine.id,
      container: {
        containerInstanceArn: `${arn('container-instance')}/${account.newId(32)}`,
        taskArn: `${arn('task')}/${task}`,
      },
      ...(fate === undefined ? {} : { fate }),
    },
  });
  const { idleSince: ___, ...worker } = machine;
  machines(account, region).put({ ...worker, jobs: [...machine.jobs, job.id] });
  account.afterTransition(attemptTimes.pull, runs, region, { id: job.id, turn } satisfies OfAttempt);
}

async function onRuns(account: SandboxAccount, region: string, data: OfAttempt): Promise<void> {
  const found = attemptOf(account, region, data);
  if (found?.status !== 'STARTING') return;
  const spec = specOf(account, region, found);
  const { image = '' } = spec.container;
  const fate = found.now?.fate === undefined ? undefined : fateNamed(found.now.fate);
  const reason = fate?.after === 'start' ? fate.reason?.(image) : await imageFault(account, region, image);
  const job = attemptOf(account, region, data);
  if (!job?.now) return;
  const role =
    roleFault(account, spec.container.executionRoleArn) ?? roleFault(account, spec.container.jobRoleArn);
  if (role !== undefined) {
    endAttempt(account, region, job, { statusReason: role });
    return;
  }
  const stream = streamName(spec, job.definition, job.now.container.taskArn ?? '');
  const notStarted = reason ?? logFault(account, region, spec);
  if (notStarted !== undefined) {
    endAttempt(account, region, job, { reason: notStarted, statusReason: 'Task failed to start' });
    return;
  }
  const now = account.clock.now();
  keep(account, region, {
    ...mutable(job),
    status: 'RUNNING',
    startedAt: now,
    now: { ...job.now, startedAt: now, container: { ...job.now.container, logStreamName: stream } },
  });
  logTo(account, region, spec, stream, []);
  account.after(0, step, region, data);
  if (typeof fate?.after === 'number') account.after(fate.after, fated, region, data);
  if (spec.timeoutSeconds !== undefined) account.after(spec.timeoutSeconds, timeout, region, data);
}

/** Lets the program work on to its next pause. */
async function onStep(account: SandboxAccount, region: string, data: OfAttempt): Promise<void> {
  const job = attemptOf(account, region, data);
  if (job?.status !== 'RUNNING') return;
  const spec = specOf(account, region, job);
  const all = programsOf(account);
  const key = programKey(region, data);
  const machine = machines(account, region).get(job.now?.machine ?? '');
  const program =
    all.get(key) ??
    startProgram({
      account,
      region,
      jobId: job.id,
      jobName: job.name,
      attempt: job.attempts.length + 1,
      image: spec.container.image ?? '',
      command: commandOf(spec),
      environment: environmentFor(account, region, job, spec),
      ...(machine && { machine: { type: machine.type, zone: machine.zone } }),
      ...(spec.container.jobRoleArn === undefined ? {} : { jobRoleArn: spec.container.jobRoleArn }),
    });
  all.set(key, program);
  const moment = await program.next();
  const now = attemptOf(account, region, data);
  if (now?.status !== 'RUNNING') return;
  write(account, region, now, moment.lines);
  if (!('exitCode' in moment)) {
    account.after(moment.seconds, step, region, data);
    return;
  }
  const { exitCode, reason } = moment;
  endAttempt(account, region, now, {
    exitCode,
    statusReason: exited,
    ...(reason === undefined ? {} : { reason }),
  });
}

async function onFate(account: SandboxAccount, region: string, data: OfAttempt): Promise<void> {
  const job = attemptOf(account, region, data);
  const fate: Fate | undefined = job?.now?.fate === undefined ? undefined : fateNamed(job.now.fate);
  if (!job?.now || !fate) return;
  if (job.now.fate === 'interrupted') return loseMachine(account, region, { id: job.now.machine });
  programsOf(account).delete(programKey(region, data));
  write(account, region, job, fate.lines ?? []);
  const { image = '' } = specOf(account, region, job).container;
  endAttempt(account, region, job, {
    statusReason: fate.statusReason,
    ...(fate.exitCode === undefined ? {} : { exitCode: fate.exitCode }),
    ...(fate.reason ? { reason: fate.reason(image) } : {}),
  });
}

async function onTimeout(account: SandboxAccount, region: string, data: OfAttempt): Promise<void> {
  const job = attemptOf(account, region, data);
  if (!job) return;
  await stopProgram(account, region, job);
  endAttempt(account, region, attemptOf(account, region, data) ?? job, {
    exitCode: 137,
    statusReason: 'Job attempt duration exceeded timeout',
    final: true,
  });
}

/** A person ends it: `reason` stands in the job, and it is not tried again. */
export async function terminateAttempt(
  account: SandboxAccount,
  region: string,
  job: Readonly<Job>,
  reason: string,
): Promise<void> {
  await stopProgram(account, region, job);
  const now = attemptOf(account, region, job);
  if (now)
    endAttempt(
      account,
      region,
      { ...now, terminated: true },
      {
        statusReason: reason,
        final: true,
        ...(now.status === 'RUNNING' ? { exitCode: 137 } : {}),
      },
    );
}

/** EC2 takes the machine back: two minutes' notice, then it is gone with all that runs on it. */
export function interruptMachine(account: SandboxAccount, region: string, id: string): void {
  account.afterTransition(attemptTimes.interruption, lost, region, { id });
}

/** Text as reported in ministryofjustice/modernisation-platform-environments#17291 and saebyn/glowing-telegram#564. */
export async function loseMachine(
  account: SandboxAccount,
  region: string,
  { id }: { id: string },
): Promise<void> {
  const machine = machines(account, region).get(id);
  if (!machine) return;
  for (const jobId of machine.jobs) {
    const job = jobs(account, region).get(jobId);
    if (job?.now?.machine !== id) continue;
    await stopProgram(account, region, job);
    const now = attemptOf(account, region, job);
    if (now) endAttempt(account, region, now, { statusReason: `Host EC2 (instance ${id}) terminated.` });
  }
  machines(account, region).delete(id);
  wake(account, region);
}

export const attemptTimers = {
  [runs]: onRuns,
  [step]: onStep,
  [fated]: onFate,
  [timeout]: onTimeout,
  [lost]: loseMachine,
};

function failStart(account: SandboxAccount, region: string, data: OfAttempt, reason: string): void {
  const job = attemptOf(account, region, data);
  if (job) endAttempt(account, region, job, { reason, statusReason: 'Task failed to start' });
}
export const attemptFailures = { [runs]: failStart };
