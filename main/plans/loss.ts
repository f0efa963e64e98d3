/** What the journal says of its own losses: whether AWS was searched since, and what that search found. Pure. */
import type { Change, Target } from '../../preload/contract/plan.ts';
import type { LossKind } from '../storage/journal-read.ts';
import type { FoundStack, PlanLine } from './journal-lines.ts';
import { begunPlans, readHistory } from './history.ts';

/** What was lost of the journal, and how far the search in AWS is. */
export interface Loss {
  /** When it was noticed, ISO. */
  at: string;
  kind: LossKind;
  /** The name of the damaged file in the state folder; null: there was nothing to keep. */
  keptAs: string | null;
  /** When AWS was searched, ISO; null: not yet, and until then nothing is begun. */
  searchedAt: string | null;
  /** Accounts and regions that could not be searched because their sign-in is gone from this computer. */
  unreachable: string[];
  /** The person has read of it. */
  read: boolean;
}

/** What the person leaves by reading of a loss. */
export const readId = ({ at }: Pick<Loss, 'at'>): string => `journal ${at}`;

export function lossIn(lines: readonly PlanLine[]): Loss | null {
  const index = lines.findLastIndex((line) => line.line === 'lost');
  const lost = lines[index];
  if (lost?.line !== 'lost') return null;
  const { at, kind, keptAs } = lost;
  const searched = lines.slice(index).findLast((line) => line.line === 'reconciled');
  return {
    at,
    kind,
    keptAs,
    searchedAt: searched?.line === 'reconciled' ? searched.at : null,
    unreachable: searched?.line === 'reconciled' ? searched.unreachable : [],
    read: lines.some((line) => line.line === 'left' && line.id === readId({ at })),
  };
}

/** When the loss was noticed that AWS was not yet searched for, ISO. */
export function pendingIn(lines: readonly PlanLine[]): string | null {
  const loss = lossIn(lines);
  return loss === null || loss.searchedAt !== null ? null : loss.at;
}

/** What the last search found and nobody left, removed or began since. */
export function foundIn(lines: readonly PlanLine[]): FoundStack[] {
  const index = lines.findLastIndex((line) => line.line === 'reconciled');
  const last = lines[index];
  if (last?.line !== 'reconciled') return [];
  const left = new Set(lines.flatMap((line) => (line.line === 'left' ? [line.id] : [])));
  const begun = begunPlans(lines);
  const removed = new Set(
    [...readHistory(lines.slice(index)).values()]
      .filter(({ ended }) => ended?.outcome === 'done')
      .flatMap(({ begun: { plan } }) => plan.changes.flatMap((change) => removedBy(change, plan.target))),
  );
  return last.found.filter(
    (one) =>
      !left.has(one.id) && !removed.has(placeOf(one, one.kind, one.stackName)) && !begun.has(one.planId),
  );
}

const placeOf = (
  { accountId, region }: { accountId: string | null; region: string },
  kind: FoundStack['kind'],
  name: string,
) => `${accountId ?? ''} ${region} ${kind} ${name}`;

/** What this change takes out of the account. */
function removedBy(change: Change, target: Target): string[] {
  if (change.kind === 'stack')
    return change.action === 'delete' ? [placeOf(target, 'stack', change.stackName)] : [];
  if (change.kind !== 'call' || change.operation !== 'DeleteNotebookInstance') return [];
  const { NotebookInstanceName: name } = change.input;
  return typeof name === 'string' ? [placeOf(target, 'notebook', name)] : [];
}
