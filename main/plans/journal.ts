/**
 * What is done to AWS, written down before and after. A line is durable before the call that it announces is made, so that
 * the next start knows every call that may have happened.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../preload/contract/errors.ts';
import { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { Points } from '../points.ts';
import { type Journal, openJournal } from '../storage/journal.ts';

const facts = z.record(z.string(), z.json());
const base = { at: z.string(), taskId: z.string() };
const step = { changeId: z.string(), step: z.string(), back: z.boolean(), facts };

export const PlanLine = z.discriminatedUnion('line', [
  z.strictObject({ line: z.literal('begun'), ...base, plan: Plan, by: z.string(), connectionId: z.string() }),
  z.strictObject({ line: z.literal('intent'), ...base, ...step }),
  z.strictObject({ line: z.literal('outcome'), ...base, ...step }),
  /** From here on the task takes back what it made. */
  z.strictObject({ line: z.literal('turned'), ...base, why: z.enum(['cancelled', 'failed', 'undo']) }),
  z.strictObject({
    line: z.literal('ended'),
    ...base,
    outcome: Receipt.shape.outcome,
    error: AppError.optional(),
  }),
]);
export type PlanLine = z.infer<typeof PlanLine>;
export type Facts = z.infer<typeof facts>;
export type PlanJournal = Journal<PlanLine>;

export function openPlanJournal(stateDir: string, points: Points): Promise<PlanJournal> {
  return openJournal(join(stateDir, 'journal'), PlanLine, points, (line) =>
    line.line === 'intent' || line.line === 'outcome' ? `${line.line}:${line.step}` : line.line,
  );
}

/** What the journal knows of one task. */
export interface TaskHistory {
  taskId: string;
  begun: Extract<PlanLine, { line: 'begun' }>;
  turned: Extract<PlanLine, { line: 'turned' }> | undefined;
  ended: Extract<PlanLine, { line: 'ended' }> | undefined;
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
        intents: new Map(),
        outcomes: new Map(),
      });
      continue;
    }
    const task = tasks.get(line.taskId);
    if (task === undefined) continue;
    if (line.line === 'intent') task.intents.set(stepKey(line), line.facts);
    else if (line.line === 'outcome') task.outcomes.set(stepKey(line), line);
    else if (line.line === 'ended') task.ended = line;
    else {
      task.turned = line;
      task.ended = undefined;
    }
  }
  return tasks;
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
