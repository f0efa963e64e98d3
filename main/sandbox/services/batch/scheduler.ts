/** The scheduler of a region: lets jobs in, starts machines for them, and says what blocks a queue. */
import type { SandboxAccount } from '../../engine/types.ts';
import { beginAttempt } from './attempts.ts';
import { blockage, type Blockage, type Refusal } from './blocked.ts';
import { dependencies, fail, keep, mutable, noChildren, toRunnable } from './job-life.ts';
import {
  environments,
  jobs,
  machines,
  queues,
  type Environment,
  type Job,
  type JobSpec,
  type Machine,
  type Queue,
} from './kinds.ts';
import { fits, freeOn, keepMinimum, launch, take, type Needs } from './machines.ts';
import { batchArn, specOf } from './names.ts';
import { serviceRoleLacks } from './roles.ts';
import { lookAgain, tickTimer, wake, woken, type Tick } from './wake.ts';

function tick(account: SandboxAccount, region: string, data: Tick): void {
  woken(account, region, data);
  for (const environment of environments(account, region).list()) keepMinimum(account, region, environment);
  admit(account, region);
  dispatch(account, region);
  if (
    jobs(account, region)
      .list()
      .some((job) => job.status === 'RUNNABLE')
  )
    lookAgain(account, region);
}

/** SUBMITTED and PENDING ones go on when nothing holds them. */
function admit(account: SandboxAccount, region: string): void {
  for (const { id } of jobs(account, region).list()) {
    const job = jobs(account, region).get(id);
    if (job?.status !== 'SUBMITTED' && job?.status !== 'PENDING') continue;
    if (job.array && job.status === 'PENDING' && hasChildren(job)) continue;
    const state = dependencies(account, region, job);
    if (state === 'open') {
      if (job.status === 'SUBMITTED') keep(account, region, { ...mutable(job), status: 'PENDING' });
    } else if (job.cancelReason !== undefined) fail(account, region, mutable(job), job.cancelReason);
    else if (state === 'failed') fail(account, region, mutable(job), 'Dependent Job failed');
    else if (job.array) spawn(account, region, job);
    else toRunnable(account, region, mutable(job));
  }
}

const hasChildren = (job: Readonly<Job>) =>
  Object.values(job.array?.summary ?? {}).reduce((sum, n) => sum + n, 0) > 0;

/** The children of an array; its parent is PENDING from now on. */
function spawn(account: SandboxAccount, region: string, parent: Readonly<Job>): void {
  const size = parent.array?.size ?? 0;
  const now = account.clock.now();
  const waits = parent.dependsOn.some((d) => d.type !== undefined);
  const status = waits ? 'PENDING' : 'RUNNABLE';
  keep(account, region, {
    ...mutable(parent),
    status: 'PENDING',
    array: { size, summary: { ...noChildren(), [status]: size }, summaryAt: now },
  });
  for (let index = 0; index < size; index++) {
    const id = `${parent.id}:${index}`;
    jobs(account, region).put({
      id,
      name: parent.name,
      arn: batchArn(account, region, `job/${id}`),
      queue: parent.queue,
      definition: parent.definition,
      status,
      createdAt: now,
      parent: parent.id,
      index,
      dependsOn: [],
      attempts: [],
      tags: { ...parent.tags },
      turn: 0,
      ...(waits ? {} : { runnableAt: now }),
    });
  }
  wake(account, region);
}

interface Place {
  machine: Machine;
  free: Needs;
}

interface Round {
  account: SandboxAccount;
  region: string;
  /** By environment. */
  places: Map<string, Place[]>;
}

function dispatch(account: SandboxAccount, region: string): void {
  const runnable = jobs(account, region)
    .list()
    .filter((job) => job.status === 'RUNNABLE');
  const waiting = Map.groupBy(runnable, (job) => job.queue);
  if (waiting.size === 0) return;
  const places = new Map<string, Place[]>();
  for (const machine of machines(account, region).list()) {
    const place = { machine, free: freeOn(account, region, machine) };
    places.set(machine.environment, [...(places.get(machine.environment) ?? []), place]);
  }
  const byPriority = queues(account, region)
    .list()
    .toSorted((a, b) => b.priority - a.priority);
  for (const queue of byPriority)
    if (queue.status === 'VALID')
      serve(
        { account, region, places },
        queue,
        (waiting.get(queue.arn) ?? []).map((job) => job.id),
      );
}

