/** The journal of plans: opened, read, made smaller, and the steps of a change in it. */
import { join } from 'node:path';
import type { Points } from '../points.ts';
import type { Files } from '../storage/disk.ts';
import { type Compaction, type Journal, openJournal } from '../storage/journal.ts';
import { readJournal } from '../storage/journal-read.ts';
import { readHistory, stepKey, type TaskHistory } from './history.ts';
import { type Facts, PlanLine } from './journal-lines.ts';

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
