/**
 * The states of a notebook instance. Each move is a row: from where it is allowed, through which state it passes, how
 * long AWS usually takes for it (seconds, before the account's pace) and where it ends.
 */
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { notebooks, type Notebook, type NotebookStatus } from './kinds.ts';
import { startScripts } from './scripts.ts';

interface Move {
  from: readonly NotebookStatus[];
  via: NotebookStatus;
  to: NotebookStatus | 'gone';
  seconds: number;
}

export const moves = {
  create: { from: [], via: 'Pending', to: 'InService', seconds: 180 },
  start: { from: ['Stopped', 'Failed'], via: 'Pending', to: 'InService', seconds: 120 },
  stop: { from: ['InService'], via: 'Stopping', to: 'Stopped', seconds: 60 },
  update: { from: ['Stopped', 'Failed'], via: 'Updating', to: 'Stopped', seconds: 30 },
  delete: { from: ['Stopped', 'Failed'], via: 'Deleting', to: 'gone', seconds: 20 },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

const arrival = 'sagemaker.notebook.arrives';

interface Arrival {
  name: string;
  turn: number;
  to: NotebookStatus | 'gone';
}

/** AWS's words for "RecordNotFound": a ValidationException, not an error of its own. */
export function notebookNamed(account: SandboxAccount, region: string, name: string): Readonly<Notebook> {
  const notebook = notebooks(account, region).get(name);
  if (notebook === undefined) throw new AwsError('ValidationException', 'RecordNotFound');
  return notebook;
}

/** Refuses as AWS does when the state does not allow the move. Source of the text: aws/amazon-sagemaker-examples#1094. */
export function mayMove(notebook: Readonly<Notebook>, name: MoveName): void {
  const move: Move = moves[name];
  if (move.from.includes(notebook.status)) return;
  throw new AwsError(
    'ValidationException',
    `Status (${notebook.status}) not in ([${move.from.join(', ')}]). Unable to transition to (${move.via}) for Notebook Instance (${notebook.arn})`,
  );
}

/** Puts the notebook into the passing state and plans its arrival. Call `mayMove` before, except for `create`. */
export function begin(
  account: SandboxAccount,
  region: string,
  notebook: Readonly<Notebook>,
  name: MoveName,
  changes: Partial<Notebook> = {},
): void {
  const move: Move = moves[name];
  const turn = notebook.turn + 1;
  const { failureReason: _, ...healthy } = notebook;
  notebooks(account, region).put({
    ...healthy,
    ...changes,
    status: move.via,
    modifiedAt: account.clock.now(),
    turn,
  });
  const data: Arrival = { name: notebook.name, turn, to: move.to };
  account.afterTransition(move.seconds, arrival, region, data);
}

/**
 * Puts a notebook into any state by hand: maintenance, a failure with its reason. For tests and the Faults page; AWS has
 * no call for it.
 */
export function forceStatus(
  account: SandboxAccount,
  region: string,
  name: string,
  status: NotebookStatus,
  failureReason?: string,
): void {
  const notebook = notebookNamed(account, region, name);
  notebooks(account, region).put({
    ...notebook,
    status,
    modifiedAt: account.clock.now(),
    turn: notebook.turn + 1,
    ...(failureReason === undefined ? {} : { failureReason }),
  });
}

async function arrive(account: SandboxAccount, region: string, { name, turn, to }: Arrival): Promise<void> {
  const table = notebooks(account, region);
  const notebook = table.get(name);
  if (notebook?.turn !== turn) return;
  if (to === 'gone') {
    table.delete(name);
    return;
  }
  const now = account.clock.now();
  table.put({ ...notebook, status: to, modifiedAt: now, lastUsedAt: now });
  if (to === 'InService') await startScripts(account, region, notebookNamed(account, region, name));
}

/** What it was on its way to is not reached. */
function fail(account: SandboxAccount, region: string, { name, turn }: Arrival, reason: string): void {
  const notebook = notebooks(account, region).get(name);
  if (notebook?.turn === turn) forceStatus(account, region, name, 'Failed', reason);
}

export const lifeTimers = { [arrival]: arrive };
export const lifeFailures = { [arrival]: fail };
