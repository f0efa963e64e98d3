/**
 * What is done to AWS, written down before and after. A line is durable before the call that it announces is made, so that
 * the next start knows every call that may have happened.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../preload/contract/errors.ts';
import { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { Points } from '../points.ts';
import type { Files } from '../storage/disk.ts';
import { type Compaction, type Journal, openJournal } from '../storage/journal.ts';
import { readJournal } from '../storage/journal-read.ts';
import { forgetUnfinished, forgetUnfinishedBack } from './again.ts';

const facts = z.record(z.string(), z.json());
const base = { at: z.string(), taskId: z.string() };

/** A stack in AWS that carries the tag of a plan which the journal does not know, or such a notebook without a stack. */
export const FoundStack = z.strictObject({
  /** Its ARN. */
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.enum(['stack', 'notebook']).default('stack'),
  /** Of a notebook: its own name and, as the id, its ARN. */
  stackName: z.string(),
  stackId: z.string(),
  status: z.string(),
  planId: z.string(),
  madeAt: z.string(),
  /** What AWS billed by the hour when it was found; price keys of the price book. */
  hourly: z.array(z.strictObject({ priceKey: z.string(), quantity: z.number() })).default([]),
});
export type FoundStack = z.infer<typeof FoundStack>;

const step = { changeId: z.string(), step: z.string(), back: z.boolean(), facts };

export const PlanLine = z.discriminatedUnion('line', [
  z.strictObject({ line: z.literal('begun'), ...base, plan: Plan, by: z.string(), connectionId: z.string() }),
  z.strictObject({ line: z.literal('intent'), ...base, ...step }),
  z.strictObject({ line: z.literal('outcome'), ...base, ...step }),
  /** From here on the task takes back what it made. */
  z.strictObject({ line: z.literal('turned'), ...base, why: z.enum(['cancelled', 'failed', 'undo']) }),
  /** A task that failed goes on from the change that failed, by a new consent to the same plan. */
  z.strictObject({ line: z.literal('again'), ...base, by: z.string() }),
  z.strictObject({
    line: z.literal('ended'),
    ...base,
    outcome: Receipt.shape.outcome,
    error: AppError.optional(),
  }),
  /** Lines before this one were lost: nothing may be begun until AWS was searched. */
  z.strictObject({
    line: z.literal('lost'),
    at: z.string(),
    kind: z.enum(['tail', 'inside', 'missing']),
    keptAs: z.string().nullable(),
  }),
  /** AWS was searched; `found` is what no other line accounts for. */
  z.strictObject({
    line: z.literal('reconciled'),
    at: z.string(),
    found: z.array(FoundStack),
    /** Accounts and regions that could not be searched because their sign-in is gone from this computer. */
    unreachable: z.array(z.string()),
  }),
  /** Lines of this task were lost and AWS does not show that it is done: it is not gone on with by itself. */
  z.strictObject({ line: z.literal('torn'), ...base }),
  /** The person leaves a found stack as it is; `journal TIME`: has read of the loss that was noticed then. */
  z.strictObject({ line: z.literal('left'), at: z.string(), id: z.string() }),
  /** Tasks that ended long ago moved to a file beside the journal; their plans stay applied. */
  z.strictObject({
    line: z.literal('archived'),
    at: z.string(),
    file: z.string(),
    plans: z.array(z.string()),
  }),
]);
export type PlanLine = z.infer<typeof PlanLine>;
export type Facts = z.infer<typeof facts>;
export type PlanJournal = Journal<PlanLine>;

export interface PlanJournalOptions {
  points: Points;
  /** ms. */
  now: () => number;
  files?: Files;
  /** Whether other files of the state folder say that there was a journal. */
  expected?: () => Promise<boolean>;
  compactOver?: number;
}

export function openPlanJournal(stateDir: string, options: PlanJournalOptions): Promise<PlanJournal> {
  const at = () => new Date(options.now()).toISOString();
  return openJournal(join(stateDir, 'journal'), PlanLine, {
    ...options,
    nameOf: (line) =>
      line.line === 'intent' || line.line === 'outcome' ? `${line.line}:${line.step}` : line.line,
    lostLine: ({ kind, keptAs }) => ({ line: 'lost', at: at(), kind, keptAs }),
    compact: (lines) => compactPlans(lines, options.now()),
  });
}

/** The same lines, read without changing the file, while this or another program may write it. */
export const readPlanJournal = (stateDir: string, expected: () => Promise<boolean>) =>
  readJournal(join(stateDir, 'journal'), PlanLine, { expected });

/** Tasks that ended so long ago move out of a journal that has grown. */
const keptDays = 90;

