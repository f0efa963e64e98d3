import type { z } from 'zod';
import type { NotebookRow, NotebookStatus } from '../../preload/contract/domains/notebooks.ts';
import { hourlyPrice, usdBetween } from '../costs/spent.ts';
import type { InventorySnapshot } from '../inventory/snapshot.ts';
import type { OwnedStack } from '../inventory/owned-stacks.ts';
import { thingKey, type Thing } from '../inventory/thing.ts';
import { isOwnGuard, stackNames } from '../plans/names.ts';
import { eveningStop, type EveningStop } from './evening.ts';

export const notebookType = 'AWS::SageMaker::NotebookInstance';

/** The stack that made a notebook, if Millwright did. */
export function stackOf(snapshot: Pick<InventorySnapshot, 'stacks'>, name: string): OwnedStack | undefined {
  let known = byNotebook.get(snapshot.stacks);
  if (known === undefined) {
    known = new Map();
    for (const stack of snapshot.stacks) {
      const of = stack.parameters.NotebookName;
      if (of !== undefined && stack.status !== 'DELETE_COMPLETE' && !known.has(of)) known.set(of, stack);
    }
    byNotebook.set(snapshot.stacks, known);
  }
  return known.get(name);
}

/** Made once for a look: every row of a long list asks. */
const byNotebook = new WeakMap<readonly OwnedStack[], Map<string, OwnedStack>>();

/** The next evening stop of a notebook; null when none is set, what carries it out is gone, or it is not ours. */
export function eveningOf(
  snapshot: Pick<InventorySnapshot, 'stacks'>,
  name: string,
  now: number,
): EveningStop | null {
  const stack = stackOf(snapshot, name);
  return stack && isGuarded(snapshot, stack) ? eveningStop(stack.parameters, now) : null;
}

/** Whether a notebook of ours has an evening stop that nothing carries out: the prepared account was removed. */
export function isUnguarded(snapshot: Pick<InventorySnapshot, 'stacks'>, name: string): boolean {
  const stack = stackOf(snapshot, name);
  return stack !== undefined && (stack.parameters.EveningStop ?? '') !== '' && !isGuarded(snapshot, stack);
}

/** The schedules act with the role that the prepared account holds, or with one that a person gave. */
function isGuarded({ stacks }: Pick<InventorySnapshot, 'stacks'>, { parameters }: OwnedStack): boolean {
  if (!isOwnGuard(parameters.GuardRoleArn ?? '')) return true;
  const known = prepared.get(stacks) ?? stacks.some(isFoundation);
  prepared.set(stacks, known);
  return known;
}

const isFoundation = ({ name, status }: OwnedStack): boolean =>
  name === stackNames.foundation && !/^(?:DELETE|ROLLBACK|CREATE_FAILED|REVIEW)/.test(status);

const prepared = new WeakMap<readonly OwnedStack[], boolean>();

const statuses = new Set<string>([
  'Pending', 'InService', 'Stopping', 'Stopped', 'Failed', 'Deleting', 'Updating', 'PendingMaintenance', 'InMaintenance',
] satisfies z.infer<typeof NotebookStatus>[]); // prettier-ignore

export function notebookRow(
  thing: Thing,
  snapshot: InventorySnapshot,
  price: (key: string) => number | null,
  now: number,
): NotebookRow {
  const stack = stackOf(snapshot, thing.name);
  const running = thing.hourly.length > 0;
  const spent = snapshot.spent[thingKey(thing)];
  return {
    name: thing.name,
    region: thing.region,
    status: statuses.has(thing.status) ? (thing.status as NotebookRow['status']) : 'Unknown',
    instanceType: thing.details.instanceType ?? '?',
    since: thing.since,
    createdAt: thing.createdAt,
    usdPerHour: hourlyPrice(thing, price),
    usdSoFar: spent ? cents(usdBetween(spent, null, new Date(now).toISOString())) : null,
    endsAt:
      running || thing.status === 'Pending' ? (eveningOf(snapshot, thing.name, now)?.next ?? null) : null,
    ownedByPlan: stack?.planId ?? null,
    stackName: stack?.name ?? null,
  };
}

/** Sums are shown to the cent; what is finer would make every row of the list another one every second. */
const cents = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * 100) / 100);

/** Rows of the notebooks of one look. */
export function notebookRows(
  snapshot: InventorySnapshot,
  price: (key: string, region: string) => number | null,
  now: number,
): NotebookRow[] {
  return snapshot.things
    .filter((thing) => thing.type === notebookType)
    .map((thing) => notebookRow(thing, snapshot, (key) => price(key, snapshot.region), now));
}

/** States that pass by themselves. */
export const isPassing = (status: string): boolean =>
  ['Pending', 'Stopping', 'Deleting', 'Updating', 'InMaintenance'].includes(status);
