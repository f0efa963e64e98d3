/** The promises, looked at with the account's own ledger: after every call, and when everything has come to rest. */
import type { Plan } from '../../../preload/contract/plan.ts';
import type { ObservedCall, Outcome } from '../../../main/sandbox/index.ts';
import { bucket, foreign, linesOnDisk, type World } from './world.ts';

const announced: Record<string, [step: string, fact: string, input: string]> = {
  CreateChangeSet: ['change-set', 'changeSetName', 'ChangeSetName'],
  ExecuteChangeSet: ['execute', 'changeSetId', 'ChangeSetName'],
};
const calls = new Set([
  'StartNotebookInstance',
  'StopNotebookInstance',
  'DeleteNotebookInstance',
  'DeleteBucket',
]);
const reads = /^(?:Describe|List|Get|Head|Simulate)/;

export interface Judge {
  /** Plans that the person agreed to, by id. */
  agreed: Map<string, Plan>;
  /** Plans that the person asked to be taken back, and those for which that was answered. */
  asked: Set<string>;
  tookBack: Set<string>;
  /** Stacks made by their tag, by plan and name. */
  stacks: Map<string, Set<string>>;
  end(): Promise<void>;
}

export function judge(world: World): Judge {
  const agreed = new Map<string, Plan>();
  const asked = new Set<string>();
  const tookBack = new Set<string>();
  const stacks = new Map<string, Set<string>>();
  const wrong = (what: string) => world.violations.push(what);

  /** P5: nothing leaves that is not durable first. P4: nothing of others is named. */
  const before = (call: ObservedCall) => {
    if (call.via !== 'wire' || reads.test(call.operation)) return;
    const { operation, input } = call;
    const lines = linesOnDisk(world.active);
    const intents = lines.flatMap((line) => (line.line === 'intent' ? [line] : []));
    const rule = announced[operation];
    if (rule !== undefined) {
      const [step, fact, member] = rule;
      if (!intents.some((line) => line.step === step && line.facts[fact] === input[member]))
        wrong(`P5 ${operation} was not in the journal first`);
    } else if (operation === 'DeleteStack') {
      const known = lines.some((line) => 'facts' in line && line.facts['stackId'] === input['StackName']);
      if (!known) wrong('P5 DeleteStack was not in the journal first');
    } else if (calls.has(operation)) {
      const first = lines.some(
        (line) => (line.line === 'intent' && line.step === 'call') || line.line === 'turned',
      );
      if (!first) wrong(`P5 ${operation} was not in the journal first`);
    } else if (operation === 'PutObject' && !intents.some(({ step }) => step === 'upload'))
      wrong('P5 PutObject was not in the journal first');
    const text = JSON.stringify({ ...input, TemplateBody: undefined, Body: undefined });
    if (text.includes(`"${foreign.bucket}"`)) wrong(`P4 ${operation} names what is somebody else's`);
  };

  const after = (call: ObservedCall, outcome: Outcome) => {
    if (call.via !== 'wire' || reads.test(call.operation)) return;
    const result = 'error' in outcome ? ((outcome.error as { code?: string }).code ?? 'cut') : 'ok';
    const names = ['StackName', 'NotebookInstanceName', 'Bucket', 'Key', 'ChangeSetName']
      .map((key) => call.input[key])
      .filter((value) => typeof value === 'string');
    world.trace.push(`${call.at} ${world.active.name} ${call.operation} ${names.join(' ')} ${result}`);
    if (
      call.operation !== 'CreateChangeSet' ||
      'error' in outcome ||
      call.input['ChangeSetType'] !== 'CREATE'
    )
      return;
    const tags = (call.input['Tags'] ?? []) as { Key: string; Value: string }[];
    const planId = tags.find(({ Key }) => Key === 'millwright:plan')?.Value;
    if (planId === undefined) return void wrong('P1 a stack without the tag of its plan');
    const key = `${planId} ${String(call.input['StackName'])}`;
    const ids = stacks.get(key) ?? new Set<string>();
    ids.add(String(outcome.output['StackId']));
    stacks.set(key, ids);
    if (ids.size > 1) wrong(`P2 the plan made ${key} ${ids.size} times`);
  };
  world.sandbox.hook({ before });
  world.sandbox.observe(after);

  return {
    agreed,
    asked,
    tookBack,
    stacks,
    end: () => atRest(world, { agreed, asked, tookBack }, wrong),
  };
}

