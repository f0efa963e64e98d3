/** What the lines of the journal say of each task. Pure. */
import { forgetUnfinished, forgetUnfinishedBack } from './again.ts';
import { fromJournal } from './begun-plan.ts';
import type { Facts, PlanLine } from './journal-lines.ts';

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
        begun: { ...line, plan: fromJournal(line.plan) },
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
