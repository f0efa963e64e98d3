import canonicalize from 'canonicalize';
import { message } from '../../../preload/contract/message.ts';
import type { StackChange, Target } from '../../../preload/contract/plan.ts';
import { boundaryName, foundationArns, stackNames } from '../../plans/names.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import type { Facts, PlanContext } from '../../plans/source.ts';
import type { PolicyFact } from '../../plans/facts/policy.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { type TemplateFact, thingsOf } from '../../plans/facts/template.ts';
import { resourcesMade, writtenOut } from '../../plans/template-resources.ts';
import { loadTemplate } from '../../plans/templates.ts';

export const foundationFact = `stack:${stackNames.foundation}`;
const boundaryFact = ({ region }: Target) => `policy:${boundaryName(region)}`;

/**
 * The upper limit of roles stays when a stack of the foundation is removed while roles still have it; its name is taken
 * then. `same`: it says what the template says, and can be used as it stands.
 */
export function boundaryState(facts: Facts, { target }: PlanContext): 'absent' | 'same' | 'other' {
  const found = facts.value<PolicyFact | null>(boundaryFact(target));
  if (found == null) return 'absent';
  const { document } = loadTemplate('foundation');
  const wanted = document.Resources['Boundary']?.Properties?.['PolicyDocument'];
  const written = writtenOut(document, {}, target)(wanted);
  return canonicalize(written) === canonicalize(JSON.parse(found.document)) ? 'same' : 'other';
}

/** Facts of a plan that prepares the account. */
export const foundationFacts = (target: Target) => [
  { key: foundationFact, decisive: true },
  { key: boundaryFact(target), decisive: true },
];

/** The foundation's stack, made with the caller's own rights: it is what gives rights to all others. */
export function foundationStack(
  email: string,
  source: string,
  context: PlanContext,
  boundaryStands = false,
): StackChange {
  const parameters = { AlertEmail: email, BoundaryStands: boundaryStands ? 'yes' : 'no' };
  return {
    id: 'foundation',
    kind: 'stack',
    action: 'create',
    says: message('plan.foundation.make', { region: { region: context.target.region } }),
    note: message('plan.foundation.note'),
    usually: { from: 40, to: 120, worryAfter: 300 },
    stackName: stackNames.foundation,
    ...templateOf('foundation', parameters, context.target),
    parameters,
    capabilities: ['CAPABILITY_NAMED_IAM'],
    tags: stackTags(context.planId, source),
    stays: [],
  };
}

/** Facts of what the prepared account's template holds, which an older Millwright may have made. */
export const foundationThings = `template:${stackNames.foundation}`;

/**
 * Brings the prepared account to what ships now, with the caller's own rights; undefined: it is, nobody could look, or it
 * is not ours. Nothing in it is replaced: the comparison with AWS's own announcement refuses anything else.
 */
export function foundationUpdate(facts: Facts, { target }: PlanContext): StackChange | undefined {
  const stack = facts.value<StackFact | null>(foundationFact);
  const things = facts.value<TemplateFact | null>(foundationThings);
  if (stack?.planId == null || stack.health !== 'ready' || things == null) return undefined;
  const { document, sha256 } = loadTemplate('foundation');
  const parameters = Object.fromEntries(
    Object.entries(stack.parameters).filter(([name]) => Object.hasOwn(document.Parameters ?? {}, name)),
  );
  const shipped = thingsOf(document);
  const resources = resourcesMade(document, parameters, target).flatMap(
    ({ logicalId, type }): StackChange['resources'] => {
      const there = things[logicalId];
      if (there?.sha256 === shipped[logicalId]?.sha256) return [];
      return [{ logicalId, type, effect: there === undefined ? 'create' : 'update', fields: [] }];
    },
  );
  const gone = Object.entries(things).filter(([logicalId]) => shipped[logicalId] === undefined);
  for (const [logicalId, { type }] of gone) resources.push({ logicalId, type, effect: 'delete', fields: [] });
  if (resources.length === 0) return undefined;
  return {
    id: 'foundation',
    kind: 'stack',
    action: 'update',
    says: message('plan.foundation.update', { region: { region: target.region } }),
    note: message('plan.foundation.update.note'),
    usually: { from: 20, to: 90, worryAfter: 300 },
    stackName: stackNames.foundation,
    template: { name: 'foundation', sha256 },
    parameters,
    capabilities: ['CAPABILITY_NAMED_IAM'],
    tags: stack.tags,
    resources,
    stays: [],
  };
}

export type FoundationState =
  { state: 'unknown' | 'absent' | 'busy' | 'stuck' } | { state: 'present'; stackRoleArn: string | undefined };

/**
 * The role that CloudFormation works with on other stacks: the foundation's own, also when the same plan makes it first.
 * Undefined where nobody could look; then the caller's own rights count.
 */
export function stackRoleOf(foundation: FoundationState, context: PlanContext): string | undefined {
  if (foundation.state === 'present') return foundation.stackRoleArn;
  return foundation.state === 'absent' ? foundationArns(context.target)?.stackRole : undefined;
}

/** What is known of the foundation in this account and region. */
export function foundationState(facts: Facts, context: PlanContext): FoundationState {
  const fact = facts.get(foundationFact);
  if (fact === undefined || fact.source.kind === 'unknown') return { state: 'unknown' };
  const stack = fact.value as StackFact | null;
  if (stack === null) return { state: 'absent' };
  if (stack.health === 'busy' || stack.health === 'stuck') return { state: stack.health };
  return {
    state: 'present',
    stackRoleArn: stack.outputs['StackRoleArn'] ?? foundationArns(context.target)?.stackRole,
  };
}