type Found = 'begun' | 'reserved' | { no: Blockage };

/** In the order of submission. What can never run, or finds no machine, holds all that stand behind it. */
function serve(round: Round, queue: Readonly<Queue>, ids: readonly string[]): void {
  const { account, region } = round;
  const usable = queue.order.flatMap((o) => {
    const found = environments(account, region)
      .list()
      .find((e) => e.arn === o.computeEnvironment);
    return found ? [found] : [];
  });
  const full = new Set<string>();
  let front = true;
  for (const id of ids) {
    const job = jobs(account, region).get(id);
    if (job?.status !== 'RUNNABLE') continue;
    const spec = specOf(account, region, job);
    const kind = `${spec.vcpus} ${spec.memoryMib} ${spec.gpus}`;
    if (full.has(kind)) continue;
    const found = place(round, usable, job, spec);
    if (found === 'begun') continue;
    if (found === 'reserved') front = false;
    else if (found.no.code === 'full') {
      full.add(kind);
      front = false;
    } else if (!front) return;
    else if (!blockedLongEnough(account, region, queue, job, found.no)) return;
  }
}

function place(
  round: Round,
  usable: readonly Readonly<Environment>[],
  job: Readonly<Job>,
  spec: Readonly<JobSpec>,
): Found {
  const { account, region, places } = round;
  const enabled = usable.filter((e) => e.state === 'ENABLED' && e.status === 'VALID');
  const refusals: Refusal[] = [];
  for (const state of ['running', 'pending'] as const)
    for (const { arn } of enabled) {
      const spot = (places.get(arn) ?? []).find((p) => p.machine.state === state && fits(p.free, spec));
      if (!spot) continue;
      take(spot.free, spec);
      if (state === 'pending') return calm(account, region, job);
      const machine = machines(account, region).get(spot.machine.id);
      if (machine) beginAttempt(account, region, job, { ...machine, jobs: [...machine.jobs] });
      return 'begun';
    }
  for (const environment of enabled) {
    if (serviceRoleLacks(account, environment.serviceRole)) {
      refusals.push({ environment, no: 'role' });
      continue;
    }
    const started = launch(account, region, environment, spec);
    if ('no' in started) {
      refusals.push({ environment, no: started.no });
      continue;
    }
    const { machine } = started;
    const fresh = { machine, free: freeOn(account, region, machine) };
    take(fresh.free, spec);
    places.set(environment.arn, [...(places.get(environment.arn) ?? []), fresh]);
    return calm(account, region, job);
  }
  return { no: blockage(usable, enabled, refusals, spec) };
}

/** A machine comes for it: nothing blocks it any more. */
function calm(account: SandboxAccount, region: string, job: Readonly<Job>): 'reserved' {
  if (job.blocked) {
    const { blocked: _, statusReason: __, ...rest } = mutable(job);
    keep(account, region, rest);
  }
  return 'reserved';
}

/** Says what blocks the first job of a queue. True: it waited as long as the queue lets it, and is cancelled. */
function blockedLongEnough(
  account: SandboxAccount,
  region: string,
  queue: Readonly<Queue>,
  job: Readonly<Job>,
  { code, text }: Blockage,
): boolean {
  const now = account.clock.now();
  const since = job.blocked?.code === code ? job.blocked.since : now;
  const limit = queue.limits.find((l) => l.reason === code);
  if (limit && now - since >= (limit.maxTimeSeconds ?? 0) * 1000) {
    // https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
    const reason = `Canceled by JobStateTimeLimit action due to reason: ${code}`;
    fail(account, region, { ...mutable(job), cancelled: true }, reason);
    return true;
  }
  if (job.blocked?.code !== code || job.statusReason !== text)
    keep(account, region, { ...mutable(job), blocked: { code, since }, statusReason: text });
  return false;
}

export const schedulerTimers = { [tickTimer]: tick };
