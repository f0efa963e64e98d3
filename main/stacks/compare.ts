import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import type { PlannedResource } from '../../preload/contract/plan.ts';

export interface Difference {
  logicalId: string;
  type: string;
  planned: string;
  aws: string;
}

type What = 'create' | 'update' | 'replace' | 'delete' | 'keep' | 'unclear';

/** What AWS will do to one resource. A replacement that AWS calls conditional may happen, so it counts as one. */
function whatAwsDoes(change: ResourceChange): What {
  switch (change.Action) {
    case 'Add':
      return 'create';
    case 'Remove':
      return 'delete';
    case 'Modify':
      return change.Replacement === 'True' || change.Replacement === 'Conditional' ? 'replace' : 'update';
    default:
      return 'unclear';
  }
}

const asAws: Record<PlannedResource['effect'], What> = {
  create: 'create',
  update: 'update',
  // A restart is what an update in place does to some services; the change set does not tell them apart.
  restart: 'update',
  replace: 'replace',
  delete: 'delete',
  keep: 'keep',
};

/** Resource by resource, what the plan says against the change set. Empty: equal. */
export function differences(
  planned: readonly PlannedResource[],
  changes: readonly ResourceChange[],
): Difference[] {
  const found: Difference[] = [];
  const open = new Map(changes.map((change) => [change.LogicalResourceId ?? '', change]));
  for (const resource of planned) {
    const change = open.get(resource.logicalId);
    open.delete(resource.logicalId);
    const aws = change === undefined ? 'keep' : whatAwsDoes(change);
    const sameType = change === undefined || change.ResourceType === resource.type;
    if (aws !== asAws[resource.effect] || !sameType)
      found.push({
        logicalId: resource.logicalId,
        type: resource.type,
        planned: resource.effect,
        aws: sameType ? aws : `${aws} ${change.ResourceType ?? ''}`,
      });
  }
  for (const [logicalId, change] of open)
    found.push({ logicalId, type: change.ResourceType ?? '', planned: 'keep', aws: whatAwsDoes(change) });
  return found;
}
