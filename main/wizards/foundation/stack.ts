import canonicalize from 'canonicalize';
import { message } from '../../../preload/contract/message.ts';
import type { StackChange, Target } from '../../../preload/contract/plan.ts';
import { boundaryName, foundationArns, stackNames } from '../../plans/names.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import type { Facts, PlanContext } from '../../plans/source.ts';
import type { PolicyFact } from '../../plans/facts/policy.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { writtenOut } from '../../plans/template-resources.ts';
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
