/** What was last seen of an account and region, how it is kept, and what of it may be shown. */
import { z } from 'zod';
import { Refused } from '../../preload/contract/domains/notebooks.ts';
import type { AppError } from '../../preload/contract/errors.ts';
import { Spent } from '../costs/spent.ts';
import { AppFailure } from '../failure.ts';
import { ForeignStack, OwnedStack } from './owned-stacks.ts';
import { Thing } from './thing.ts';

export const InventorySnapshot = z.strictObject({
  /** Account and region that it is of; a snapshot of another account is never shown for this one. */
  accountId: z.string(),
  region: z.string(),
  loadedAt: z.string(),
  things: z.array(Thing),
  stacks: z.array(OwnedStack),
  /** Stacks of others in a state that can be stuck. */
  foreignStacks: z.array(ForeignStack).default([]),
  /** Lists that AWS did not let this account see when they were last asked for; what was known of them stays. */
  refused: z.array(Refused).optional(),
  spent: z.record(z.string(), Spent),
});
export type InventorySnapshot = z.infer<typeof InventorySnapshot>;

/** Where the last snapshot of an account and region is kept. */
export interface SnapshotStore {
  read(accountId: string, region: string): Promise<InventorySnapshot | null>;
  write(snapshot: InventorySnapshot): Promise<void>;
  /** Account and region that a connection led to when it was last used. */
  account?(connection: string): Promise<{ accountId: string; region: string } | null>;
  remember?(connection: string, account: { accountId: string; region: string }): Promise<void>;
}

export interface InventoryView {
  snapshot: InventorySnapshot | null;
  /** Why the last refresh did not succeed; the snapshot is then older than it should be. */
  error: AppError | null;
}

/** Older than this is shown with its age. */
const freshMs = 60_000;

/** Whether what is shown is older than it should be. */
export const isStale = ({ snapshot, error }: InventoryView, now: number): boolean =>
  error !== null || snapshot === null || now - Date.parse(snapshot.loadedAt) > freshMs;

/** What there is to show: an old snapshot rather than the failure to renew it; the failure is thrown if there is none. */
export function toShow({ snapshot, error }: InventoryView): InventorySnapshot | null {
  if (snapshot === null && error !== null) throw new AppFailure(error);
  return snapshot;
}
