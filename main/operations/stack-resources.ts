import type { PlannedResource, Target } from '../../preload/contract/plan.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import { resourcesMade } from '../plans/template-resources.ts';
import { loadTemplate, type TemplateName } from '../plans/templates.ts';

/** What goes and what is kept when a stack of this template is deleted; empty when its parameters are not known. */
export function deletedResources(
  name: TemplateName,
  stack: StackFact | null | undefined,
  target: Target,
): PlannedResource[] {
  if (!stack) return [];
  return resourcesMade(loadTemplate(name).document, stack.parameters, target).map(
    ({ logicalId, type, keeps }) => ({ logicalId, type, effect: keeps ? 'keep' : 'delete', fields: [] }),
  );
}
