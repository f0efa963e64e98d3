/** What must hold when everything has come to rest, and when nobody starts a program again. */
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { objectsOf } from './held.ts';
import { homeOf } from './home.ts';
import { isAlone, mark, type Seen } from './judge.ts';
import { bucket, foreign } from './prepared.ts';
import { type Laptop, linesOnDisk, type World } from './world.ts';

/** Errors that AWS had no part in: our own way of going on was wrong. */
const ourFault = new Set(['internal', 'plan.alreadyApplied', 'plan.differsFromChangeSet', 'call.timedOut']);

type Wrong = (what: string) => void;

export async function atRest(world: World, seen: Seen, wrong: Wrong): Promise<void> {
  const { agreed } = seen;
  // What AWS was asked to remove goes by itself.
  if ((await stacksOf(world)).some(({ status }) => status === 'DELETE_IN_PROGRESS'))
    await world.sandbox.advance(600);
  const living: Living = new Map();
  for (const { name, status, planId } of await stacksOf(world)) {
    if (planId !== undefined && agreed.has(planId)) living.set(`${planId} ${name}`, { name, status });
    if (/_IN_PROGRESS$/.test(status) && status !== 'REVIEW_IN_PROGRESS')
      wrong(`P1 ${name} is left ${status}`);
  }
  const deleted = new Set(
    [...agreed.values()].flatMap(({ changes }) =>
      changes.flatMap((change) =>
        change.kind === 'stack' && change.action === 'delete' ? [change.stackName] : [],
      ),
    ),
  );
  const listed = new Set<string>();
  for (const laptop of world.laptops) {
    const engine = await world.open(laptop);
    for (const { planId } of engine.applying.reconciling.found()) listed.add(planId);
    for (const line of linesOnDisk(laptop)) if (line.line === 'left') listed.add(line.id.split(' ')[1] ?? '');
    for (const task of await engine.tasks.list()) {
      const plan = agreed.get(task.planId);
      if (plan === undefined) continue;
      listed.add(plan.id);
      const shared = (seen.begun.get(plan.id)?.size ?? 0) > 1;
      judgeTask(task, plan, { laptop, seen, living, deleted, shared }, wrong);
      if (isForNoReason(task, plan, laptop, seen)) wrong(`P1 failed for no reason: ${plan.source}`);
      for (const key of task.state === 'succeeded' ? notDeleted(world, laptop, plan, task) : [])
        wrong(`P6 ${plan.source} succeeded, and ${key} is there`);
    }
    if (laptop.faults.length > 0) wrong(`P6 a fault nobody waits for: ${String(laptop.faults[0])}`);
  }
  for (const [key, { name, status }] of living)
    if (!listed.has(key.split(' ')[0] ?? '') && !listed.has(name))
      wrong(`P1 ${key} is ${status} and no laptop lists it`);
  judgeForeign(world, seen, deleted, wrong);
  // P3: nobody starts a program again until tomorrow, and no machine of ours is billed any more.
  const unguarded = await guardIsGone(world, seen, wrong);
  await world.sandbox.advance(26 * 3600);
  for (const { key, billed, madeBy } of world.sandbox.ledger()) {
    const theirs = key === foreign.notebook || madeBy.endsWith(':user/somebody-else');
    if (!theirs && !unguarded && billed.some(({ to, unit }) => to === null && unit === 'hour'))
      wrong(`P3 ${key} is billed for ever`);
  }
}

/** Somebody else removed what stops notebooks in the evening: then Home must say so of those that run. */
async function guardIsGone(world: World, { others }: Seen, wrong: Wrong): Promise<boolean> {
  const ledger = world.sandbox.ledger();
  const gone = ledger.every(({ key, goneAt }) => !key.endsWith('-guard') || goneAt !== null);
  if (!gone || !others) return false;
  const running = ledger.filter(
    ({ key, kind, billed, madeBy }) =>
      kind === 'sagemaker/notebook-instance' &&
      key !== foreign.notebook &&
      !madeBy.endsWith(':user/somebody-else') &&
      billed.some(({ to, unit }) => to === null && unit === 'hour'),
  );
  for (const laptop of world.laptops) {
    const { needs } = await homeOf(await world.open(laptop));
    if (running.length > 0 && !needs.some(({ id }) => id === 'guard'))
      wrong(
        `P7 nothing stops ${running.map(({ key }) => key).join()} in the evening, and Home does not say so`,
      );
  }
  return true;
}

/** By plan and name. */
type Living = Map<string, { name: string; status: string }>;

async function stacksOf(world: World) {
  const all: { name: string; status: string; planId: string | undefined }[] = [];
  const aws = await (await world.open(world.laptops[0])).connections.aws();
  for await (const page of aws.pages('cloudformation', 'DescribeStacks', {}))
    for (const { StackName: name = '', StackStatus: status = '', Tags = [] } of page.Stacks ?? [])
      all.push({ name, status, planId: Tags.find(({ Key }) => Key === 'millwright:plan')?.Value });
  return all;
}