/** Errors that AWS had no part in: our own way of going on was wrong. */
const ourFault = new Set([
  'internal',
  'plan.alreadyApplied',
  'outcome.unknown',
  'plan.differsFromChangeSet',
  'call.timedOut',
]);

async function atRest(
  world: World,
  { agreed, asked, tookBack }: Pick<Judge, 'agreed' | 'asked' | 'tookBack'>,
  wrong: (what: string) => void,
): Promise<void> {
  const living = new Map<string, { name: string; status: string }>();
  const [one] = world.laptops;
  const aws = await (await world.open(one)).connections.aws();
  for await (const page of aws.pages('cloudformation', 'DescribeStacks', {}))
    for (const { StackName: name = '', StackStatus: status = '', Tags = [] } of page.Stacks ?? []) {
      const planId = Tags.find(({ Key }) => Key === 'millwright:plan')?.Value;
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
    for (const task of await engine.tasks.list()) {
      const plan = agreed.get(task.planId);
      if (plan === undefined) continue;
      const mine = plan.changes.flatMap((change) =>
        change.kind === 'stack' && change.action === 'create' ? [`${plan.id} ${change.stackName}`] : [],
      );
      const there = mine.filter((key) => living.has(key));
      if (!['succeeded', 'failed', 'cancelled'].includes(task.state))
        wrong(`P1 a task is left ${task.state}`);
      if (task.state === 'failed' && task.error === undefined) wrong('P7 a failed task says nothing');
      if (task.state === 'failed' && ourFault.has(task.error?.code ?? ''))
        wrong(`P7 a task ended with ${task.error?.code}: ${plan.source}`);
      if (task.state === 'cancelled' && !asked.has(plan.id))
        wrong(`P6 ${plan.source} was taken back by nobody`);
      if (task.state === 'cancelled' && there.length > 0)
        wrong(`P1 taken back, and ${there.join()} is there`);
      if (task.state === 'failed' && there.length > 0 && task.leftOver.length === 0 && !task.cancellable)
        wrong(`P1 failed, and ${there.join()} is there and not said`);
      if (task.state === 'succeeded' && tookBack.has(plan.id))
        wrong(`P6 ${plan.source} was asked to be taken back`);
      for (const key of mine)
        if (task.state === 'succeeded' && !living.has(key) && !deleted.has(key.split(' ')[1] ?? ''))
          wrong(`P6 succeeded, and ${key} is not there`);
      listed.add(plan.id);
    }
    if (laptop.faults.length > 0) wrong(`P6 a fault nobody waits for: ${String(laptop.faults[0])}`);
  }
  for (const [key, { status }] of living)
    if (!listed.has(key.split(' ')[0] ?? '')) wrong(`P1 ${key} is ${status} and no laptop lists it`);
  const ledger = world.sandbox.ledger();
  const stillThere = (kind: RegExp, key: string) =>
    ledger.some((entry) => kind.test(entry.kind) && entry.key.includes(key) && entry.goneAt === null);
  if (!stillThere(/stack$/, foreign.stack)) wrong('P4 the stack of somebody else is gone');
  if (!stillThere(/bucket$/, foreign.bucket)) wrong('P4 the bucket of somebody else is gone');
  if (!stillThere(/bucket$/, bucket) && !deleted.has(`millwright-storage-${bucket}`))
    wrong('P4 a bucket with data is gone');
  for (const { kind, key, goneAt } of ledger) world.trace.push(`ledger ${kind} ${key} ${goneAt ?? 'there'}`);
  // P3: nobody starts a program again for three days, and no machine is billed any more.
  await world.sandbox.advance(72 * 3600);
  for (const { key, billed } of world.sandbox.ledger())
    if (billed.some(({ to, unit }) => to === null && unit === 'hour')) wrong(`P3 ${key} is billed for ever`);
}
