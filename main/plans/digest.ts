/**
 * The digest that a person agrees to: SHA-256 over canonical JSON (RFC 8785) of everything that decides what a plan
 * does. Words, prices and permissions are not part of it; apply looks at those again.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { planFormatVersion, type Change, type Fact, type Plan } from '../../preload/contract/plan.ts';

export type Deciding = Pick<Plan, 'id' | 'madeAt' | 'source' | 'answers' | 'target' | 'changes' | 'facts'>;

export function digestOf(plan: Deciding): string {
  const text = canonicalize({
    format: planFormatVersion,
    id: plan.id,
    madeAt: plan.madeAt,
    source: plan.source,
    answers: plan.answers,
    target: plan.target,
    templates: templates(plan.changes),
    facts: decisive(plan.facts),
  });
  if (text === undefined) throw new Error('A plan without content has no digest.');
  return createHash('sha256').update(text).digest('hex');
}

function templates(changes: readonly Change[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const change of changes)
    if (change.kind === 'stack' && change.template) all[change.template.name] = change.template.sha256;
  return all;
}

/** Where a fact came from does not decide, only what is known. */
export function decisive(facts: readonly Fact[]) {
  return facts
    .filter((fact) => fact.decisive)
    .map(({ key, value, source }) => ({ key, known: source.kind !== 'unknown', value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
