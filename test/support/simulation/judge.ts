/** The promises, looked at with the account's own ledger: after every call, and when everything has come to rest. */
import type { Plan } from '../../../preload/contract/plan.ts';
import type { ObservedCall, Outcome } from '../../../main/sandbox/index.ts';
import type { PlanLine } from '../../../main/plans/journal-lines.ts';
import { readHistory } from '../../../main/plans/history.ts';
import { atRest } from './at-rest.ts';
import { foreign } from './prepared.ts';
import { type Laptop, linesOnDisk, type World } from './world.ts';

const announced: Record<string, [step: string, fact: string, input: string]> = {
  CreateChangeSet: ['change-set', 'changeSetName', 'ChangeSetName'],
  ExecuteChangeSet: ['execute', 'changeSetId', 'ChangeSetName'],
};
const calls = new Set([
  'StartNotebookInstance',
  'StopNotebookInstance',
  'DeleteNotebookInstance',
  'DeleteBucket',
  'DeleteObjects',
]);
const reads = /^(?:Describe|List|Get|Head|Simulate)/;

/** A plan on a laptop. */
export const mark = ({ name }: Laptop, planId: string): string => `${name} ${planId}`;

export interface Judge {
  /** Laptops on which a plan was begun, and when first, ms by the account's clock. */
  begun: Map<string, Map<string, number>>;
  /** Plans that a person agreed to, by id. */
  agreed: Map<string, Plan>;
  /** Marks of plans that a person asked to be taken back, and of those for which that was answered. */
  asked: Set<string>;
  tookBack: Set<string>;
  /** How often a person pressed Try again, by mark. */
  presses: Map<string, number>;
  /** Somebody else took names or deleted things. */
  others: boolean;
  /** Faults that were met. */
  faults: number;
  /** A person presses Start. */
  begin(laptop: Laptop, plan: Plan): void;
  end(): Promise<void>;
}

export type Seen = Omit<Judge, 'begin' | 'end'>;

/** Whether the other laptop had no plan for the same things, and this one kept all lines of its journal. */
export function isAlone(
  plan: Plan,
  laptop: Laptop,
  { agreed, begun }: Pick<Seen, 'agreed' | 'begun'>,
): boolean {
  const names = new Set(namesIn(plan));
  const elsewhere = [...agreed.values()].filter(({ id }) =>
    [...(begun.get(id)?.keys() ?? [])].some((name) => name !== laptop.name),
  );
  return !laptop.everLost && !elsewhere.some((other) => namesIn(other).some((name) => names.has(name)));
}

const namesIn = ({ changes }: Plan): string[] =>
  JSON.stringify(changes).match(/nb-[a-z]+|sim-more-\d/g) ?? [];

