/** What is known of one notebook when something is to be done with it. */
import { message, type Message } from '../../preload/contract/message.ts';
import type { CallChange, CostLine, Guard, StackChange } from '../../preload/contract/plan.ts';
import type { NotebookFact } from '../plans/facts/notebook.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import { isOwnGuard, stackNames } from '../plans/names.ts';
import type { Facts, PlanContext } from '../plans/source.ts';
import { diskLine as diskLineOf, machineLine as machineLineOf } from '../wizards/cost-lines.ts';
import { eveningOf, startDate, type Evening } from '../wizards/evening.ts';
import { foundationFact } from '../wizards/foundation/stack.ts';

export interface Known {
  name: string;
  /** Undefined: not checked. Null: there is none. */
  notebook: NotebookFact | null | undefined;
  stackName: string;
  /** The stack that Millwright made for it; null: it was made by others. */
  stack: StackFact | null | undefined;
  /** The evening stop that acts. */
  evening: Evening | undefined;
  /** The one that is set and does nothing, because the prepared account with its guard is gone. */
  lapsed: Evening | undefined;
  /** False: the account is known not to be prepared. */
  prepared: boolean;
  /** ms; 0: the stop does not wait. */
  notBefore: number;
}

export const notebookFactKeys = (name: string) => [
  { key: `notebook:${name}`, decisive: true },
  { key: `stack:${stackNames.notebook(name)}`, decisive: true },
];

/** Besides, for what rests on the roles of the prepared account: an end that works, a change of the stack. */
export const guardedFactKeys = (name: string) => [
  ...notebookFactKeys(name),
  { key: foundationFact, decisive: true },
];

export function knownNotebook(name: string, facts: Facts): Known {
  const stackName = stackNames.notebook(name);
  const stack = facts.value<StackFact | null>(`stack:${stackName}`);
  const ours = stack?.planId == null ? undefined : stack;
  const set = eveningOf(ours?.parameters['EveningStop'], ours?.parameters['EveningTimeZone']);
  const prepared = facts.value<StackFact | null>(foundationFact) !== null;
  const acts = prepared || !isOwnGuard(ours?.parameters['GuardRoleArn'] ?? '');
  const notBefore = Date.parse(ours?.parameters['EveningNotBefore'] ?? '');
  return {
    name,
    notebook: facts.value<NotebookFact | null>(`notebook:${name}`),
    stackName,
    stack: stack === undefined ? undefined : (ours ?? null),
    evening: acts ? set : undefined,
    lapsed: acts ? undefined : set,
    prepared,
    notBefore: Number.isNaN(notBefore) ? 0 : notBefore,
  };
}

/** Blockers that every operation shares, and that of a status which does not allow it. */
export function statusBlockers(known: Known, allowed: readonly string[], operation: string): Message[] {
  const { name, notebook } = known;
  if (notebook === null) return [message('plan.notebook.gone', { name })];
  if (notebook === undefined || allowed.includes(notebook.status)) return [];
  const words = ['InService', 'Stopped', 'Pending', 'Stopping', 'Updating', 'Deleting', 'Failed'];
  const status = words.includes(notebook.status) ? notebook.status : 'Other';
  return [message(`plan.notebook.status.${status}`, { name, operation })];
}

/** Said when it was not made by Millwright, or when nobody looked whether it was. */
export function foreignWarning({ name, notebook, stack }: Known): Message[] {
  return notebook && stack === null ? [message('plan.notebook.foreign', { name })] : [];
}

/** The one setting that extending changes: the instant before which the evening stop does nothing. */
export function moveEvening(known: Known, until: number): StackChange {
  const { stack, stackName } = known;
  const before = stack?.parameters['EveningNotBefore'] ?? '';
  const night = (stack?.parameters['EveningStopNight'] ?? '') !== '';
  const field = { path: 'StartDate', effect: 'update' as const, before, after: startDate(until) };
  const schedule = (logicalId: string) => ({
    logicalId,
    type: 'AWS::Scheduler::Schedule',
    effect: 'update' as const,
    fields: [field],
  });
  return {
    id: 'evening',
    kind: 'stack',
    action: 'update',
    says: message('plan.notebook.extend', { name: known.name, until: { time: startDate(until) } }),
    note: message('plan.notebook.extend.note'),
    usually: { from: 10, to: 60, worryAfter: 180 },
    stackName,
    parameters: { EveningNotBefore: startDate(until) },
    capabilities: ['CAPABILITY_IAM'],
    tags: stack?.tags ?? {},
    ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
    resources: [schedule('EveningSchedule'), ...(night ? [schedule('NightSchedule')] : [])],
    stays: [],
  };
}

const usually = {
  StartNotebookInstance: { from: 120, to: 360, worryAfter: 900 },
  StopNotebookInstance: { from: 60, to: 240, worryAfter: 900 },
  DeleteNotebookInstance: { from: 60, to: 240, worryAfter: 900 },
};

/** Start, stop or delete as a single call. Repeating one that was done changes nothing. */
export function notebookCall(
  operation: keyof typeof usually,
  name: string,
  says: Message,
  note: Message,
  state: string,
): CallChange {
  return {
    id: operation,
    kind: 'call',
    service: 'sagemaker',
    operation,
    input: { NotebookInstanceName: name },
    repeat: 'idempotent',
    says,
    note,
    usually: usually[operation],
    until: { thing: 'notebook', name, state },
  };
}

/** The evening stop as a guard of the plan; `ends` (ISO) is when it acts next, null where there is none. */
export function eveningGuard({ evening }: Known, ends: string | null): Guard[] {
  if (ends === null) return [];
  const says = message('plan.notebook.ends', { ends: { time: ends }, at: evening?.at ?? '' });
  return [{ strength: 'aws', says, endsAt: ends }];
}

export const machineLine = ({ notebook }: Known, context: PlanContext): CostLine[] =>
  notebook ? [machineLineOf(context, notebook.instanceType)] : [];

export const diskLine = ({ notebook }: Known, context: PlanContext): CostLine[] =>
  notebook ? [diskLineOf(context, notebook.volumeGb)] : [];
