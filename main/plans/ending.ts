/** How a task ends: its receipt, its last line in the journal, and what the person then sees of it. */
import type { AppError } from '../../preload/contract/errors.ts';
import { message, Message } from '../../preload/contract/message.ts';
import { onlyChanges, type Receipt } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { PlanLine } from './journal-lines.ts';
import type { TaskHistory } from './history.ts';
import { existing, thingsIn } from './left.ts';
import { type Lasted, measured } from './receipt.ts';
import type { Run, RunnerTools } from './runner.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const notebookType = 'AWS::SageMaker::NotebookInstance';

/** What the task brought and how long it was there: from when each thing was ready until it was taken back, or `now`. */
function lasted({ begun, outcomes }: TaskHistory, now: number): Lasted[] {
  return begun.plan.changes.flatMap((change) => {
    const there = outcomes.get(`${change.id} finished forward`);
    if (there === undefined) return [];
    const gone = outcomes.get(`${change.id} finished back`)?.at;
    const to = gone === undefined ? now : Date.parse(gone);
    const since = Date.parse(there.at);
    if (change.kind === 'upload') return [{ type: 'AWS::S3::Bucket', from: since, to }];
    if (change.kind === 'call' && change.operation === 'StartNotebookInstance')
      return [{ type: notebookType, from: since, to }];
    return thingsIn(there.facts['made']).map(({ type, since: ready }) => ({
      type,
      from: ready === undefined ? since : Date.parse(ready),
      to,
    }));
  });
}

/**
 * The task as its last line in the journal leaves it; undefined while it is open. Drawn by the end of the run, and again
 * by the next start when the program died before the task was kept.
 */
export function endedTask(history: TaskHistory): Partial<Task> | undefined {
  const { ended, begun, taskId } = history;
  if (ended === undefined) return undefined;
  const { outcome, at: endedAt, error } = ended;
  const left = existing(history);
  const back = outcome === 'cancelled' || outcome === 'taken-back';
  const asBefore = (outcome === 'rolled-back' || back) && onlyChanges(begun.plan);
  return {
    state: outcome === 'done' ? 'succeeded' : back ? 'cancelled' : 'failed',
    endedAt,
    detail:
      (outcome === 'done' ? begun.plan.done : undefined) ??
      message(`apply.ended.${asBefore ? 'as-before' : outcome}`),
    leftOver: outcome === 'done' ? [] : left,
    cancellable: outcome === 'failed' && left.length > 0,
    receiptId: taskId,
    ...(error && { error }),
    ...(outcome === 'done' && { progress: 1 }),
  };
}

/** How this task ended before it was gone on with, or taken back. */
const earlierEnds = (lines: readonly PlanLine[], taskId: string): NonNullable<Receipt['earlier']> =>
  lines.flatMap((line) => {
    if (line.line !== 'ended' || line.taskId !== taskId) return [];
    const { outcome, at: endedAt, error } = line;
    return [
      { outcome, endedAt, ...(error && { error: JSON.parse(JSON.stringify(error)) as Receipt['error'] }) },
    ];
  });

/** Writes the receipt first and the last line then, so that a task that ended always has one. */
export async function end(
  run: Run,
  tools: RunnerTools,
  outcome: Receipt['outcome'],
  error?: AppError,
): Promise<Task> {
  const { history, view } = run;
  const { plan, by, taskId, at: startedAt } = history.begun;
  const now = tools.clock.now();
  const back = outcome === 'cancelled' || outcome === 'taken-back';
  const earlier = earlierEnds(tools.journal.lines, taskId);
  const facts = [...history.outcomes].filter(([key]) => key.includes(' finished '));
  const removed = facts.flatMap(([, one]) => thingsIn(one.facts['removed']));
  const receipt: Receipt = {
    id: taskId,
    planId: plan.id,
    digest: plan.digest,
    title: plan.title,
    outcome,
    startedAt,
    endedAt: iso(now),
    by,
    target: plan.target,
    planned: plan.cost,
    measured: measured(plan.cost.lines, lasted(history, now)),
    made: back ? [] : existing(history).map(({ type, name }) => ({ type, name })),
    removed,
    stays: [
      ...plan.stays,
      ...facts.flatMap(([, one]) => Message.array().catch([]).parse(one.facts['stays'])),
    ],
    undo: plan.undo,
    ...(outcome === 'done' && plan.putBack && { putBack: plan.putBack }),
    ...(error === undefined ? {} : { error: JSON.parse(JSON.stringify(error)) as Receipt['error'] }),
    ...(earlier.length > 0 && { earlier }),
  };
  await tools.receipts.put(taskId, receipt);
  const line = { line: 'ended' as const, at: iso(now), taskId, outcome, ...(error && { error }) };
  const { turned } = history;
  await tools.journal.append(line);
  const ended = { ...history, ended: line };
  // A wish to take back that was written down behind this line has opened the task again.
  if (history.turned === turned) history.ended = line;
  await view.set(endedTask(ended) ?? {});
  return view.task;
}