export function judge(world: World): Judge {
  const seen: Seen = {
    agreed: new Map(),
    asked: new Set(),
    tookBack: new Set(),
    begun: new Map(),
    presses: new Map(),
    others: false,
    faults: 0,
  };
  /** Stacks made by their tag, by plan and name. */
  const stacks = new Map<string, Set<string>>();
  const wrong = (what: string) => world.violations.push(what);
  const agreedTo = (name: string) =>
    [...seen.agreed.values()].some(({ changes }) => JSON.stringify(changes).includes(`"${name}"`));

  /** P5: nothing leaves that is not durable first. P4: nothing of others is named that no plan names. */
  const before = (call: ObservedCall) => {
    if (call.via !== 'wire' || reads.test(call.operation)) return;
    const { operation, input } = call;
    const lines = linesOnDisk(world.active);
    const lost = lines.findLastIndex(({ line }) => line === 'lost');
    if (lost > lines.findLastIndex(({ line }) => line === 'reconciled'))
      wrong(`P5 ${operation} before AWS was searched`);
    if (!wasAnnounced(operation, input, lines)) wrong(`P5 ${operation} was not in the journal first`);
    const text = JSON.stringify({ ...input, TemplateBody: undefined, Body: undefined });
    for (const name of Object.values(foreign))
      if (text.includes(`"${name}"`) && !agreedTo(name))
        wrong(`P4 ${operation} names what is somebody else's`);
  };

  const after = (call: ObservedCall, outcome: Outcome) => {
    if (call.via !== 'wire' || reads.test(call.operation)) return;
    const result = 'error' in outcome ? ((outcome.error as { code?: string }).code ?? 'cut') : 'ok';
    const names = ['StackName', 'NotebookInstanceName', 'Bucket', 'Key', 'ChangeSetName']
      .map((key) => call.input[key])
      .filter((value) => typeof value === 'string');
    world.trace.push(`${call.at} ${world.active.name} ${call.operation} ${names.join(' ')} ${result}`);
    if ('error' in outcome) return;
    if (call.operation === 'DeleteStack') forgetRemoved(String(call.input['StackName']));
    if (call.operation === 'ExecuteChangeSet') judgeSecond(String(call.input['ChangeSetName']), call.at);
    const creates = call.operation === 'CreateChangeSet' && call.input['ChangeSetType'] === 'CREATE';
    if (!creates) return;
    const tags = (call.input['Tags'] ?? []) as { Key: string; Value: string }[];
    const planId = tags.find(({ Key }) => Key === 'millwright:plan')?.Value;
    if (planId === undefined) return void wrong('P1 a stack without the tag of its plan');
    // The same plan on the other laptop is another press.
    const key = `${world.active.name} ${planId} ${String(call.input['StackName'])}`;
    const ids = stacks.get(key) ?? new Set<string>();
    ids.add(String(outcome.output['StackId']));
    stacks.set(key, ids);
    // Each further one was written down as a try of its own.
    const tries = linesOnDisk(world.active).filter(
      (line) => line.line === 'again' || (line.line === 'intent' && line.step.startsWith('attempt-')),
    ).length;
    // Lines that were lost may have held some of them.
    const pressed = world.active.everLost ? (seen.presses.get(mark(world.active, planId)) ?? 0) : 0;
    // What the other laptop made of the same plan too is as much that one's.
    const shared = [...stacks].filter(
      ([other]) => other !== key && other.endsWith(key.slice(key.indexOf(' '))),
    );
    const own = [...ids].filter((id) => !shared.some(([, theirs]) => theirs.has(id)));
    if (own.length > 1 + tries + pressed) wrong(`P2 the plan made ${key} ${ids.size} times`);
  };
  /** By plan: when each laptop first let AWS begin a stack that the plan creates. */
  const carriedOut = new Map<string, Map<string, number>>();
  /** P2: what one laptop had carried out when the other pressed Start. */
  const judgeSecond = (changeSet: string, at: number) => {
    const plan = [...seen.agreed.values()].find(({ id }) => changeSet.includes(`/millwright-${id}-`));
    const creates = plan?.changes.some((change) => change.kind === 'stack' && change.action === 'create');
    if (plan === undefined || creates !== true) return;
    const by = carriedOut.get(plan.id) ?? new Map<string, number>();
    carriedOut.set(plan.id, by);
    const { name } = world.active;
    const begun = seen.begun.get(plan.id)?.get(name) ?? at;
    for (const [other, when] of by)
      if (other !== name && when < begun) wrong(`P2 ${name} carries out ${plan.id}, which ${other} did`);
    if (!by.has(name)) by.set(name, at);
  };
  /** What a person removed by another plan, or on the other laptop, may be made once more by the one that was making it. */
  const forgetRemoved = (stackId: string) => {
    const name = stackId.split('/')[1] ?? stackId;
    const byPlan = [...seen.agreed.values()].some(({ changes }) =>
      changes.some(
        (change) => change.kind === 'stack' && change.action === 'delete' && change.stackName === name,
      ),
    );
    for (const [key, ids] of stacks)
      if (byPlan || !key.startsWith(`${world.active.name} `)) ids.delete(stackId);
  };
  world.sandbox.hook({ before });
  world.sandbox.observe(after);

  return Object.assign(seen, {
    begin(laptop: Laptop, { id }: Plan) {
      const by = seen.begun.get(id) ?? new Map<string, number>();
      seen.begun.set(id, by);
      if (!by.has(laptop.name)) by.set(laptop.name, world.sandbox.account.clock.now());
    },
    end: () => atRest(world, seen, wrong),
  });
}

/** Whether an open task of this laptop wrote down that it is about to make this call. */
function wasAnnounced(operation: string, input: Record<string, unknown>, lines: PlanLine[]): boolean {
  const histories = readHistory(lines);
  const intents = lines.flatMap((line) =>
    line.line === 'intent' && histories.get(line.taskId)?.ended === undefined ? [line] : [],
  );
  const rule = announced[operation];
  if (rule !== undefined) {
    const [step, fact, member] = rule;
    // `execute-2`: made again, because a role was too young.
    return intents.some(
      (line) => line.step.replace(/-\d+$/, '') === step && line.facts[fact] === input[member],
    );
  }
  if (operation === 'DeleteStack')
    return lines.some((line) => 'facts' in line && line.facts['stackId'] === input['StackName']);
  if (operation === 'PutObject') return intents.some(({ step }) => step === 'upload');
  if (!calls.has(operation)) return true;
  if (operation === 'DeleteBucket' && lines.some(({ line }) => line === 'turned')) return true;
  if (operation === 'DeleteObjects' && intents.some(({ step }) => step === 'upload')) return true;
  return intents.some(({ step, facts }) => step === 'call' && facts['operation'] === operation);
}
