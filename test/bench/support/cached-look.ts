import type { InventoryCache } from '../../../main/inventory/cache.ts';
import { notebookThing } from '../../../main/inventory/collectors/notebook-instances.ts';
import { notebookName } from '../../support/fill-account.ts';

/** Writes a look of so many notebooks, every fifth in service, as if it had been made a minute ago. */
export async function writeLook(cache: InventoryCache, accountId: string, count: number): Promise<void> {
  const region = 'us-east-1';
  const at = Date.now() - 60_000;
  const things = Array.from({ length: count }, (_, n) =>
    notebookThing(
      {
        NotebookInstanceName: notebookName(n + 1),
        NotebookInstanceArn: `arn:aws:sagemaker:${region}:${accountId}:notebook-instance/${notebookName(n + 1)}`,
        NotebookInstanceStatus: n % 5 === 0 ? 'InService' : 'Stopped',
        InstanceType: 'ml.t3.medium',
        CreationTime: new Date(at - 86_400_000),
        LastModifiedTime: new Date(at - 3_600_000),
      },
      region,
      at,
    ),
  );
  await cache.write({
    accountId,
    region,
    loadedAt: new Date(at).toISOString(),
    things,
    stacks: [],
    foreignStacks: [],
    spent: {},
  });
}
