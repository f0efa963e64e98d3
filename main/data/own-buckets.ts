import type { Inventory } from '../inventory/inventory.ts';

/** Buckets of our own storage stacks; a bucket that a notebook or a training merely uses is not ours. */
export async function ownBuckets(inventory: Pick<Inventory, 'view'>): Promise<ReadonlySet<string>> {
  const { snapshot } = await inventory.view();
  const storage = (snapshot?.stacks ?? []).filter(({ name }) => name.startsWith('millwright-storage-'));
  return new Set(storage.flatMap(({ parameters }) => parameters['BucketName'] ?? []));
}
