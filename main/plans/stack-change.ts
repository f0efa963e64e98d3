import type { StackChange, Target } from '../../preload/contract/plan.ts';
import { resourcesMade } from './template-resources.ts';
import { loadTemplate, type TemplateName } from './templates.ts';

/** Tags of every stack that a plan makes. CloudFormation hands them on to what the stack holds. */
export function stackTags(planId: string, source: string): Record<string, string> {
  return { 'millwright:plan': planId, 'millwright:source': source };
}

/** Template and resources of a stack that is made with these parameters. */
export function templateOf(
  name: TemplateName,
  parameters: Record<string, string>,
  target: Target,
): Required<Pick<StackChange, 'template' | 'resources'>> {
  const template = loadTemplate(name);
  return {
    template: { name, sha256: template.sha256 },
    resources: resourcesMade(template.document, parameters, target).map(({ logicalId, type }) => ({
      logicalId,
      type,
      effect: 'create',
      fields: [],
    })),
  };
}
