/** The last snapshot of each account and region on disk: what a start without network shows. */
import { join } from 'node:path';
import { openDocuments } from '../storage/documents.ts';
import { InventorySnapshot, type SnapshotStore } from './inventory.ts';

export function openSnapshots(stateDir: string): SnapshotStore {
  const documents = openDocuments(join(stateDir, 'inventory'), {
    name: 'inventory',
    version: 1,
    schema: InventorySnapshot,
  });
  return {
    read: async (accountId, region) => (await documents.get(`${accountId}.${region}`)) ?? null,
    write: (snapshot) => documents.put(`${snapshot.accountId}.${snapshot.region}`, snapshot),
  };
}