function judgeTask(
  task: Task,
  plan: Plan,
  around: { laptop: Laptop; seen: Seen; living: Living; deleted: Set<string>; shared: boolean },
  wrong: Wrong,
): void {
  const { laptop, seen, living, deleted, shared } = around;
  const { source } = plan;
  const mine = plan.changes.flatMap((change) =>
    change.kind === 'stack' && change.action === 'create' ? [`${plan.id} ${change.stackName}`] : [],
  );
  const there = shared ? [] : mine.filter((key) => living.has(key));
  const code = task.error?.code ?? '';
  if (!['succeeded', 'failed', 'cancelled'].includes(task.state))
    wrong(`P1 a task is left ${task.state} ${code}: ${source}`);
  if (task.state === 'failed' && code === '') wrong('P7 a failed task says nothing');
  // Where somebody else changed the same thing meanwhile, AWS would do something else, and nothing is done.
  const between = code === 'plan.differsFromChangeSet' && !isAlone(plan, laptop, seen);
  if (task.state === 'failed' && ourFault.has(code) && !shared && !between)
    wrong(`P7 a task ended with ${code}: ${source}`);
  if (task.state === 'cancelled' && !seen.asked.has(mark(laptop, plan.id)))
    wrong(`P6 ${source} was taken back by nobody`);
  if (task.state === 'cancelled' && there.length > 0) wrong(`P1 taken back, and ${there.join()} is there`);
  if (task.state === 'failed' && there.length > 0 && task.leftOver.length === 0 && !task.cancellable)
    wrong(`P1 failed, and ${there.join()} is there and not said`);
  if (task.state !== 'succeeded') return;
  if (seen.tookBack.has(mark(laptop, plan.id))) wrong(`P6 ${source} was asked to be taken back`);
  for (const key of mine)
    if (!living.has(key) && !deleted.has(key.split(' ')[1] ?? '') && !seen.others && !shared)
      wrong(`P6 succeeded, and ${key} is not there`);
}

/** Where AWS did all that it was asked and nobody came between, a death alone must not make a plan fail. */
function isForNoReason(task: Task, plan: Plan, laptop: Laptop, seen: Seen): boolean {
  const doubtful = ['outcome.unknown', 'aws.stackFailed', 'aws.stackStuck'].includes(task.error?.code ?? '');
  // Later the evening stop may have ended what was started.
  const soon = Date.parse(task.endedAt ?? '') - Date.parse(task.startedAt) < 3_600_000;
  return task.state === 'failed' && doubtful && soon && seen.faults === 0 && isAlone(plan, laptop, seen);
}

/** Objects that a plan was to delete, were there before it ended, and still are. */
function notDeleted(world: World, laptop: Laptop, { changes }: Plan, { endedAt = '' }: Task): string[] {
  const paths = changes.flatMap((change) => {
    if (change.kind !== 'call' || change.operation !== 'DeleteObjects') return [];
    const { Bucket, Delete } = change.input as { Bucket: string; Delete: { Objects: { Key: string }[] } };
    return Delete.Objects.map(({ Key }) => `${Bucket}/${Key}`);
  });
  // AWS tells a clock that jumped the time to the second.
  const before = Date.parse(endedAt) - (laptop.everSkewed ? 1_000 : 0);
  return objectsOf(world.sandbox).flatMap(({ path, at }) =>
    paths.includes(path) && at < before ? [path] : [],
  );
}

function judgeForeign(world: World, seen: Seen, deleted: Set<string>, wrong: Wrong): void {
  const ledger = world.sandbox.ledger();
  // Keys of a person are made up anew by every account.
  for (const { kind, key, goneAt } of ledger)
    if (kind !== 'iam/access-key') world.trace.push(`ledger ${kind} ${key} ${goneAt ?? 'there'}`);
  const stillThere = (kind: RegExp, key: string) =>
    ledger.some((entry) => kind.test(entry.kind) && entry.key.includes(key) && entry.goneAt === null);
  const agreedTo = (source: string) =>
    [...seen.agreed.values()].some(
      (plan) => plan.source === source && JSON.stringify(plan.changes).includes(`"${foreign.notebook}"`),
    );
  if (!stillThere(/stack$/, foreign.stack)) wrong('P4 the stack of somebody else is gone');
  if (!stillThere(/bucket$/, foreign.bucket)) wrong('P4 the bucket of somebody else is gone');
  if (!stillThere(/notebook-instance$/, foreign.notebook) && !agreedTo('notebook-delete') && !seen.others)
    wrong('P4 the notebook of somebody else is gone');
  if (!stillThere(/bucket$/, bucket) && !deleted.has(`millwright-storage-${bucket}`))
    wrong('P4 a bucket with data is gone');
}
