/**
 * What main and the window both reckon from values of the contract. It stands apart from the schemas, so that a window
 * carries none of them: main alone checks what passes between the two.
 */
import type { Amount, Cost } from './cost.ts';
import type { JobState } from './job.ts';
import type { Delta } from './lists.ts';
import type { Message, MessageValue } from './message.ts';
import type { Plan } from './plan.ts';

/** Shorthand used by everything that says something. */
export function message(key: string, params?: Record<string, MessageValue>): Message {
  return params === undefined ? { key } : { key, params };
}

export const stations = [
  'goal',
  'basics',
  'money',
  'preflight',
  'review',
  'apply',
  'watch',
  'receipt',
] as const;

/** A month of a thing that never stops, in hours: 365 days / 12, as AWS's own pages count. */
export const hoursInMonth = 730;

/** How many things of a sum have no price. */
export const unknownIn = ({ unknown, more = 0 }: Amount): number => unknown.length + more;

/** What is left after a stop or an upload is billed by the month only: such a plan has no hour, end or worst case. */
export const runsByTheHour = (cost: Cost): boolean =>
  cost.lines.some((line) => line.unit === 'hour') || cost.perHour.usd > 0 || unknownIn(cost.perHour) > 0;

/** Whether it makes and removes nothing as a whole: where it fails and AWS puts it back, everything is as before. */
export const onlyChanges = ({ changes }: Pick<Plan, 'changes'>): boolean =>
  changes.length > 0 && changes.every((change) => change.kind === 'stack' && change.action === 'update');

/** Whether it deletes or replaces something: such a plan is asked about in red, with what is lost on top. */
export function destroys({ changes }: Pick<Plan, 'changes'>): boolean {
  return changes.some((change) => {
    if (change.kind === 'stack')
      return change.action === 'delete' || change.resources.some(({ effect }) => effect === 'replace');
    return change.kind === 'call' && change.operation.startsWith('Delete');
  });
}

/** What tells the rows of a list apart: the name, where names can come twice the id. */
export const rowKey = (row: { name: string; id?: string }): string => row.id ?? row.name;

/** The rows after a change; a row that did not change stays the same object. Null: a change was missed. */
export function withDelta<Row extends { name: string; id?: string }>(
  rows: readonly Row[],
  version: number,
  delta: Delta<Row>,
): Row[] | null {
  if (delta.from !== version) return null;
  const removed = new Set(delta.removed);
  const changed = new Map(delta.changed.map((row) => [rowKey(row), row]));
  const kept = removed.size === 0 ? rows : rows.filter((row) => !removed.has(rowKey(row)));
  const after = changed.size === 0 ? [...kept] : kept.map((row) => changed.get(rowKey(row)) ?? row);
  after.push(...delta.added);
  return after;
}

/** What can happen to a training of the sandbox account. */
export const jobOutcomes = [
  'no-capacity',
  'interrupted',
  'image-missing',
  'image-denied',
  'image-timeout',
  'disk-full',
  'out-of-memory',
  'script-error',
  'crash',
  'success',
] as const;

/** What counts how far a training is, as libraries print it; the first of them that is there is the axis of its charts. */
export const counters: readonly string[] = [
  'epoch',
  'step',
  'global_step',
  'iter',
  'iteration',
  'round',
  'batch',
];

/** What the environment of trainings is called: its stack, its queue, its machines. */
export const trainingEnvironmentName = 'millwright-training';

/** Stack and job definition of a training. */
export const trainingStackName = (training: string): string => `${trainingEnvironmentName}-${training}`;

/**
 * AWS names some things by their ARN; a person knows them by the name at its end. Of a job definition the number behind
 * it is left out.
 */
export function nameAtEnd(name: string): string {
  const definition = /:job-definition\/([^:/]+)/.exec(name)?.[1];
  return definition ?? name.split(/[:/]/).at(-1) ?? name;
}

const ends = ['succeeded', 'failed', 'stopped'] as const satisfies readonly JobState[];
export type JobEnd = (typeof ends)[number];

/** Nothing comes after this state of a job. */
export const isJobEnd = (state: JobState): state is JobEnd => ends.some((end) => end === state);