/** What an old journal keeps: all of open and recent tasks, and of older ones that their plans were applied. */
export function compactPlans(lines: readonly PlanLine[], now: number): Compaction<PlanLine> {
  const before = now - keptDays * 86_400_000;
  const old = new Set<string>();
  const plans: string[] = [];
  for (const [taskId, { begun, ended }] of readHistory(lines))
    if (ended !== undefined && Date.parse(ended.at) < before) {
      old.add(taskId);
      plans.push(begun.plan.id);
    }
  if (old.size === 0) return null;
  const moves = (line: PlanLine): boolean =>
    line.line === 'archived' || ('taskId' in line && old.has(line.taskId));
  const known = lines.flatMap((line) => (line.line === 'archived' ? line.plans : []));
  return {
    archived: lines.filter(moves),
    kept: lines.filter((line) => !moves(line)),
    head: (file) => ({
      line: 'archived',
      at: new Date(now).toISOString(),
      file,
      plans: [...new Set([...known, ...plans])],
    }),
  };
}

/** Plans that were begun here at any time. */
export function begunPlans(lines: readonly PlanLine[]): Set<string> {
  return new Set(
    lines.flatMap((line) =>
      line.line === 'begun' ? [line.plan.id] : line.line === 'archived' ? line.plans : [],
    ),
  );
}

/** What the journal knows of one task. */
export interface TaskHistory {
  taskId: string;
  begun: Extract<PlanLine, { line: 'begun' }>;
  turned: Extract<PlanLine, { line: 'turned' }> | undefined;
  ended: Extract<PlanLine, { line: 'ended' }> | undefined;
  torn: Extract<PlanLine, { line: 'torn' }> | undefined;
  /** How often it was gone on with after a failure. */
  tries: number;
  /** How often taking back was begun anew after it had failed. */
  backs: number;
  intents: Map<string, Facts>;
  outcomes: Map<string, { at: string; facts: Facts }>;
}

export const stepKey = (of: { changeId: string; step: string; back: boolean }): string =>
  `${of.changeId} ${of.step} ${of.back ? 'back' : 'forward'}`;

/** By task, in the order in which they were begun. A task that turned after it had ended is open again. */
export function readHistory(lines: readonly PlanLine[]): Map<string, TaskHistory> {
  const tasks = new Map<string, TaskHistory>();
  for (const line of lines) {
    if (line.line === 'begun') {
      const { taskId } = line;
      tasks.set(taskId, {
        taskId,
        begun: line,
        turned: undefined,
        ended: undefined,
        torn: undefined,
        tries: 0,
        backs: 0,
        intents: new Map(),
        outcomes: new Map(),
      });
      continue;
    }
    const task = 'taskId' in line ? tasks.get(line.taskId) : undefined;
    if (task === undefined) continue;
    if (line.line === 'intent') task.intents.set(stepKey(line), line.facts);
    else if (line.line === 'outcome') task.outcomes.set(stepKey(line), line);
    else if (line.line === 'ended') endOf(task, line);
    else if (line.line === 'torn') task.torn = line;
    else if (line.line === 'again') tryAgain(task);
    else if (line.line === 'turned') turnBack(task, line);
  }
  return tasks;
}

/** Done, and meanwhile asked to be taken back: that wish holds. */
function endOf(task: TaskHistory, line: NonNullable<TaskHistory['ended']>): void {
  if (line.outcome !== 'done' || task.turned === undefined) task.ended = line;
}

/** Taking back that failed is begun anew: what it asked of AWS then is asked once more, as another request. */
export function turnBack(task: TaskHistory, line: NonNullable<TaskHistory['turned']>): void {
  if (task.turned !== undefined && task.ended !== undefined) {
    task.backs += 1;
    forgetUnfinishedBack(task);
  }
  task.turned = line;
  task.ended = undefined;
}

/** The end of the try before is forgotten with the steps that it did not finish, and so is that lines of it were lost. */
export function tryAgain(task: TaskHistory): void {
  task.tries += 1;
  task.ended = undefined;
  task.torn = undefined;
  forgetUnfinished(task);
}

/** A remembered text; empty when there is none. */
export function textIn(known: Facts | undefined, key: string): string {
  const value = known?.[key];
  return typeof value === 'string' ? value : '';
}

/** Writing and reading the steps of one change of one task. */
export interface Steps {
  readonly back: boolean;
  /** What was announced, or undefined if it never was. */
  intended(step: string): Facts | undefined;
  /** What came of it, or undefined if it is not known. */
  outcome(step: string): Facts | undefined;
  /** Durable when it answers. */
  intend(step: string, facts: Facts): Promise<void>;
  settle(step: string, facts: Facts): Promise<void>;
}

export function stepsOf(
  journal: PlanJournal,
  history: TaskHistory,
  changeId: string,
  back: boolean,
  now: () => number,
): Steps {
  const key = (step: string) => stepKey({ changeId, step, back });
  const write = (line: 'intent' | 'outcome', step: string, known: Facts) =>
    journal.append({
      line,
      at: new Date(now()).toISOString(),
      taskId: history.taskId,
      changeId,
      step,
      back,
      facts: known,
    });
  return {
    back,
    intended: (step) => history.intents.get(key(step)),
    outcome: (step) => history.outcomes.get(key(step))?.facts,
    async intend(step, known) {
      await write('intent', step, known);
      history.intents.set(key(step), known);
    },
    async settle(step, known) {
      await write('outcome', step, known);
      history.outcomes.set(key(step), { at: new Date(now()).toISOString(), facts: known });
    },
  };
}
