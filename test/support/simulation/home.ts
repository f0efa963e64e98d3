/** What a person would read on Home at the next start of a program. */
import { lostOf } from '../../../main/home/loss-needs.ts';
import { homeHandlers } from '../../../main/home/handlers.ts';
import { notebookInstances } from '../../../main/inventory/collectors/notebook-instances.ts';
import { Inventory } from '../../../main/inventory/inventory.ts';
import type { Engine } from '../../../main/engine.ts';

export async function homeOf({ connections, prices, tasks, applying, stateDir }: Engine) {
  const aws = await connections.aws();
  const price = (key: string, region: string) => prices.price(key, region)?.usd ?? null;
  const home = homeHandlers({
    inventory: new Inventory({
      connect: () => connections.aws(),
      collectors: [notebookInstances],
      store: { read: async () => null, write: async () => undefined },
      price,
    }),
    price,
    tasks: () => tasks.list(),
    timeZone: () => 'UTC',
    now: () => aws.now(),
    lost: () => lostOf(applying.reconciling, stateDir),
  });
  return home.summary({ refresh: true, all: true });
}
